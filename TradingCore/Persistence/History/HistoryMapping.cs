using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.Journal;
using TradingCore.Positions;

namespace TradingCore.Persistence.History;

/// <summary>Rows from domain values and back, without loss, but that times are kept in whole microseconds: what a search answers must not depend on which database it is.</summary>
internal static class HistoryMapping
{
    public static void Write(OrderRow row, Order o)
    {
        row.OrderId = o.OrderId.Value;
        row.PermId = o.PermId.Value;
        row.ClientId = o.ClientId;
        row.Account = o.Account.Value;
        row.Ticker = o.Contract.Ticker;
        row.ConId = o.Contract.ConId.Value;
        row.Contract = Json(o.Contract);
        row.Side = o.Side;
        row.Quantity = o.Quantity;
        row.Type = o.Type;
        row.LimitPrice = o.LimitPrice;
        row.StopPrice = o.StopPrice;
        row.Tif = o.Tif;
        row.OutsideRth = o.OutsideRth;
        row.ParentId = o.ParentId.Value;
        row.Attributes = OrderExtras.Write(o);
        row.Strategy = o.Strategy;
        row.Source = o.Source;
        row.State = o.State;
        row.IsFinal = o.State.IsFinal();
        row.Filled = o.Filled;
        row.AverageFillPrice = o.AverageFillPrice;
        row.Commission = o.Commission;
        row.Reason = o.Reason;
        row.PendingChange = o.PendingChange is { } change ? JsonSerializer.Serialize(change, StorageJson.Default.OrderChange) : null;
        row.CreatedTime = WholeMicroseconds.Of(o.CreatedTime);
        row.UpdatedTime = WholeMicroseconds.Of(o.UpdatedTime);
        row.IdempotencyKey = o.IdempotencyKey;
        row.Version = o.Version;
    }

    public static Order Read(OrderRow row, IReadOnlyList<OrderEvent> history) => new()
    {
        OrderRef = new OrderRef(row.OrderRef),
        OrderId = new OrderId(row.OrderId),
        PermId = new PermId(row.PermId),
        ClientId = row.ClientId,
        Account = new AccountId(row.Account!),
        Contract = Contract(row.Contract),
        Side = row.Side,
        Quantity = row.Quantity,
        Type = row.Type,
        LimitPrice = row.LimitPrice,
        StopPrice = row.StopPrice,
        Tif = row.Tif,
        OutsideRth = row.OutsideRth,
        ParentId = new OrderId(row.ParentId),
        Attributes = OrderExtras.ReadAttributes(row.Attributes),
        Handling = OrderExtras.ReadHandling(row.Attributes),
        Strategy = row.Strategy,
        Source = row.Source,
        State = row.State,
        Filled = row.Filled,
        AverageFillPrice = row.AverageFillPrice,
        Commission = row.Commission,
        Reason = row.Reason,
        PendingChange = row.PendingChange is { } json ? JsonSerializer.Deserialize<OrderChange>(json, StorageJson.Reading) : null,
        CreatedTime = row.CreatedTime,
        UpdatedTime = row.UpdatedTime,
        History = history,
        IdempotencyKey = row.IdempotencyKey,
        Version = row.Version,
    };

    public static OrderEventRow Row(string orderRef, int number, OrderEvent e) =>
        new() { OrderRef = orderRef, Number = number, Time = WholeMicroseconds.Of(e.Time), Kind = e.Kind, State = e.State, Source = e.Source, Text = e.Text };

    public static OrderEvent Read(OrderEventRow row) => new(row.Time, row.Kind, row.State, row.Source, row.Text);

    public static void Write(FillRow row, Fill f)
    {
        row.ExecId = f.ExecId.Value;
        row.OrderRef = f.OrderRef.Value;
        row.OrderId = f.OrderId.Value;
        row.PermId = f.PermId.Value;
        row.ClientId = f.ClientId;
        row.Account = f.Account.Value;
        row.Ticker = f.Contract.Ticker;
        row.ConId = f.Contract.ConId.Value;
        row.Contract = Json(f.Contract);
        row.Side = f.Side;
        row.Quantity = f.Quantity;
        row.Price = f.Price;
        row.Time = WholeMicroseconds.Of(f.Time);
        row.ReceivedTime = WholeMicroseconds.Of(f.ReceivedTime);
        row.Exchange = f.Exchange;
        row.Commission = f.Commission;
        row.CommissionCurrency = f.CommissionCurrency;
        row.Version = f.Version;
    }

    public static Fill Read(FillRow row) => Read(row, Contract);

