using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.Journal;

/// <summary>What one append wrote: all of its entries, or none after a crash.</summary>
/// <param name="Sequence">Number of the append, from 1, without gaps.</param>
/// <param name="Entries">The entries in their order.</param>
public sealed record JournalFrame(long Sequence, IReadOnlyList<JournalEntry> Entries);
