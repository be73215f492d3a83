using System.Runtime.InteropServices;

namespace TradingBlazor.Hosting;

/// <summary>Turns <c>SIGTERM</c> and Ctrl+C into an ordered end of a command that runs without a host.</summary>
internal sealed class PosixEnd : IDisposable
{
    private readonly PosixSignalRegistration _term;
    private readonly PosixSignalRegistration _interrupt;

    public PosixEnd(Action end)
    {
        _term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);

        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            end();
        }
    }

    public void Dispose()
    {
        _term.Dispose();
        _interrupt.Dispose();
    }
}
