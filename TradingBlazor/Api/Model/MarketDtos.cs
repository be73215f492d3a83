using System.Text.Json.Serialization;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingBlazor.Api.Model;

/// <summary>The newest known market of one contract; null means not known.</summary>
/// <param name="Symbol">Name of the contract. <example>SPY</example></param>
/// <param name="ConId">Contract id of IB.</param>
/// <param name="Bid">Best bid.</param>
/// <param name="BidSize">Size at the best bid.</param>
/// <param name="Ask">Best offer.</param>
/// <param name="AskSize">Size at the best offer.</param>
/// <param name="Last">Last trade price.</param>
/// <param name="LastSize">Last trade size.</param>
/// <param name="Volume">Volume of the day.</param>
/// <param name="Open">Open of the day.</param>
/// <param name="High">High of the day.</param>
/// <param name="Low">Low of the day.</param>
/// <param name="Close">Close of the day before.</param>
/// <param name="EventTime">When it happened.</param>
/// <param name="ReceivedTime">When it reached this process.</param>
/// <param name="IsStale">True when the quote must not be taken for the present market.</param>
/// <param name="DataType"><c>live</c>, <c>frozen</c>, <c>delayed</c>, <c>delayedFrozen</c> or <c>none</c>. <example>live</example></param>
public sealed record QuoteDto(
    string Symbol, int ConId, decimal? Bid, decimal? BidSize, decimal? Ask, decimal? AskSize, decimal? Last, decimal? LastSize, decimal? Volume,
    decimal? Open, decimal? High, decimal? Low, decimal? Close, DateTimeOffset EventTime, DateTimeOffset ReceivedTime, bool IsStale, string DataType)
{
    internal static QuoteDto Of(Quote q, DateTimeOffset now, TimeSpan maxAge) => new(
        q.Ticker, q.ConId.Value, q.Bid, q.BidSize, q.Ask, q.AskSize, q.Last, q.LastSize, q.Volume,
        q.Open, q.High, q.Low, q.Close, q.EventTime, q.ReceivedTime, q.IsStale(now, maxAge), Terms.Name(q.DataType));
}

/// <summary>Bars of one contract, oldest first.</summary>
/// <param name="Symbol">Name of the contract. <example>SPY</example></param>
/// <param name="Size">Bar size. <example>1m</example></param>
/// <param name="Bars">The bars; the last one may be running.</param>
/// <param name="Gaps">Stretches of this run in which five-second bars did not come, oldest first.</param>
public sealed record BarsDto(string Symbol, string Size, IReadOnlyList<BarDto> Bars, IReadOnlyList<BarGapDto> Gaps);

/// <summary>A stretch in which five-second bars did not come.</summary>
/// <param name="Number">Number within the contract, from 1.</param>
/// <param name="From">Start of the first missing bar.</param>
/// <param name="To">Start of the first bar after it; null while nothing comes.</param>
/// <param name="Cause">Why.</param>
/// <param name="State"><c>unverified</c> until every bar of it is accounted for, then <c>healed</c>. <example>healed</example></param>
/// <param name="FoundTime">When it was noticed.</param>
/// <param name="HealedTime">When it was whole again; null while it is not.</param>
/// <param name="Missing">Five-second bars in it; 0 while its end is not known.</param>
/// <param name="Filled">Of those, bars filled from history.</param>
/// <param name="Reason">Why it is not whole; empty when there is nothing to say.</param>
public sealed record BarGapDto(
    int Number, DateTimeOffset From, DateTimeOffset? To, string Cause, string State, DateTimeOffset FoundTime, DateTimeOffset? HealedTime, int Missing, int Filled, string Reason)
{
    internal static BarGapDto Of(BarGap g) => new(g.Number, g.From, g.To, g.Cause, Terms.Name(g.State), g.FoundTime, g.HealedTime, g.Missing, g.Filled, g.Reason);
}

