using System.Globalization;
using TwsProtocol.Orders;
using TwsSimulator.Market;
using TwsSimulator.Matching;

namespace TwsSimulator.Gateway;

/// <summary>Which fills a reqExecutions asks for. Without days in the filter only those of the current trading day, as in TWS.</summary>
internal sealed class ExecutionSelection(ExecutionFilter filter, TradingCalendar calendar, long nowSeconds)
{
    /// <summary>Whether a fill is asked for.</summary>
    public bool Takes(SimExecution e)
    {
        if (!IsDayAskedFor(e))
            return false;
        if (filter.Time.Length > 0 && WireTime.TryParse(filter.Time, out long from) && e.TimeMs < from * 1000)
            return false;
        return (filter.ClientId == 0 || filter.ClientId == e.ClientId)
            && (filter.AcctCode.Length == 0 || filter.AcctCode == e.Account)
            && (filter.Symbol.Length == 0 || filter.Symbol.Equals(e.Instrument.Symbol, StringComparison.OrdinalIgnoreCase))
            && (filter.SecType.Length == 0 || filter.SecType.Equals(e.Instrument.SecType, StringComparison.OrdinalIgnoreCase))
            && (filter.Exchange.Length == 0 || filter.Exchange == e.Venue || filter.Exchange == e.Instrument.Exchange)
            && (filter.Side.Length == 0 || (filter.Side.ToUpperInvariant() is "BUY" or "BOT") == e.IsBuy);
    }

    private bool IsDayAskedFor(SimExecution e)
    {
        DateOnly day = calendar.DateAt(e.Instrument, e.TimeMs / 1000);
        if (filter.SpecificDates.Count > 0)
            return filter.SpecificDates.Contains(int.Parse(day.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        DateOnly today = calendar.DateAt(e.Instrument, nowSeconds);
        return day.DayNumber > today.DayNumber - Math.Max(1, filter.LastNDays ?? 1);
    }
}
