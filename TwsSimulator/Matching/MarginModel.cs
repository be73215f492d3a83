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
        // Working orders of the same side would fill too; what they bind is not free for this one.
        decimal pending = working.Where(o => o.Order.Account == account.Id && o.Instrument == instrument && o.IsBuy == signed > 0).Sum(o => o.IsBuy ? o.Remaining : -o.Remaining);
        decimal before = account.InitialMargin, change = 0, maintChange = 0, commission = 0;
        foreach ((Instrument part, decimal moved) in Combos.PartsOf(instrument, pending + signed))
        {
            decimal held = account.QuantityOf(part.ConId);
            change += account.MarginOf(part, held + moved, part.InitialMarginRate) - account.MarginOf(part, held, part.InitialMarginRate);
            maintChange += account.MarginOf(part, held + moved, part.MaintenanceMarginRate) - account.MarginOf(part, held, part.MaintenanceMarginRate);
        }

        foreach ((Instrument part, decimal moved) in Combos.PartsOf(instrument, signed))
            commission += CommissionSchedule.Of(part, Math.Abs(moved), Math.Abs(moved) * account.Mark(part) * part.PointValue);
        decimal others = working.Where(o => o.Order.Account == account.Id && o.Instrument != instrument)
            .Sum(o => Combos.PartsOf(o.Instrument, o.Remaining).Sum(p => account.MarginOf(p.Instrument, p.Signed, p.Instrument.InitialMarginRate)));
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
