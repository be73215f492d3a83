using TradingCore.Domain;

namespace TradingCore.Accounts;

/// <summary>The broker's money of one account in one currency.</summary>
/// <param name="Cash">Cash as trades have moved it; open P&amp;L of futures is not in it. Null until told.</param>
/// <param name="TotalCash">Cash with the open P&amp;L of futures, IB's <c>TotalCashBalance</c>. Null until told.</param>
/// <param name="Time">When the broker last told it, UTC.</param>
public readonly record struct BrokerCash(decimal? Cash, decimal? TotalCash, DateTimeOffset Time);

/// <summary>Cash by account and currency, once as own fills move it and once as the broker tells it. Not thread-safe: one writer.</summary>
public sealed class CashBook
{
    private readonly Dictionary<(AccountId, string), decimal> _own = [];
    private readonly Dictionary<(AccountId, string), BrokerCash> _broker = [];
    private readonly HashSet<AccountId> _opened = [];

    /// <summary>True once the account's cash was taken over from the broker: from then on fills move it.</summary>
    public bool IsOpen(AccountId account) => _opened.Contains(account);

    /// <summary>Takes the broker's cash over as our own.</summary>
    public void Open(AccountId account)
    {
        foreach (((AccountId of, string currency), BrokerCash cash) in _broker)
            if (of == account) _own[(of, currency)] = cash.Cash ?? 0m;
        _opened.Add(account);
    }

    /// <summary>Starts from what an earlier run left behind.</summary>
    public void Open(AccountId account, IReadOnlyDictionary<string, decimal> amounts)
    {
        foreach ((string currency, decimal amount) in amounts) _own[(account, currency)] = amount;
        _opened.Add(account);
    }

    /// <summary>Moves our own cash; nothing happens before the account is open.</summary>
    /// <returns>True when it was moved.</returns>
    public bool Move(AccountId account, string currency, decimal amount)
    {
        if (amount == 0m || !_opened.Contains(account)) return false;
        _own[(account, currency)] = _own.GetValueOrDefault((account, currency)) + amount;
        return true;
    }

    /// <summary>Takes what the broker says; null leaves a figure as it was.</summary>
    public void OnBroker(AccountId account, string currency, decimal? cash, decimal? totalCash, DateTimeOffset time)
    {
        BrokerCash known = _broker.GetValueOrDefault((account, currency));
        _broker[(account, currency)] = new BrokerCash(cash ?? known.Cash, totalCash ?? known.TotalCash, time);
    }

    /// <summary>Our own cash by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Own(AccountId account) =>
        _own.Where(c => c.Key.Item1 == account).ToDictionary(c => c.Key.Item2, c => c.Value, StringComparer.Ordinal);

    /// <summary>The broker's cash by currency.</summary>
    public IReadOnlyDictionary<string, BrokerCash> Broker(AccountId account) =>
        _broker.Where(c => c.Key.Item1 == account).ToDictionary(c => c.Key.Item2, c => c.Value, StringComparer.Ordinal);

    /// <summary>Currencies in which either side has something, by name.</summary>
    public IReadOnlyList<string> Currencies(AccountId account) =>
        [.. _own.Keys.Concat(_broker.Keys).Where(k => k.Item1 == account).Select(k => k.Item2).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
