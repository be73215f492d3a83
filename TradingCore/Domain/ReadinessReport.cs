namespace TradingCore.Domain;

/// <summary>Whether trading could begin at the next open.</summary>
public enum ReadinessState
{
    /// <summary>No open is near, or the check is switched off: the items are told, and nobody is called.</summary>
    NotDue = 0,
    /// <summary>An open is near and everything is there.</summary>
    Ready,
    /// <summary>An open is near, or just passed, and something is missing: a person is called.</summary>
    Blocked,
}

/// <summary>One thing that trading needs.</summary>
/// <param name="Name">Code: <c>connection</c>, <c>clientId</c>, <c>verified</c>, <c>farms</c>, <c>data</c>, <c>accounts</c>, <c>storage</c>.</param>
/// <param name="IsWell">True when it is there.</param>
/// <param name="Text">How it is, a sentence without a period; when it is not well, what is missing.</param>
public sealed record ReadinessItem(string Name, bool IsWell, string Text);

/// <summary>What trading needs at the next open of a watched contract, and whether it is there. Immutable.</summary>
/// <param name="State">Result.</param>
/// <param name="Ticker">Contract that opens next; empty when no open is known.</param>
/// <param name="OpenTime">When it opens, UTC; null when no open is known.</param>
/// <param name="IsOpenAssumed">True when no contract has told its hours yet, so that New York's regular hours are assumed.</param>
/// <param name="Items">Everything that was looked at; empty before the first look.</param>
public sealed record ReadinessReport(ReadinessState State, string Ticker, DateTimeOffset? OpenTime, bool IsOpenAssumed, IReadOnlyList<ReadinessItem> Items)
{
    /// <summary>Before the first look.</summary>
    public static ReadinessReport None { get; } = new(ReadinessState.NotDue, "", null, false, []);

    /// <summary>What is missing, in sentences; empty when all is well.</summary>
    public string Missing => string.Join(" ", Items.Where(i => !i.IsWell).Select(i => i.Text + "."));

    /// <summary>True when both say the same.</summary>
    public bool Says(ReadinessReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (State, Ticker, OpenTime, IsOpenAssumed) == (other.State, other.Ticker, other.OpenTime, other.IsOpenAssumed) && Items.SequenceEqual(other.Items);
    }
}
