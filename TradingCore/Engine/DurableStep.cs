using TradingCore.Engine.Ports;

namespace TradingCore.Engine;

/// <summary>A change of state that must not happen unless its entries are in the journal.</summary>
/// <param name="Entries">What must be durable first.</param>
/// <param name="Commit">Changes the state; adds calls and replies to the effects.</param>
/// <param name="Refuse">Answers the command with the reason; changes nothing.</param>
internal sealed record DurableStep(IReadOnlyList<JournalEntry> Entries, Action Commit, Action<string> Refuse);
