using TradingCore.Domain;

namespace TradingCore.Accounts;

/// <summary>The present day's ledger of every account. Not thread-safe: one writer.</summary>
public sealed class LedgerBook
{
    private readonly Dictionary<AccountId, DayLedger> _today = [];
    private DayLedger[]? _snapshot;

    /// <summary>The ledgers by account code. The same list until something changes.</summary>
    public IReadOnlyList<DayLedger> Snapshot => _snapshot ??= [.. _today.Values.OrderBy(l => l.Account.Value, StringComparer.Ordinal)];

    /// <summary>The ledger of an account; null while its equity is not known.</summary>
    public DayLedger? Find(AccountId account) => _today.GetValueOrDefault(account);

    /// <summary>Replaces the ledger of an account.</summary>
    public void Set(DayLedger ledger)
    {
        if (_today.TryGetValue(ledger.Account, out DayLedger? known) && known == ledger) return;
        _today[ledger.Account] = ledger;
        _snapshot = null;
    }
}
