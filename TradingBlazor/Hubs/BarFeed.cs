using TradingBlazor.Api.Model;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingBlazor.Hubs;

/// <summary>The bars of one contract and size. For one thread at a time but for <see cref="Topic"/>.</summary>
/// <param name="view">Where they are.</param>
/// <param name="ticker">Contract.</param>
/// <param name="size">Size.</param>
/// <param name="first">Number before its first change.</param>
internal sealed class BarFeed(ITradingView view, string ticker, BarSize size, long first)
{
    /// <summary>Bars that are kept and told of: a trading day of minutes. REST has older ones.</summary>
    public const int BarsMax = 390;

    private readonly Dictionary<DateTimeOffset, Bar> _known = [];
    private BarSeries? _series;

    /// <summary>The bars by their start.</summary>
    public LatestTopic<DateTimeOffset> Topic { get; } = new(first);

    /// <summary>When somebody last had to do with it.</summary>
    public DateTimeOffset UsedTime { get; set; }

    /// <summary>Streams that are open.</summary>
    public int Readers { get; set; }

    /// <summary>Takes what has changed since.</summary>
    public void Look()
    {
        BarSeries now = view.FindBars(ticker, size);
        if (ReferenceEquals(now, _series) || now.Version == _series?.Version) return;
        _series = now;
        bool isChanged = false;
        for (int i = Math.Max(0, now.Bars.Count - BarsMax); i < now.Bars.Count; i++)
        {
            Bar bar = now.Bars[i];
            if (_known.TryGetValue(bar.Time, out Bar? known) && (ReferenceEquals(known, bar) || known == bar)) continue;
            _known[bar.Time] = bar;
            Topic.Set(bar.Time, new Encoded(BarDto.Of(bar, null)));
            isChanged = true;
        }
        if (_known.Count > BarsMax)
        {
            foreach (DateTimeOffset old in _known.Keys.Order().Take(_known.Count - BarsMax).ToArray())
            {
                _known.Remove(old);
                Topic.Remove(old);
            }
        }
        if (isChanged) Topic.Announce();
    }
}