    /// <summary>With a way to read contracts: thousands of fills are of a few.</summary>
    public static Fill Read(FillRow row, Func<string, Contract> contract) => new()
    {
        ExecId = new ExecId(row.ExecId),
        OrderRef = new OrderRef(row.OrderRef!),
        OrderId = new OrderId(row.OrderId),
        PermId = new PermId(row.PermId),
        ClientId = row.ClientId,
        Account = new AccountId(row.Account!),
        Contract = contract(row.Contract),
        Side = row.Side,
        Quantity = row.Quantity,
        Price = row.Price,
        Time = row.Time,
        ReceivedTime = row.ReceivedTime,
        Exchange = row.Exchange,
        Commission = row.Commission,
        CommissionCurrency = row.CommissionCurrency,
        Version = row.Version,
    };

    public static PositionAdjustmentRow Row(long sequence, int index, PositionAdjusted a) => new()
    {
        Sequence = sequence,
        Index = index,
        Account = a.Account.Value,
        Ticker = a.Contract.Ticker,
        Contract = Json(a.Contract),
        Quantity = a.Quantity,
        Price = a.Price,
        Cause = a.Cause,
        // An append of an older version that was not in the tables yet when this one started.
        Kind = a.Kind == AdjustmentKind.None ? AdjustmentKinds.OfOldCause(a.Cause) : a.Kind,
        Time = WholeMicroseconds.Of(a.Time),
    };

    public static PositionAdjusted Read(PositionAdjustmentRow row) =>
        new(new AccountId(row.Account!), Contract(row.Contract), row.Quantity, row.Price, row.Cause, row.Time, row.Kind);

    public static WatchlistRow Row(int position, ContractQuery q) => new()
    {
        Position = position,
        Symbol = q.Symbol,
        SecurityType = q.SecurityType,
        Exchange = q.Exchange,
        Currency = q.Currency,
        LastTradeDateOrContractMonth = q.LastTradeDateOrContractMonth,
    };

    public static ContractQuery Read(WatchlistRow row) => new(row.Symbol, row.SecurityType, row.Exchange, row.Currency, row.LastTradeDateOrContractMonth);

    public static PositionBalance Read(PositionCheckpointRow row) => new(
        CheckpointBooking.AccountOf(row.Account), Contract(row.Contract), Sum(row), row.LastTime);

    /// <summary>What everything that a checkpoint stands for comes to.</summary>
    public static LedgerBalance Sum(PositionCheckpointRow row) => new(row.Quantity, row.Cash, row.Basis, row.Commission, row.Cost, row.Adjusted, row.FirstTime, Fees(row.OtherFees));

    /// <summary>What the part of it comes to that is deleted already.</summary>
    public static LedgerBalance Base(PositionCheckpointRow row) => new(row.BaseQuantity, row.BaseCash, row.BaseBasis, row.BaseCommission, row.BaseCost, row.BaseAdjusted, row.FirstTime, Fees(row.BaseOtherFees));

    public static void WriteSum(PositionCheckpointRow row, LedgerBalance sum) =>
        (row.Quantity, row.Cash, row.Basis, row.Commission, row.Cost, row.Adjusted, row.FirstTime, row.OtherFees) = (sum.Quantity, sum.Cash, sum.Basis, sum.Commission, sum.Cost, sum.Adjusted, sum.FirstTime, Fees(sum.OtherFees));

    public static void WriteBase(PositionCheckpointRow row, LedgerBalance sum) =>
        (row.BaseQuantity, row.BaseCash, row.BaseBasis, row.BaseCommission, row.BaseCost, row.BaseAdjusted, row.BaseOtherFees) = (sum.Quantity, sum.Cash, sum.Basis, sum.Commission, sum.Cost, sum.Adjusted, Fees(sum.OtherFees));

    // By name, so that the same sum is the same text.
    private static string Fees(IReadOnlyDictionary<string, decimal>? fees) =>
        fees is null || fees.Count == 0 ? "" : JsonSerializer.Serialize(fees.OrderBy(f => f.Key, StringComparer.Ordinal).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal), StorageJson.Default.DictionaryStringDecimal);

    private static Dictionary<string, decimal>? Fees(string json) => json.Length == 0 ? null : JsonSerializer.Deserialize(json, StorageJson.Default.DictionaryStringDecimal);

    private static string Json(Contract contract) => JsonSerializer.Serialize(contract, StorageJson.Default.Contract);

    public static Contract Contract(string json) =>
        JsonSerializer.Deserialize<Contract>(json, StorageJson.Reading) ?? throw new PersistenceException($"The history holds '{json}' where a contract is expected. Restore it from a backup.");
}
