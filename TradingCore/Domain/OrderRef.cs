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

    /// <summary>What in an id that was made with a key stands for the key, see <see cref="SortableId.MarkOf"/>; empty for an id of another form, such as that of an exit.</summary>
    internal string KeyMark => IsOurs && Value.Length == Prefix.Length + SortableId.Length ? Value[^SortableId.MarkLength..] : "";

    /// <summary>A new id: sortable by time, unique without any coordination.</summary>
    /// <param name="clock">Tells the time in it.</param>
    /// <param name="idempotencyKey">
    /// Key of the command; empty for none. A part of the id stands for it, so that an engine which knows an order from the broker alone answers a repeated command with that order
    /// and does not send it a second time.
    /// </param>
    public static OrderRef New(TimeProvider clock, string idempotencyKey = "") => new(Prefix + SortableId.New(clock, idempotencyKey));

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
