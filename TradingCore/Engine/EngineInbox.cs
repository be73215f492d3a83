using System.Threading.Channels;
using TradingCore.Engine.Ports;

namespace TradingCore.Engine;

/// <summary>The bounded queue in front of the engine.</summary>
internal sealed class EngineInbox(int capacity) : IEngineInbox
{
    private readonly Channel<EngineInput> _channel = Channel.CreateBounded<EngineInput>(new BoundedChannelOptions(capacity)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,    // a dropped fill is a wrong position
        AllowSynchronousContinuations = false,     // the socket's reader must not run engine code
    });

    public ChannelReader<EngineInput> Reader => _channel.Reader;

    /// <inheritdoc/>
    public bool TryPost(EngineInput input) => _channel.Writer.TryWrite(input);

    /// <inheritdoc/>
    public ValueTask PostAsync(EngineInput input, CancellationToken stop) => _channel.Writer.WriteAsync(input, stop);

    /// <summary>Takes no more; what is in it is still read.</summary>
    public void Close() => _channel.Writer.TryComplete();
}
