using TradingCore.Domain;

namespace TradingCore.Accounts;

/// <summary>Money figures by account, as the broker tells them piece by piece. Not thread-safe: one writer.</summary>
public sealed class AccountBook
{
    private readonly Dictionary<AccountId, AccountState> _accounts = [];
    private AccountState[]? _snapshot;

    /// <summary>All accounts, by code. The same list until something changes.</summary>
    public IReadOnlyList<AccountState> Snapshot => _snapshot ??= [.. _accounts.Values.OrderBy(a => a.Account.Value, StringComparer.Ordinal)];

    /// <summary>Figures of an account; null when none came yet.</summary>
    public AccountState? Find(AccountId account) => _accounts.GetValueOrDefault(account);

    /// <summary>Takes new figures; null leaves a figure as it was.</summary>
    public void Apply(AccountState values)
    {
        AccountState known = _accounts.GetValueOrDefault(values.Account) ?? new AccountState { Account = values.Account };
        _accounts[values.Account] = new AccountState
        {
            Account = values.Account,
            Currency = values.Currency.Length > 0 ? values.Currency : known.Currency,
            NetLiquidation = values.NetLiquidation ?? known.NetLiquidation,
            TotalCash = values.TotalCash ?? known.TotalCash,
            SettledCash = values.SettledCash ?? known.SettledCash,
            BuyingPower = values.BuyingPower ?? known.BuyingPower,
            ExcessLiquidity = values.ExcessLiquidity ?? known.ExcessLiquidity,
            InitMargin = values.InitMargin ?? known.InitMargin,
            MaintMargin = values.MaintMargin ?? known.MaintMargin,
            DailyPnl = values.DailyPnl ?? known.DailyPnl,
            UnrealizedPnl = values.UnrealizedPnl ?? known.UnrealizedPnl,
            RealizedPnl = values.RealizedPnl ?? known.RealizedPnl,
            PnlTime = (values.DailyPnl ?? values.UnrealizedPnl ?? values.RealizedPnl) is null ? known.PnlTime : values.UpdatedTime,
            EquityTime = values.NetLiquidation is null ? known.EquityTime : values.UpdatedTime,
            DailyPnlTime = values.DailyPnl is null ? known.DailyPnlTime : values.UpdatedTime,
            UpdatedTime = values.UpdatedTime,
        };
        _snapshot = null;
    }
}
