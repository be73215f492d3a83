using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using TradingBlazor.Components.Shared;
using TradingCore.Bars;
using TradingCore.Domain;

namespace TradingBlazor.State.Watch;

/// <summary>What a row of the watchlist says of a price. Equal ones look the same.</summary>
/// <param name="Bid">Bid.</param>
/// <param name="Ask">Ask.</param>
/// <param name="Last">Last trade, or what stands for it.</param>
/// <param name="Change">Change since the last close in percent.</param>
/// <param name="Volume">Volume of the day.</param>
/// <param name="Sign">1 up, -1 down, 0 neither or not known.</param>
public sealed record WatchText(string Bid, string Ask, string Last, string Change, string Volume, int Sign)
{
    /// <summary>Before anything is known.</summary>
    public static WatchText None { get; } = new(Format.None, Format.None, Format.None, Format.None, Format.None, 0);
}

/// <summary>
/// The texts of the newest prices and the small lines of the last hour, written once for all pages that show them: a hundred desks that look at the same symbol
/// would write the same digits a hundred times. Thread-safe.
/// </summary>
public sealed class WatchTexts
{
    // The small line is drawn anew with a new minute and at most this often in between: the eye sees no more of it.
    private static readonly TimeSpan SparkInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (Quote Quote, int Decimals, WatchText Text)> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MarkupString> _symbols = new(StringComparer.Ordinal), _links = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (BarSeries Bars, int Count, DateTimeOffset Drawn, string Path)> _sparks = new(StringComparer.Ordinal);

    /// <summary>The cell of a symbol, the same text for all pages.</summary>
    public MarkupString Symbol(string ticker) => _symbols.GetOrAdd(ticker, static t => new MarkupString(
        $"<span class=\"sym {TickerName.Css(t)}\" role=\"gridcell\"{(TickerName.IsOption(t) ? $" title=\"{Encode(t)}\"" : "")}>{Encode(TickerName.Short(t))}</span>"));

    /// <summary>The link of a symbol to the making of an alert, the same text for all pages.</summary>
    public MarkupString AlertLink(string ticker) => _links.GetOrAdd(ticker, static t => new MarkupString(
        $"<a class=\"watch-remove watch-alert\" href=\"/alerts?symbol={Encode(Uri.EscapeDataString(t))}\" data-testid=\"watch-alert-{Encode(t)}\" aria-label=\"Make an alert for {Encode(t)}\" title=\"Alert\">{DeskIcon.Small(Icons.Material.Filled.AddAlert)}</a>"));

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>The text of a quote; the same object until it reads otherwise.</summary>
    /// <param name="ticker">Symbol on the desk.</param>
    /// <param name="quote">Quote; null while there is none.</param>
    /// <param name="decimals">As <see cref="Format.Decimals"/> says.</param>
    public WatchText Of(string ticker, Quote? quote, int decimals)
    {
        if (quote is null) return WatchText.None;
        if (_texts.TryGetValue(ticker, out (Quote Quote, int Decimals, WatchText Text) known) && ReferenceEquals(known.Quote, quote) && known.Decimals == decimals) return known.Text;
        WatchText before = known.Text ?? WatchText.None;
        var text = new WatchText(
            Format.Price(quote.Bid, decimals), Format.Price(quote.Ask, decimals), Format.Price(quote.Mark, decimals), Format.Percent(quote.ChangePercent), Format.Volume(quote.Volume), quote.Change is { } change ? Math.Sign(change) : 0);
        if (text == before) text = before;
        _texts[ticker] = (quote, decimals, text);
        return text;
    }

    /// <summary>The small line of the closes of the last hour, as <see cref="Sparkline"/> draws it.</summary>
    public string Spark(string ticker, BarSeries bars, DateTimeOffset now)
    {
        bool isKnown = _sparks.TryGetValue(ticker, out (BarSeries Bars, int Count, DateTimeOffset Drawn, string Path) known);
        if (isKnown && (ReferenceEquals(known.Bars, bars) || (known.Count == bars.Bars.Count && now >= known.Drawn && now - known.Drawn < SparkInterval))) return known.Path;
        string path = Sparkline.Path(bars.Bars);
        if (isKnown && path == known.Path) path = known.Path;
        _sparks[ticker] = (bars, bars.Bars.Count, now, path);
        return path;
    }
}
