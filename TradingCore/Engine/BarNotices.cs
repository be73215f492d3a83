using System.Globalization;
using TradingCore.Bars;
using TradingCore.Engine.Views;

namespace TradingCore.Engine;

/// <summary>Tells people what changed in bars that were closed, and which data had to be asked for again.</summary>
internal sealed class BarNotices(EngineState state)
{
    // After an outage every contract is filled at once: one sentence for all of them, not one each.
    private const int TickersNamed = 3;

    public void OnClock()
    {
        foreach (IGrouping<string, BarRevision> cause in state.Bars.TakeRevisions().GroupBy(r => r.Cause)) Tell(cause.Key, [.. cause]);
        foreach (IGrouping<(string, BarGapState), BarGap> gaps in state.Bars.TakeGapChanges().Where(g => g.Missing > 0).GroupBy(g => (g.Cause, g.State))) Tell([.. gaps]);
        foreach (BarSilence silence in state.Bars.TakeSilences())
        {
            string what = silence.Minute is { } minute ? $"the minute {Utc(minute, "HH:mm")} UTC is over and not whole; no bar" : "no bar";
            // The first time may be a hiccup; from the second on somebody should look.
            state.Notices.Add(state.Now, silence.Attempts > 1 ? NoticeSeverity.Error : NoticeSeverity.Warning, "bars",
                $"{silence.Ticker}: {what} since {Utc(silence.LastHeardTime, "HH:mm:ss")} UTC although the market is open; its data is asked for again (attempt {silence.Attempts}).", silence.Ticker);
        }
    }

    private void Tell(string cause, BarRevision[] revisions)
    {
        string[] tickers = [.. revisions.Select(r => r.Ticker).Distinct(StringComparer.Ordinal)];
        string whose = Named(tickers);
        DateTimeOffset first = revisions.Min(r => r.After.Time);
        DateTimeOffset last = revisions.Max(r => r.After.Time);
        string minutes = first == last ? $"the minute {Utc(first, "HH:mm")} UTC" : $"{revisions.Length} minutes from {Utc(first, "HH:mm")} to {Utc(last, "HH:mm")} UTC";
        string text = cause switch
        {
            "backfill" => $"{whose}: {minutes} filled from history.",
            "clock" => $"{whose}: nothing came in {minutes}; flat until history says more.",
            "compare" => $"{whose}: {minutes} replaced by the broker's own, which {(revisions.Length == 1 ? "differs" : "differ")}{(revisions is [{ Before: { } own } only] ? $" ({BarDifference.Of(own, only.After)})" : "")}.",
            "late part" => $"{whose}: {minutes} changed after the close, because a part came late.",
            _ => $"{whose}: {minutes} changed after the close ({cause}).",
        };
        state.Notices.Add(state.Now, NoticeSeverity.Info, "bars", text, tickers.Length == 1 ? tickers[0] : "");
    }

    // Told when its end is known, and again when it is whole or asking was in vain.
    private void Tell(BarGap[] gaps)
    {
        string[] tickers = [.. gaps.Select(g => g.Ticker).Distinct(StringComparer.Ordinal)];
        DateTimeOffset first = gaps.Min(g => g.From), last = gaps.Max(g => g.To!.Value);
        string which = $"{Named(tickers)}: {gaps.Sum(g => g.Missing)} five-second bars from {Utc(first, "HH:mm:ss")} to {Utc(last, "HH:mm:ss")} UTC";
        bool isHealed = gaps[0].State == BarGapState.Healed;
        string text = isHealed
            ? $"{which} were missing and are filled from history."
            : $"{which} are missing. {gaps[0].Cause} {(gaps[0].Reason.Length > 0 ? gaps[0].Reason : "They are asked from history.")}";
        state.Notices.Add(state.Now, isHealed ? NoticeSeverity.Info : NoticeSeverity.Warning, "bars", text, tickers.Length == 1 ? tickers[0] : "");
    }

    private static string Named(string[] tickers) =>
        tickers.Length <= TickersNamed ? string.Join(", ", tickers) : $"{string.Join(", ", tickers.Take(TickersNamed))} and {tickers.Length - TickersNamed} more";

    private static string Utc(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
