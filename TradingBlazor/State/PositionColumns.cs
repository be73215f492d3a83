using TradingCore.Domain;
using TradingCore.Persistence.Export;

namespace TradingBlazor.State;

/// <summary>The columns of the grid of positions.</summary>
public static class PositionColumns
{
    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<GridColumn<Position>> All { get; } =
    [
        new("symbol", "Symbol", "w-88", ExportKind.Text, p => p.Contract.Ticker),
        new("account", "Account", "w-96", ExportKind.Text, p => p.Account.Value ?? "", IsUsual: false),
        new("quantity", "Quantity", "num w-64", ExportKind.Decimal, p => p.Quantity),
        new("average", "Average", "num w-80", ExportKind.Decimal, p => p.Quantity == 0m ? null : p.AveragePrice),
        new("mark", "Mark", "num w-72", ExportKind.Decimal, p => p.MarkPrice),
        new("value", "Value", "num w-88", ExportKind.Decimal, p => p.MarketValue),
        new("day", "Day P&L", "num w-80", ExportKind.Decimal, p => p.DayPnl, Hint: "Since the day began, fees taken off"),
        new("unrealized", "Unrealised", "num w-80", ExportKind.Decimal, p => p.UnrealizedPnl),
        new("realized", "Realised", "num w-72", ExportKind.Decimal, p => p.RealizedPnl),
        new("sinceOpen", "Since open", "num w-80", ExportKind.Decimal, p => SinceOpenOf(p), IsUsual: false, Hint: "Unrealised and realised since the position was first known, fees taken off"),
        new("percent", "Since open %", "num w-72", ExportKind.Decimal, p => PercentOf(p), IsUsual: false, Hint: "Unrealised, in percent of what the position cost"),
        new("fees", "Fees", "num w-64", ExportKind.Decimal, p => p.Commission, IsUsual: false),
        new("dayBase", "Day base", "num w-80", ExportKind.Decimal, p => p.DayPnlBase, IsUsual: false, Hint: "In the base currency of the account"),
        new("unrealizedBase", "Unreal. base", "num w-80", ExportKind.Decimal, p => p.UnrealizedPnlBase, IsUsual: false, Hint: "In the base currency of the account"),
        new("currency", "Currency", "w-64", ExportKind.Text, p => p.Contract.Currency, IsUsual: false),
        new("kind", "Kind", "w-72", ExportKind.Text, p => p.Contract.SecurityType.ToString(), IsUsual: false),
        new("broker", "Broker day / open", "", ExportKind.Text, p => $"{Format.SignedMoney(p.BrokerDailyPnl)} / {Format.SignedMoney(p.BrokerUnrealizedPnl)}", Hint: "The broker's own P&L of the day, and unrealised"),
    ];

    /// <summary>Columns by which it can be grouped.</summary>
    public static IReadOnlyList<(string Key, string Word)> Groups { get; } = [("account", "account"), ("kind", "kind"), ("currency", "currency")];

    /// <summary>Profit and loss since the position was first known, less fees; null while a price is missing.</summary>
    public static decimal? SinceOpenOf(Position position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return position.UnrealizedPnl + position.RealizedPnl - position.Commission;
    }

    private static decimal? PercentOf(Position p) =>
        p.Quantity == 0m || p.AveragePrice == 0m || p.UnrealizedPnl is not { } pnl ? null : Math.Round(pnl / Math.Abs(p.Quantity * p.AveragePrice * p.Contract.Multiplier) * 100m, 2);
}
