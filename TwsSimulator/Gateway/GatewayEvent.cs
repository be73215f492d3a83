using TwsProtocol.Wire;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Something for the gateway's loop to handle.</summary>
internal abstract record GatewayEvent;

/// <summary>A client asks for something.</summary>
internal sealed record ClientRequest(ClientSession Client, IRequest Request) : GatewayEvent;

/// <summary>A connection has ended.</summary>
internal sealed record ClientLeft(ClientSession Client) : GatewayEvent;

/// <summary>Time has passed.</summary>
internal sealed record Beat : GatewayEvent
{
    /// <summary>The one instance.</summary>
    public static Beat Instance { get; } = new();
}

/// <summary>History has been computed.</summary>
internal sealed record HistoryComputed(HistoryRequest Request, List<Bar> Bars, long Start, long End) : GatewayEvent;
