using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>Comparisons with the broker in a trader's words.</summary>
public static class TieOutWords
{
    /// <summary>Causes that a person can name, the usual ones first.</summary>
    public static IReadOnlyList<(DifferenceCause Cause, string Word)> Causes { get; } =
    [
        (DifferenceCause.Deposit, "Deposit"), (DifferenceCause.Withdrawal, "Withdrawal"), (DifferenceCause.Dividend, "Dividend"), (DifferenceCause.Interest, "Interest"),
        (DifferenceCause.Fee, "Fee"), (DifferenceCause.Transfer, "Transfer"), (DifferenceCause.CorporateAction, "Corporate action"), (DifferenceCause.Assignment, "Assignment"),
        (DifferenceCause.Exercise, "Exercise"), (DifferenceCause.Expiry, "Expiry"), (DifferenceCause.Liquidation, "Liquidation"), (DifferenceCause.Correction, "Correction"),
        (DifferenceCause.Other, "Other"),
    ];

    /// <summary>The kind.</summary>
    public static string Name(TieOutKind kind) => kind switch
    {
        TieOutKind.Quantity => "quantity",
        TieOutKind.AverageCost => "average cost",
        TieOutKind.UnrealizedPnl => "unrealised P&L",
        TieOutKind.RealizedPnl => "realised P&L",
        TieOutKind.DailyPnl => "day P&L",
        _ => "cash",
    };

    /// <summary>Both figures and what their difference does, a sentence.</summary>
    public static string Sentence(TieOutItem item)
    {
        string what = item.Ticker.Length > 0 ? $"{TickerName.Short(item.Ticker)}, {Name(item.Kind)}" : $"{item.Account.Value}, {Name(item.Kind)} {item.Currency}";
        string difference = item.DifferenceCents is { } cents ? $"{Format.Quantity(cents)} cents" : Format.Quantity(item.Difference);
        return $"{what}: own {Figure(item, item.Ours)}, broker {Figure(item, item.Brokers)}, difference {difference}. {(item.Ticker.Length > 0 ? $"No new order in {TickerName.Short(item.Ticker)}" : "No new order in the account")} until it is settled; cancels work.{(item.Reason.Length > 0 ? $" {item.Reason}" : "")}";
    }

    private static string Figure(TieOutItem item, decimal? value) => item.Kind is TieOutKind.Quantity or TieOutKind.AverageCost ? Format.Quantity(value is { } v ? Math.Round(v, 4) : null) : Format.Money(value);
}
