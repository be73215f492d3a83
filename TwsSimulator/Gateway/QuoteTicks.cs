using System.Globalization;
using TwsProtocol;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Data;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Writes the ticks of a subscription: all of them at first, then what has changed.</summary>
internal sealed class QuoteTicks(OptionDesk greeks, GenericTicks generics)
{
    /// <summary>Tells the quote and the day as they are.</summary>
    public void SendImage(MarketDataSubscription s, InstrumentState state)
    {
        if (!s.HasPrices)
            return;
        if (s.Instrument.IsTradable)
        {
            Price(s, TickType.Bid, state.Bid ?? -1, state.BidSize);
            Price(s, TickType.Ask, state.Ask ?? -1, state.AskSize);
        }

        // A currency is quoted only: what its bars are made of is no trade.
        if (s.Instrument.HasTrades && state.Last is { } last)
        {
            Price(s, TickType.Last, last, state.LastSize);
            Text(s, TickType.LastTimestamp, (state.LastTimeMs / 1000).ToString(CultureInfo.InvariantCulture));
        }

        if (s.Instrument.HasTrades)
            Size(s, TickType.Volume, state.Volume);
        if (state.High is { } high)
            Price(s, TickType.High, high, 0);
        if (state.Low is { } low)
            Price(s, TickType.Low, low, 0);
        if (state.Open is { } open)
            Price(s, TickType.Open, open, 0);
        if (state.PreviousClose is { } close)
            Price(s, TickType.Close, close, 0);
        Number(s, TickType.Halted, 0);
        if (s.Generic.Contains(236))
        {
            Number(s, TickType.Shortable, 3);
            Size(s, TickType.ShortableShares, 5_000_000);
        }

        SendMark(s, state);
        SendGreeks(s, state, TickChange.Bid | TickChange.Ask | TickChange.Last);
    }

    /// <summary>Tells what a tick has changed.</summary>
    public void SendChanges(MarketDataSubscription s, InstrumentState state, TickChange change)
    {
        if (!s.HasPrices)
            return;
        // A new price brings its size along and the gateway repeats the size; a new size at the old price comes alone.
        if (change.HasFlag(TickChange.Bid))
            Price(s, TickType.Bid, state.Bid ?? -1, state.BidSize);
        if ((change & (TickChange.Bid | TickChange.BidSize)) != 0 && s.Instrument.IsTradable)
            Size(s, TickType.BidSize, state.BidSize);
        if (change.HasFlag(TickChange.Ask))
            Price(s, TickType.Ask, state.Ask ?? -1, state.AskSize);
        if ((change & (TickChange.Ask | TickChange.AskSize)) != 0 && s.Instrument.IsTradable)
            Size(s, TickType.AskSize, state.AskSize);
        if (change.HasFlag(TickChange.Last) && s.Instrument.HasTrades && state.Last is { } last)
        {
            Text(s, TickType.LastTimestamp, (state.LastTimeMs / 1000).ToString(CultureInfo.InvariantCulture));
            Price(s, TickType.Last, last, state.LastSize);
            Size(s, TickType.LastSize, state.LastSize);
            if (s.Generic.Contains(233))
                Text(s, TickType.RtVolume, TradeText(state, last));
            if (s.Generic.Contains(375))
                Text(s, TickType.RtTrdVolume, TradeText(state, last));
            if (s.Generic.Contains(293))
                Number(s, TickType.TradeCount, state.TradeCount);
            if (s.Generic.Contains(318))
                Price(s, TickType.LastRthTrade, last, 0);
        }

        if ((change & (TickChange.Last | TickChange.Volume)) != 0 && s.Instrument.HasTrades)
            Size(s, TickType.Volume, state.Volume);
        if (change.HasFlag(TickChange.High) && state.High is { } high)
            Price(s, TickType.High, high, 0);
        if (change.HasFlag(TickChange.Low) && state.Low is { } low)
            Price(s, TickType.Low, low, 0);
        SendMark(s, state);
        SendGreeks(s, state, change);
    }

    /// <summary>Tells what is told once, for the generic ids that were asked for.</summary>
    public void SendGeneric(MarketDataSubscription s, InstrumentState state)
    {
        if (s.IsDelayed || !s.HasPrices)
            return;
        foreach ((IResponse tick, int type) in generics.Of(s.ReqId, state, s.Generic))
            Send(s, tick, type);
    }

    private void SendGreeks(MarketDataSubscription s, InstrumentState state, TickChange change)
    {
        if (s.Instrument.Underlying is null || s.IsDelayed)
            return;
        foreach (TickOptionComputation computed in greeks.TicksOf(s.ReqId, state, change))
            Send(s, computed, computed.TickType);
    }

    private static string TradeText(InstrumentState state, double last)
    {
        decimal vwap = state.Volume > 0 ? Math.Round(state.Turnover / state.Volume, 8) : (decimal)last;
        return string.Create(CultureInfo.InvariantCulture, $"{last};{state.LastSize};{state.LastTimeMs};{state.Volume};{vwap};true");
    }

    private static void SendMark(MarketDataSubscription s, InstrumentState state)
    {
        if ((s.Generic.Contains(221) || s.Generic.Contains(232)) && state.Mark is { } mark)
            Price(s, TickType.MarkPrice, Math.Round(mark, 8), 0);
    }

    private static void Price(MarketDataSubscription s, int type, double price, decimal size)
    {
        if (TypeOf(s, type) is { } told)
            Send(s, new TickPrice(s.ReqId, told, price, size, type is TickType.Bid or TickType.Ask ? 1 : 0), told);
    }

    private static void Size(MarketDataSubscription s, int type, decimal size)
    {
        if (TypeOf(s, type) is { } told)
            Send(s, new TickSize(s.ReqId, told, size), told);
    }

    private static void Text(MarketDataSubscription s, int type, string text)
    {
        if (TypeOf(s, type) is { } told)
            Send(s, new TickString(s.ReqId, told, text), told);
    }

    private static void Number(MarketDataSubscription s, int type, double value)
    {
        if (TypeOf(s, type) is { } told)
            Send(s, new TickGeneric(s.ReqId, told, value), told);
    }

    private static int? TypeOf(MarketDataSubscription s, int type) => s.IsDelayed ? DelayedTicks.Of(type) : type;

    private static void Send(MarketDataSubscription s, IResponse tick, int type) => s.Client.SendTick(tick, s.ReqId, type);
}
