namespace TradingBlazor.Hubs;

/// <summary>One item of a stream: the same members in both protocols.</summary>
/// <param name="Run">Which run of the server the number belongs to. A client that comes back gives it with the number.</param>
/// <param name="Sequence">Number of the newest change that is in it. It rises by one with each order event and each execution.</param>
/// <param name="Kind"><see cref="Snapshot"/>, <see cref="Resumed"/> or <see cref="Changes"/>.</param>
/// <param name="Note">Why there is a new snapshot though a number was given, or what a snapshot leaves out; empty otherwise.</param>
/// <param name="SentTime">When it was made, microseconds since 1970 in UTC.</param>
/// <param name="Items">The values.</param>
internal sealed record StreamItem(string Run, long Sequence, string Kind, string Note, long SentTime, IReadOnlyList<Encoded> Items)
{
    /// <summary>Everything as it is: what the client knew before does not count any more.</summary>
    public const string Snapshot = "snapshot";
    /// <summary>What changed since the number that the client gave.</summary>
    public const string Resumed = "resumed";
    /// <summary>What changed since the item before.</summary>
    public const string Changes = "changes";

    /// <summary>Names on the wire.</summary>
    internal static class Names
    {
        public const string Run = "run";
        public const string Sequence = "sequence";
        public const string Kind = "kind";
        public const string Note = "note";
        public const string SentTime = "sentTime";
        public const string Items = "items";
    }
}
