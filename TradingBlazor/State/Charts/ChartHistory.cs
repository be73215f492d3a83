using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingBlazor.State.Charts;

/// <summary>Loads what lies before a chart, one question at a time, inside the broker's pacing.</summary>
/// <param name="queries">The gateway.</param>
/// <param name="clock">Time.</param>
public sealed class ChartHistory(IMarketQueries queries, TimeProvider clock)
{
    private const int WideningsMax = 3;
    private const int WidenBy = 4;

    /// <summary>How far one question looks back: some four hundred bars of a day that trades all hours, in one or two requests.</summary>
    public static TimeSpan SpanOf(BarSize size) => size.Seconds switch
    {
        5 => TimeSpan.FromMinutes(55),
        60 => TimeSpan.FromHours(16),
        300 => TimeSpan.FromDays(4),
        900 => TimeSpan.FromDays(7),
        3600 => TimeSpan.FromDays(30),
        _ => TimeSpan.FromDays(365),
    };

    /// <summary>Bars before a time, or the newest ones.</summary>
    /// <param name="instrument">Contract.</param>
    /// <param name="size">Bar size.</param>
    /// <param name="before">First bar that is known; null for none, then the newest are loaded.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Oldest first; empty when there is nothing further back; or why there is no answer.</returns>
    public async Task<QueryAnswer<Bar>> LoadAsync(Instrument instrument, BarSize size, DateTimeOffset? before, CancellationToken stop)
    {
        TimeSpan span = SpanOf(size);
        DateTimeOffset end = before ?? clock.GetUtcNow();
        for (int i = 0; ; i++)
        {
            // Over a night or a weekend nothing traded: then it looks further back, a bounded number of times.
            var request = new HistoryRequest(instrument, size, end - span, before, "chart");
            QueryAnswer<Bar> answer = await queries.LoadBarsAsync(request, stop);
            if (!answer.IsAnswered || answer.Items.Count > 0 || i == WideningsMax) return answer;
            span *= WidenBy;
            if (size.Seconds <= 30 && span > TimeSpan.FromDays(1)) return answer;
        }
    }
}
