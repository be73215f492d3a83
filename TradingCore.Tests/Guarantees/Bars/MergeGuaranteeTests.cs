using TradingCore.Domain;
using TradingCore.Tests.Bars;

namespace TradingCore.Tests.Guarantees.Bars;

/// <summary>Five-second bars become minutes and longer bars by fixed rules; the numbers were worked out by hand on paper.</summary>
public sealed class MergeGuaranteeTests
{
    // second, open, high, low, close, volume, count, wap. The third, sixth and eleventh traded nothing and repeat a price that must count for nothing.
    private static readonly (int Second, decimal O, decimal H, decimal L, decimal C, decimal V, int N, decimal W)[] Sheet =
    [
        (0, 100.00m, 100.10m, 99.95m, 100.05m, 300m, 3, 100.02m),
        (5, 100.05m, 100.20m, 100.00m, 100.15m, 500m, 4, 100.10m),
        (10, 555.00m, 555.00m, 555.00m, 555.00m, 0m, 0, 555.00m),
        (15, 100.15m, 100.15m, 99.80m, 99.90m, 200m, 2, 99.95m),
        (20, 99.90m, 100.00m, 99.85m, 99.95m, 100m, 1, 99.92m),
        (25, 1.00m, 1.00m, 1.00m, 1.00m, 0m, 0, 1.00m),
        (30, 99.95m, 100.40m, 99.95m, 100.35m, 900m, 9, 100.20m),
        (35, 100.35m, 100.35m, 100.25m, 100.30m, 100m, 1, 100.30m),
        (40, 100.30m, 100.32m, 100.20m, 100.22m, 400m, 4, 100.25m),
        (45, 100.22m, 100.28m, 100.18m, 100.24m, 300m, 3, 100.23m),
        (50, 0.01m, 0.01m, 0.01m, 0.01m, 0m, 0, 0.01m),
        (55, 100.24m, 100.26m, 100.10m, 100.12m, 200m, 2, 100.18m),
    ];

    private static Bar[] Parts(int from, decimal shift = 0m) =>
        [.. Sheet.Select(r => Minutes.Part(from + r.Second, r.O + shift, r.H + shift, r.L + shift, r.C + shift, r.V, r.N, r.W + shift))];

    private static Minutes Fed(params Bar[][] parts)
    {
        Minutes minutes = new Minutes().Subscribed();
        foreach (Bar part in parts.SelectMany(p => p)) minutes.Feed(part);
        return minutes;
    }

    [Fact]
    public void Open_is_the_first_high_the_highest_low_the_lowest_close_the_last_volume_the_sum_and_wap_the_weighted_mean()
    {
        Bar minute = Fed(Parts(0)).Bars.Single();

        Assert.Equal((100.00m, 100.40m, 99.80m, 100.12m), (minute.Open, minute.High, minute.Low, minute.Close));
        // (300*100.02 + 500*100.10 + 200*99.95 + 100*99.92 + 900*100.20 + 100*100.30 + 400*100.25 + 300*100.23 + 200*100.18) / 3000 = 300453 / 3000
        Assert.Equal((3000m, 100.151m, 29, 12), (minute.Volume, minute.Wap, minute.Count, minute.Parts));
        Assert.True(minute is { IsClosed: true, IsSynthetic: false, Source: BarSource.Live });
    }

    [Fact]
    public void Five_minutes_a_quarter_and_an_hour_follow_the_same_rules()
    {
        // The second minute lies 1 higher, the third trades nothing at all, then nothing more comes of the hour.
        Minutes minutes = Fed(Parts(0), Parts(60, shift: 1m), [.. Parts(120).Select(p => p with { Volume = 0m, Count = 0 })]);

        foreach (BarSize size in new[] { BarSize.FiveMinutes, BarSize.FifteenMinutes, BarSize.OneHour })
        {
            Bar bar = minutes.Series(size).Single();
            Assert.Equal((100.00m, 101.40m, 99.80m, 101.12m), (bar.Open, bar.High, bar.Low, bar.Close));
            Assert.Equal((6000m, 100.651m, 58, 36), (bar.Volume, bar.Wap, bar.Count, bar.Parts));
        }
    }

    [Fact]
    public void A_minute_without_any_volume_is_flat_at_the_close_before_it()
    {
        Bar silent = Fed(Parts(0), [.. Parts(60).Select(p => p with { Volume = 0m, Count = 0 })]).Bars[1];

        Assert.Equal((100.12m, 100.12m, 100.12m, 100.12m, 100.12m), (silent.Open, silent.High, silent.Low, silent.Close, silent.Wap));
        Assert.Equal((0m, 0, 12, false), (silent.Volume, silent.Count, silent.Parts, silent.IsSynthetic));
    }

    [Fact]
    public void Parts_from_history_merge_by_the_same_rules_as_live_ones()
    {
        Bar[] parts = Parts(0);
        Minutes minutes = new Minutes().Subscribed();
        foreach (Bar part in parts.Where(p => p.Time < Minutes.At(15) || p.Time >= Minutes.At(45))) minutes.Feed(part);

        HistoryRequest gap = minutes.Requests.Parts.Single();
        minutes.Answer(gap, [.. parts.Where(p => p.Volume > 0m && p.Time >= gap.From && p.Time < gap.To)]);

        Bar live = Fed(parts).Bars.Single(), mixed = minutes.Bars.Single();
        Assert.Equal((Minutes.At(15), Minutes.At(45)), (gap.From, gap.To));
        Assert.Equal(live with { Source = BarSource.Backfill, Revision = mixed.Revision }, mixed);
    }
}
