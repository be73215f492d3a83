using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Persistence.History;

namespace TradingCore.Persistence.Export;

/// <summary>What a column holds.</summary>
public enum ExportKind
{
    /// <summary>A text.</summary>
    Text = 0,
    /// <summary>A whole number.</summary>
    Integer,
    /// <summary>An exact decimal, or nothing.</summary>
    Decimal,
    /// <summary>A time in UTC.</summary>
    Time,
}

/// <summary>One column of an export.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Value">Its value of one row: string, long, decimal or DateTimeOffset, as <paramref name="Kind"/> says; null for nothing.</param>
public sealed record ExportColumn<T>(string Name, ExportKind Kind, Func<T, object?> Value);

/// <summary>The columns of the exports, with the words of the REST interface. A column is never renamed; new ones go to the end.</summary>
public static class ExportColumns
{
    /// <summary>Executions.</summary>
    public static IReadOnlyList<ExportColumn<ExecutionRecord>> Executions { get; } =
    [
        new("time", ExportKind.Time, r => r.Fill.Time),
        new("account", ExportKind.Text, r => r.Fill.Account.ToString()),
        new("symbol", ExportKind.Text, r => r.Fill.Contract.Ticker),
        new("securityType", ExportKind.Text, r => Word(r.Fill.Contract.SecurityType)),
        new("conId", ExportKind.Integer, r => (long)r.Fill.Contract.ConId.Value),
        new("side", ExportKind.Text, r => r.Fill.Side == OrderSide.Buy ? "BUY" : "SELL"),
        new("quantity", ExportKind.Decimal, r => r.Fill.Quantity),
        new("price", ExportKind.Decimal, r => r.Fill.Price),
        new("multiplier", ExportKind.Decimal, r => r.Fill.Contract.Multiplier),
        new("currency", ExportKind.Text, r => r.Fill.Contract.Currency),
        new("commission", ExportKind.Decimal, r => r.Fill.Commission),
        new("commissionCurrency", ExportKind.Text, r => r.Fill.CommissionCurrency),
        new("exchange", ExportKind.Text, r => r.Fill.Exchange),
        new("strategy", ExportKind.Text, r => r.Strategy),
        new("source", ExportKind.Text, r => r.Source),
        new("orderId", ExportKind.Text, r => r.Fill.OrderRef.ToString()),
        new("permId", ExportKind.Integer, r => r.Fill.PermId.Value),
        new("execId", ExportKind.Text, r => r.Fill.ExecId.Value),
        new("cause", ExportKind.Text, r => r.Fill.IsLiquidation ? "liquidation" : ""),
    ];

    /// <summary>Orders.</summary>
    public static IReadOnlyList<ExportColumn<Order>> Orders { get; } =
    [
        new("createdTime", ExportKind.Time, o => o.CreatedTime),
        new("updatedTime", ExportKind.Time, o => o.UpdatedTime),
        new("account", ExportKind.Text, o => o.Account.ToString()),
        new("symbol", ExportKind.Text, o => o.Contract.Ticker),
        new("securityType", ExportKind.Text, o => Word(o.Contract.SecurityType)),
        new("conId", ExportKind.Integer, o => (long)o.Contract.ConId.Value),
        new("side", ExportKind.Text, o => o.Side == OrderSide.Buy ? "BUY" : "SELL"),
        new("quantity", ExportKind.Decimal, o => o.Quantity),
        new("type", ExportKind.Text, o => o.Type.IsKnown() ? o.Type.Code() : "OTHER"),
        new("limitPrice", ExportKind.Decimal, o => o.LimitPrice),
        new("stopPrice", ExportKind.Decimal, o => o.StopPrice),
        new("tif", ExportKind.Text, o => o.Tif.IsKnown() ? o.Tif.Code() : "OTHER"),
        new("state", ExportKind.Text, o => Word(o.State)),
        new("filled", ExportKind.Decimal, o => o.Filled),
        new("averageFillPrice", ExportKind.Decimal, o => o.AverageFillPrice),
        new("commission", ExportKind.Decimal, o => o.Commission),
        new("reason", ExportKind.Text, o => o.Reason),
        new("strategy", ExportKind.Text, o => o.Strategy),
        new("source", ExportKind.Text, o => o.Source),
        new("orderId", ExportKind.Text, o => o.OrderRef.Value),
        new("permId", ExportKind.Integer, o => o.PermId.Value),
    ];

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
