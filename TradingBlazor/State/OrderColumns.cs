using TradingCore.Domain;
using TradingCore.Persistence.Export;

namespace TradingBlazor.State;

/// <summary>The columns of the grid of orders.</summary>
public static class OrderColumns
{
    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<GridColumn<Order>> All { get; } =
    [
        new("symbol", "Symbol", "w-80", ExportKind.Text, o => o.Contract.Ticker),
        new("side", "Side", "w-40", ExportKind.Text, o => OrderWords.Side(o.Side)),
        new("filled", "Filled / qty", "num w-80", ExportKind.Decimal, o => o.Filled, Parts: [new("filled", ExportKind.Decimal, o => o.Filled), new("quantity", ExportKind.Decimal, o => o.Quantity)]),
        new("quantity", "Quantity", "num w-72", ExportKind.Decimal, o => o.Quantity, IsUsual: false),
        new("type", "Type", "w-88", ExportKind.Text, o => $"{OrderWords.Type(o.Type)} {OrderWords.Tif(o.Tif)}"),
        new("price", "Price", "num w-88 w-price", ExportKind.Decimal, o => o.LimitPrice ?? o.StopPrice, Parts: [new("limitPrice", ExportKind.Decimal, o => o.LimitPrice), new("stopPrice", ExportKind.Decimal, o => o.StopPrice)]),
        new("averagePrice", "Avg fill", "num w-64", ExportKind.Decimal, o => o.AverageFillPrice),
        new("commission", "Commission", "num w-80", ExportKind.Decimal, o => o.Commission, IsUsual: false),
        new("state", "State", "w-128", ExportKind.Text, OrderWords.State),
        new("time", "Time ET", "num w-72", ExportKind.Time, o => o.CreatedTime),
        new("updated", "Changed ET", "num w-80", ExportKind.Time, o => o.UpdatedTime, IsUsual: false),
        new("account", "Account", "w-88", ExportKind.Text, o => o.Account.Value ?? "", IsUsual: false),
        new("strategy", "Strategy", "w-88", ExportKind.Text, o => o.Strategy, IsUsual: false),
        new("source", "Source", "w-72", ExportKind.Text, o => o.Source, IsUsual: false),
        new("latency", "To broker", "num w-72", ExportKind.Text, o => OrderLatency.ToBroker(o) is { } time ? Format.Milliseconds(time) : "", IsUsual: false, Hint: "From the command to the broker's first word"),
        new("id", "Order id", "w-128", ExportKind.Text, o => o.OrderRef.Value, IsUsual: false),
        new("reason", "Reason", "", ExportKind.Text, o => o.Reason),
    ];

    /// <summary>Columns by which it can be grouped.</summary>
    public static IReadOnlyList<(string Key, string Word)> Groups { get; } = [("symbol", "symbol"), ("side", "side"), ("state", "state"), ("type", "type"), ("account", "account"), ("strategy", "strategy"), ("source", "source")];
}
