using TradingCore.Domain;
using TwsProtocol.Orders;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tws.Mapping;

/// <summary>Executions from the wire.</summary>
internal static class ExecutionMap
{
    /// <summary>Reads an execution. A time that cannot be read becomes the received time: a fill is never thrown away.</summary>
    public static Fill ToFill(WireContract contract, Execution execution, TimeZoneInfo loginZone, DateTimeOffset receivedTime) => new()
    {
        ExecId = new ExecId(execution.ExecId),
        OrderRef = new OrderRef(execution.OrderRef),
        OrderId = new OrderId(Math.Max(0, execution.OrderId)),
        PermId = new PermId(execution.PermId),
        ClientId = execution.ClientId,
        Account = new AccountId(execution.AcctNumber),
        Contract = ContractMap.ToDomain(contract),
        Side = execution.Side is "BOT" or "BUY" ? OrderSide.Buy : OrderSide.Sell,
        Quantity = execution.Shares ?? 0m,
        Price = WireNumber.ToDecimalOrZero(execution.Price),
        Time = WireTime.Parse(execution.Time, loginZone, receivedTime) ?? receivedTime,
        ReceivedTime = receivedTime,
        Exchange = execution.Exchange,
        IsLiquidation = execution.Liquidation != 0,
    };
}
