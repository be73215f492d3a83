using System.Text.Json.Serialization;

namespace TradingCore.Domain;

/// <summary>What this system knows of an order beyond what the broker is told of it.</summary>
public sealed record OrderHandling
{
    /// <summary>Nothing known, as of orders entered elsewhere.</summary>
    public static readonly OrderHandling None = new();

    /// <summary>
    /// One id for the whole way of the order, from the command to its last fill; every log line about the order carries it. Empty for orders
    /// entered elsewhere.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string CorrelationId { get; init; } = "";

    /// <summary>Name of what the order is for, see <see cref="OrderSpec.Intent"/>; empty when none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string Intent { get; init; } = "";

    /// <summary>What it is among orders that belong together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OrderRole Role { get; init; }

    /// <summary>True when it was made to close what was held at that moment: its size was not chosen by anybody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsClosing { get; init; }

    /// <summary>
    /// Accounts in which an order to an advisor's group can fill: those of the group when it was given, and those that joined it while it was open. Null for other orders.
    /// </summary>
    public IReadOnlyList<AccountId>? GroupAccounts { get; init; }

    /// <summary>Until when it waits, or waited, for the gateway or for own orders to end, UTC; null when it was never queued.</summary>
    public DateTimeOffset? QueuedUntil { get; init; }

    /// <summary>The own orders that must have ended before it leaves; null when it waits for none, and after it has left.</summary>
    public OrderHold? Hold { get; init; }

    /// <summary>When it left the queue, UTC; null when it was not queued or still is.</summary>
    public DateTimeOffset? ReleasedTime { get; init; }

    /// <summary>When its first message had been written to the socket, UTC; null before.</summary>
    public DateTimeOffset? WireTime { get; init; }

    /// <summary>When the broker first told of it, UTC; null before.</summary>
    public DateTimeOffset? AckTime { get; init; }

    /// <summary>When its first fill reached this process, UTC; null before.</summary>
    public DateTimeOffset? FirstFillTime { get; init; }
}
