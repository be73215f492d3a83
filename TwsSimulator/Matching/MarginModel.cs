using System.Globalization;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>What an order would do to the margin of its account, and whether the account can carry it. Changes nothing.</summary>
internal sealed class MarginModel(AccountList accounts, IReadOnlyList<SimOrder> working)
{
    /// <summary>Margin and commission before and after the order has filled.</summary>
    public MarginPreview Preview(Instrument instrument, Order terms)
    {
        Account account = accounts.Find(terms.Account) ?? accounts.First;
        decimal signed = (terms.TotalQuantity ?? 0) * (terms.Action == "BUY" ? 1 : -1);
        decimal mark = account.Mark(instrument);
        // Working orders of the same side would fill too; what they bind is not free for this one.
        decimal pending = working.Where(o => o.Order.Account == account.Id && o.Instrument == instrument && o.IsBuy == signed > 0).Sum(o => o.IsBuy ? o.Remaining : -o.Remaining);
        decimal held = account.QuantityOf(instrument.ConId);
        decimal before = account.InitialMargin;
        decimal change = account.MarginOf(instrument, held + pending + signed, instrument.InitialMarginRate) - account.MarginOf(instrument, held, instrument.InitialMarginRate);
        decimal maintChange = account.MarginOf(instrument, held + pending + signed, instrument.MaintenanceMarginRate) - account.MarginOf(instrument, held, instrument.MaintenanceMarginRate);
        decimal others = working.Where(o => o.Order.Account == account.Id && o.Instrument != instrument).Sum(o => account.MarginOf(o.Instrument, o.Remaining, o.Instrument.InitialMarginRate));
        decimal commission = CommissionSchedule.Of(instrument, Math.Abs(signed), Math.Abs(signed) * mark * instrument.Multiplier);
        decimal equity = account.NetLiquidation;
        return new MarginPreview(before, account.MaintenanceMargin, equity, before + change + others, account.MaintenanceMargin + maintChange, equity - commission, commission);
    }

    /// <summary>Text of the rejection when the account cannot carry the order; null when it can. An order that lowers the margin always may.</summary>
    public static string? RejectReason(MarginPreview preview)
    {
        if (preview.InitAfter <= preview.InitBefore || preview.InitAfter <= preview.EquityAfter)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH LOAN VALUE [{preview.EquityAfter:0.00} USD] MUST EXCEED THE INITIAL MARGIN [{preview.InitAfter:0.00} USD]");
    }
}
