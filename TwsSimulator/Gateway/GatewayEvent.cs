using TwsProtocol.Wire;
using TwsSimulator.Faults;
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

/// <summary>Steps of a fault script are due: the first now, each further one as soon as the one before it has acted.</summary>
internal sealed record FaultDue(IReadOnlyList<FaultStep> Steps, TaskCompletionSource Applied) : GatewayEvent;

/// <summary>A step that waits for its occasion is not wanted any more.</summary>
internal sealed record FaultGivenUp(TaskCompletionSource Applied) : GatewayEvent;

/// <summary>The time of a fault is over.</summary>
internal sealed record FaultOver(Fault Fault) : GatewayEvent;

/// <summary>Faults of a kind, or all, are to end.</summary>
internal sealed record FaultsCleared(string? Kind, TaskCompletionSource Applied) : GatewayEvent;
