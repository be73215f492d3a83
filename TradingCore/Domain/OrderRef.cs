namespace TradingCore.Domain;

/// <summary>
/// Our own id of an order. It travels in the wire field <c>orderRef</c>, so that an order that was sent and never
/// answered is found again at the broker. Chosen before the order reaches the engine and never used twice.
/// </summary>
/// <param name="Value">At most 40 characters of <c>A-Z a-z 0-9 -</c>; empty means an order that is not ours.</param>
public readonly record struct OrderRef(string Value)
{
    /// <summary>Prefix of every id made by this system.</summary>
    public const string Prefix = "TB-";

    /// <summary>True when the id was made by this system.</summary>
    public bool IsOurs => Value is not null && Value.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A new id: sortable by time, unique without any coordination.</summary>
    public static OrderRef New(TimeProvider clock) => new(Prefix + SortableId.New(clock));

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
