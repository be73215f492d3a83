using TwsProtocol.Messages.Responses;

namespace TradingCore.Tws.Probing;

/// <summary>What a gateway says to a connection that only looks.</summary>
internal sealed class ConnectionAnswers : ResponseHandler
{
    private const int ValidationFailed = 321;
    private const int ClientIdInUse = 326;

    /// <summary>True once the client id was taken.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>True when another connection uses the client id.</summary>
    public bool IsIdInUse { get; private set; }

    /// <summary>Accounts of the login; null until told.</summary>
    public IReadOnlyList<string>? Accounts { get; private set; }

    /// <summary>The gateway's clock; null until told.</summary>
    public DateTimeOffset? Time { get; private set; }

    /// <summary>True when open orders were told.</summary>
    public bool HasOrders { get; private set; }

    /// <summary>True when the gateway takes no orders from API clients.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>True when the gateway has no way to the broker.</summary>
    public bool IsBrokerAway { get; private set; }

    /// <inheritdoc/>
    public override void On(NextValidId message) => IsStarted = true;

    /// <inheritdoc/>
    public override void On(ManagedAccounts message) => Accounts = [.. message.AccountsList.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <inheritdoc/>
    public override void On(CurrentTime message) => Time = DateTimeOffset.FromUnixTimeSeconds(message.Time);

    /// <inheritdoc/>
    public override void On(OpenOrderEnd message) => HasOrders = true;

    /// <inheritdoc/>
    public override void On(ErrorMessage message)
    {
        if (message.ErrorCode == ClientIdInUse) IsIdInUse = true;
        else if (message.ErrorCode == ValidationFailed && message.ErrorMsg.Contains("read-only", StringComparison.OrdinalIgnoreCase)) IsReadOnly = true;
        else if (message.ErrorCode is 1100 or 2110) IsBrokerAway = true;
        else if (message.ErrorCode is 1101 or 1102) IsBrokerAway = false;
    }
}
