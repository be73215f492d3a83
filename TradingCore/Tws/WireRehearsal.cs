using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;

namespace TradingCore.Tws;

/// <summary>Writes messages as far as the socket and drops them, so that what writes them is compiled before it is needed in earnest.</summary>
internal sealed class WireRehearsal : IDisposable
{
    private readonly FieldWriter _writer = new();

    /// <summary>The bytes of a cancel.</summary>
    /// <returns>How many.</returns>
    public int Cancel(int orderId) => Write(new CancelOrder(orderId));

    /// <summary>The bytes of the cancel of everything.</summary>
    /// <returns>How many.</returns>
    public int GlobalCancel() => Write(new ReqGlobalCancel());

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private int Write(IRequest request)
    {
        _writer.Reset();
        _writer.WriteFrame(request, ServerVersion.Max);
        return _writer.Written.Length;
    }
}
