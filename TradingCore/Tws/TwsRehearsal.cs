using Microsoft.Extensions.Logging.Abstractions;
using TwsProtocol;
using TwsProtocol.Wire;

namespace TradingCore.Tws;

/// <summary>
/// A gateway that believes to be connected, and writes what it is given as bytes that nobody sends: so all that stands between the engine and the socket is
/// compiled, and in the processor's caches, before it is needed in earnest. For one thread.
/// </summary>
internal sealed class TwsRehearsal : IAsyncDisposable
{
    // Only to be in the way as it is in earnest; what is rehearsed comes in bursts.
    private const int MessagesPerSecond = 4_096;

    private readonly FieldWriter _writer = new();
    private readonly SendQueue _queue = new(MessagesPerSecond);
    private readonly MessagePacer _pacer;

    public TwsRehearsal(TimeProvider clock)
    {
        _pacer = new MessagePacer(MessagesPerSecond, clock);
        _queue.SendNow = Write;
        Gateway = TwsGateway.Connected(new TwsOptions(), clock, NullLoggerFactory.Instance, _queue);
    }

    /// <summary>What orders and cancels are given to.</summary>
    public TwsGateway Gateway { get; }

    /// <summary>Messages that would have left.</summary>
    public int Messages { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose();
    }

    private bool Write()
    {
        while (_queue.TryDequeue(_pacer, out Outgoing message, out TimeSpan wait))
        {
            _writer.Reset();
            _writer.WriteFrame(message.Message, ServerVersion.Max);
            Messages++;
        }
        return true;
    }
}