/// <summary>A change of a minute that was closed.</summary>
/// <param name="Time">When it changed.</param>
/// <param name="Cause"><c>compare</c> when the broker's own bar differs, <c>backfill</c>, <c>late part</c> or <c>bar before it changed</c>. <example>compare</example></param>
/// <param name="Before">The bar as it was; null when the minute had none.</param>
/// <param name="After">The bar as it became.</param>
public sealed record BarRevisionDto(DateTimeOffset Time, string Cause, BarDto? Before, BarDto After)
{
    internal static BarRevisionDto Of(BarRevision r) => new(r.Time, r.Cause, r.Before is { } before ? BarDto.Of(before, null) : null, BarDto.Of(r.After, null));
}

/// <summary>One bar. Indicator values follow as further members by name, such as <c>ema20</c>; null while warming up.</summary>
/// <param name="Time">Start of the interval.</param>
/// <param name="Open">First traded price.</param>
/// <param name="High">Highest traded price.</param>
/// <param name="Low">Lowest traded price.</param>
/// <param name="Close">Last traded price.</param>
/// <param name="Volume">Traded volume.</param>
/// <param name="Wap">Volume-weighted average price.</param>
/// <param name="Count">Number of trades.</param>
/// <param name="Parts">Five-second parts that are in it, live or from history.</param>
/// <param name="Source"><c>live</c>, or <c>backfill</c> when it is from history, wholly or in part. <example>live</example></param>
/// <param name="IsClosed">False while the interval runs.</param>
/// <param name="Revision">Changes made after the bar was closed.</param>
/// <param name="IsSynthetic">True for a flat bar that was made here because nothing came.</param>
public sealed record BarDto(
    DateTimeOffset Time, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, decimal Wap, int Count, int Parts,
    string Source, bool IsClosed, int Revision, bool IsSynthetic)
{
    /// <summary>Indicator values by name.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?>? Indicators { get; init; }

    internal static BarDto Of(Bar b, Dictionary<string, object?>? indicators) =>
        new(b.Time, b.Open, b.High, b.Low, b.Close, b.Volume, b.Wap, b.Count, b.Parts, Terms.Name(b.Source), b.IsClosed, b.Revision, b.IsSynthetic) { Indicators = indicators };
}

/// <summary>One line of the watchlist.</summary>
/// <param name="Symbol">Name of the contract. <example>SPY</example></param>
/// <param name="State"><c>resolving</c>, <c>subscribed</c> or <c>failed</c>. <example>subscribed</example></param>
/// <param name="Reason">Why it failed; empty otherwise.</param>
/// <param name="Query">What was asked for. <example>SPY</example></param>
/// <param name="ConId">Contract id; 0 until resolved.</param>
/// <param name="Name">Name for people.</param>
/// <param name="SecurityType">Kind of product as on the wire. <example>STK</example></param>
/// <param name="Exchange">Exchange; empty until resolved.</param>
/// <param name="Currency">Currency; empty until resolved.</param>
/// <param name="MinTick">Smallest price step; null until resolved.</param>
public sealed record WatchlistItemDto(string Symbol, string State, string Reason, string Query, int ConId, string Name, string SecurityType, string Exchange, string Currency, decimal? MinTick)
{
    internal static WatchlistItemDto Of(WatchlistItem w) => new(
        w.Ticker, Terms.Name(w.State), w.Reason, w.Query.ToString(), w.Instrument?.Contract.ConId.Value ?? 0, w.Instrument?.LongName ?? "",
        SecurityTypes.Code(w.Instrument?.Contract.SecurityType ?? w.Query.SecurityType), w.Instrument?.Contract.Exchange ?? "", w.Instrument?.Contract.Currency ?? "", w.Instrument?.MinTick);
}

/// <summary>What to add to the watchlist.</summary>
/// <param name="Symbol">Symbol, or the short form <c>SYMBOL [SECTYPE [EXCHANGE [CURRENCY [MONTH]]]]</c>. <example>ES FUT CME</example></param>
public sealed record WatchlistRequest(string Symbol);
