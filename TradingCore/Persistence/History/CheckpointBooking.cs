using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.Positions;

namespace TradingCore.Persistence.History;

/// <summary>A row that changes a position, as the ledger books it.</summary>
/// <param name="Account">Account; empty when none was named.</param>
/// <param name="ConId">Contract id.</param>
/// <param name="Contract">Contract as JSON.</param>
/// <param name="OrderRef">Order of a fill; empty otherwise.</param>
/// <param name="ReceivedTime">When this program heard of it.</param>
/// <param name="Adjustment">Key of an adjustment; null for a fill.</param>
/// <param name="Booking">For the ledger.</param>
internal sealed record CheckpointBooking(
    string Account, int ConId, string Contract, string OrderRef, DateTimeOffset ReceivedTime, (long Sequence, int Index)? Adjustment, PositionBooking Booking)
{
    /// <param name="row">The fill.</param>
    /// <param name="contract">Reads contracts; thousands of fills are of a few.</param>
    public static CheckpointBooking Of(FillRow row, Func<string, Contract> contract) =>
        new(row.Account ?? "", row.ConId, row.Contract, row.OrderRef ?? "", row.ReceivedTime, null, PositionBooking.Of(HistoryMapping.Read(row, contract)));

    public static CheckpointBooking Of(PositionAdjustmentRow row)
    {
        PositionAdjusted adjusted = HistoryMapping.Read(row);
        return new(row.Account ?? "", adjusted.Contract.ConId.Value, row.Contract, "", row.Time, (row.Sequence, row.Index), EngineState.Booking(adjusted));
    }

    /// <summary>Account as a domain value.</summary>
    public static AccountId AccountOf(string account) => new(account.Length == 0 ? null! : account);
}
