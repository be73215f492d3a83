using TwsProtocol.Messages.Responses;

namespace TradingCore.Tws.Guarding;

/// <summary>What a guard waits for.</summary>
internal sealed class Answers : ResponseHandler
{
    private const int ClientIdInUse = 326;
    private readonly HashSet<(long, int, int)> _working = [];

    /// <summary>The gateway has taken the client id.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>The gateway has told its time.</summary>
    public bool HasTime { get; private set; }

    /// <summary>All open orders were told.</summary>
    public bool HasAllOrders { get; private set; }

    /// <summary>Those of them that can still fill.</summary>
    public int Working => _working.Count;

    /// <summary>Why the gateway does not want this client; null while it does.</summary>
    public string? Refusal { get; private set; }

    /// <inheritdoc/>
    public override void On(NextValidId message) => IsStarted = true;

    /// <inheritdoc/>
    public override void On(CurrentTime message) => HasTime = true;

    /// <inheritdoc/>
    public override void On(OpenOrderEnd message) => HasAllOrders = true;

    /// <inheritdoc/>
    public override void On(OpenOrder message)
    {
        (long, int, int) key = (message.Order.PermId, message.Order.ClientId, message.OrderId);
        if (message.OrderState.Status is "Cancelled" or "ApiCancelled" or "Filled" or "Inactive") _working.Remove(key);
        else _working.Add(key);
    }

    /// <inheritdoc/>
    public override void On(ErrorMessage message)
    {
        if (message.ErrorCode == ClientIdInUse) Refusal = "The client id is in use; give another one with --Guard:ClientId.";
    }
}
