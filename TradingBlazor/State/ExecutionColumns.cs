using TradingCore.Domain;
using TradingCore.Persistence.Export;

namespace TradingBlazor.State;

/// <summary>The columns of the grid of executions.</summary>
public static class ExecutionColumns
{
    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<GridColumn<Fill>> All { get; } =
    [
        new("time", "Time ET", "num w-112", ExportKind.Time, f => f.Time),
        new("symbol", "Symbol", "w-88", ExportKind.Text, f => f.Contract.Ticker),
        new("side", "Side", "w-64", ExportKind.Text, f => OrderWords.Side(f.Side)),
        new("quantity", "Quantity", "num w-72", ExportKind.Decimal, f => f.Quantity),
        new("price", "Price", "num w-88", ExportKind.Decimal, f => f.Price),
        new("value", "Value", "num w-96", ExportKind.Decimal, f => f.Quantity * f.Price * f.Contract.Multiplier, IsUsual: false),
        new("commission", "Commission", "num w-96", ExportKind.Decimal, f => f.Commission),
        new("venue", "Venue", "w-80", ExportKind.Text, f => f.Exchange),
        new("account", "Account", "w-96", ExportKind.Text, f => f.Account.Value ?? "", IsUsual: false),
        new("latency", "Reported after", "num w-96", ExportKind.Text, f => Format.Milliseconds(f.ReceivedTime - f.Time), IsUsual: false, Hint: "From the time the broker gives to the moment the report was here; the broker gives whole seconds"),
        new("order", "Order id", "w-128", ExportKind.Text, f => f.OrderRef.Value ?? "", IsUsual: false),
        new("id", "Execution id", "", ExportKind.Text, f => f.ExecId.ToString()),
    ];

    /// <summary>Columns by which it can be grouped.</summary>
    public static IReadOnlyList<(string Key, string Word)> Groups { get; } = [("symbol", "symbol"), ("side", "side"), ("venue", "venue"), ("account", "account"), ("order", "order")];
}
