using System.Globalization;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>What a stream or history of single ticks is made of.</summary>
internal enum TickKind
{
    /// <summary>Trades.</summary>
    Last,

    /// <summary>Trades, those off the tape included; the simulated market has none of these.</summary>
    AllLast,

    /// <summary>Quotes.</summary>
    BidAsk,

    /// <summary>The middle of the quote.</summary>
    MidPoint,
}

/// <summary>Tells ticks one by one, live and of the past. Changed by the gateway's loop only.</summary>
internal sealed class TickDesk(IMarketSource source, MarketFeed feed, ContractDesk contracts, MarketDataLines lines, SimulatorOptions options)
{
    private const int HistoryMax = 1_000;
    private const int LinesPerTickStream = 20;
    private readonly TickHistory _history = new(source);
    private readonly Dictionary<(ClientSession Client, int ReqId), Stream> _streams = [];
    private readonly Dictionary<int, List<Stream>> _byConId = [];

    /// <summary>Answers reqTickByTickData.</summary>
    public void Subscribe(ClientSession client, ReqTickByTickData request)
    {
        if (_streams.ContainsKey((client, request.ReqId)))
        {
            client.SendError(request.ReqId, 102, "Duplicate ticker id");
            return;
        }

        if (!Enum.TryParse(request.TickType, ignoreCase: true, out TickKind kind) || !Enum.IsDefined(kind))
        {
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqTickByTickData' : cause - Incorrect tick type '{request.TickType}'. Use Last, AllLast, BidAsk or MidPoint.");
            return;
        }

        if (request.NumberOfTicks is < 0 or > HistoryMax)
        {
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqTickByTickData' : cause - Number of ticks must be 0 to {HistoryMax}.");
            return;
        }

        if (contracts.Resolve(client, request.ReqId, request.Contract) is not { } instrument)
            return;
        if (kind is TickKind.Last or TickKind.AllLast ? !instrument.HasTrades : !instrument.IsTradable)
        {
            client.SendError(request.ReqId, 10189, $"Failed to request tick-by-tick data.No {request.TickType} ticks for {instrument.LocalSymbol}/{instrument.SecType}@{instrument.Exchange}.");
            return;
        }

        if (options.IsDelayed(instrument))
        {
            client.SendError(request.ReqId, 10189, $"Failed to request tick-by-tick data.No market data permissions for {instrument.Exchange} {instrument.SecType}.");
            return;
        }

        int max = Math.Max(3, options.MarketDataLines / LinesPerTickStream);
        if (_streams.Keys.Count(k => k.Client == client) >= max)
        {
            client.SendError(request.ReqId, 10190, "Max number of tick-by-tick requests has been reached");
            return;
        }

        if (!lines.TryTake(client, LineUse.Ticks, request.ReqId, instrument))
            return;
        var stream = new Stream(client, request.ReqId, instrument, kind, request.IgnoreSize);
        InstrumentState state = feed.Get(instrument);
        stream.Before = new MarketTick(0, state.Bid, state.Ask, state.BidSize, state.AskSize, null, 0, 0);
        if (request.NumberOfTicks > 0)
            SendHistory(client, request.ReqId, instrument, kind, _history.Before(instrument, feed.NowMs, request.NumberOfTicks, regularHours: false, Wanted(kind, request.IgnoreSize)));
        _streams.Add((client, request.ReqId), stream);
        if (!_byConId.TryGetValue(instrument.ConId, out List<Stream>? streams))
            _byConId.Add(instrument.ConId, streams = []);
        streams.Add(stream);
    }

    /// <summary>Ends reqTickByTickData.</summary>
    public void Cancel(ClientSession client, CancelTickByTickData request)
    {
        lines.Release(client, LineUse.Ticks, request.ReqId);
        if (_streams.Remove((client, request.ReqId), out Stream? stream))
            _byConId[stream.Instrument.ConId].Remove(stream);
        else
            client.SendError(request.ReqId, 300, string.Create(CultureInfo.InvariantCulture, $"Can't find EId with tickerId:{request.ReqId}"));
    }

    /// <summary>Answers reqHistoricalTicks.</summary>
    public void SendHistory(ClientSession client, ReqHistoricalTicks request)
    {
        TickKind? kind = request.WhatToShow.ToUpperInvariant() switch { "TRADES" => TickKind.Last, "BID_ASK" => TickKind.BidAsk, "MIDPOINT" => TickKind.MidPoint, _ => null };
        if (kind is not { } wanted)
        {
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqHistoricalTicks' : cause - What to show '{request.WhatToShow}' is none of TRADES, BID_ASK and MIDPOINT.");
            return;
        }

        if (request.NumberOfTicks is < 1 or > HistoryMax)
        {
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqHistoricalTicks' : cause - Number of ticks must be 1 to {HistoryMax}.");
            return;
        }

        if ((request.StartDateTime.Length == 0) == (request.EndDateTime.Length == 0))
        {
            client.SendError(request.ReqId, 321, "Error validating request.-'reqHistoricalTicks' : cause - Exactly one of start and end time must be given.");
            return;
        }

        if (contracts.Resolve(client, request.ReqId, request.Contract) is not { } instrument)
            return;
        bool isForward = request.StartDateTime.Length > 0;
        if (!WireTime.TryParse(isForward ? request.StartDateTime : request.EndDateTime, out long time))
        {
            client.SendError(request.ReqId, 10314, "End Date/Time: The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx or yyyymmdd-hh:mm:ss.");
            return;
        }

        if (WireTime.LacksZone(isForward ? request.StartDateTime : request.EndDateTime))
            client.SendError(request.ReqId, WireTime.ZoneMissingCode, WireTime.ZoneMissingText);
        if (wanted == TickKind.Last ? !instrument.HasTrades : !instrument.IsTradable)
        {
            client.SendError(request.ReqId, 162, $"Historical Market Data Service error message:No historical ticks for {instrument.Symbol}/{instrument.SecType}@{instrument.Exchange} {request.WhatToShow}");
            return;
        }

        Func<MarketTick, MarketTick?, bool> isWanted = Wanted(wanted, request.IgnoreSize);
        List<TimedTick> ticks = isForward
            ? _history.After(instrument, time, feed.NowMs, request.NumberOfTicks, request.UseRTH, isWanted)
            : _history.Before(instrument, Math.Min(time * 1000, feed.NowMs), request.NumberOfTicks, request.UseRTH, isWanted);
        SendHistory(client, request.ReqId, instrument, wanted, ticks);
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach (Stream stream in _streams.Values.Where(s => s.Client == client).ToArray())
        {
            _streams.Remove((client, stream.ReqId));
            _byConId[stream.Instrument.ConId].Remove(stream);
        }
    }

    /// <summary>Tells a tick to whoever wants it.</summary>
    public void OnTick(InstrumentState state, in MarketTick tick, long timeMs)
    {
        if (!_byConId.TryGetValue(state.Instrument.ConId, out List<Stream>? streams))
            return;
        foreach (Stream stream in streams)
        {
            if (Wanted(stream.Kind, stream.IgnoresSize)(tick, stream.Before))
                Tell(stream, tick, timeMs);
            if (tick.Bid is not null)
                stream.Before = tick;
        }
    }

    private static void Tell(Stream s, in MarketTick tick, long timeMs)
    {
        long time = timeMs / 1000;
        switch (s.Kind)
        {
            case TickKind.Last or TickKind.AllLast:
                s.Client.Send(new TickByTickAllLast(s.ReqId, s.Kind == TickKind.Last ? 1 : 2, time, tick.TradePrice!.Value, tick.TradeSize, 0, Venues.Of(s.Instrument, timeMs), ""));
                break;
            case TickKind.BidAsk:
                s.Client.Send(new TickByTickBidAsk(s.ReqId, time, tick.Bid!.Value, tick.Ask!.Value, tick.BidSize, tick.AskSize));
                break;
            default:
                s.Client.Send(new TickByTickMidPoint(s.ReqId, time, Middle(tick)));
                break;
        }
    }

    private static void SendHistory(ClientSession client, int reqId, Instrument instrument, TickKind kind, List<TimedTick> ticks)
    {
        switch (kind)
        {
            case TickKind.Last or TickKind.AllLast:
                client.Send(new HistoricalTicksLast(reqId, [.. ticks.Select(t => new HistoricalTickLast(t.TimeMs / 1000, 0, t.Tick.TradePrice!.Value, t.Tick.TradeSize, Venues.Of(instrument, t.TimeMs), ""))], Done: true));
                break;
            case TickKind.BidAsk:
                client.Send(new HistoricalTicksBidAsk(reqId, [.. ticks.Select(t => new HistoricalTickBidAsk(t.TimeMs / 1000, 0, t.Tick.Bid!.Value, t.Tick.Ask!.Value, t.Tick.BidSize, t.Tick.AskSize))], Done: true));
                break;
            default:
                client.Send(new HistoricalTicks(reqId, [.. ticks.Select(t => new HistoricalTick(t.TimeMs / 1000, Middle(t.Tick), 0))], Done: true));
                break;
        }
    }

    // Half a step of a binary fraction prints as 430.12500000000003; eight digits are more than any price step has.
    private static double Middle(in MarketTick tick) => Math.Round((tick.Bid!.Value + tick.Ask!.Value) / 2, 8);

    private static Func<MarketTick, MarketTick?, bool> Wanted(TickKind kind, bool ignoresSize) => kind switch
    {
        TickKind.Last or TickKind.AllLast => IsTrade,
        TickKind.MidPoint => IsNewMiddle,
        _ => ignoresSize ? IsNewPrice : IsNewQuote,
    };

    private static bool IsTrade(MarketTick now, MarketTick? before) => now.TradePrice is not null;

    private static bool IsNewMiddle(MarketTick now, MarketTick? before) => now.Bid + now.Ask is { } sum && sum != before?.Bid + before?.Ask;

    private static bool IsNewPrice(MarketTick now, MarketTick? before) => now.Bid is not null && now.Ask is not null && (now.Bid, now.Ask) != (before?.Bid, before?.Ask);

    private static bool IsNewQuote(MarketTick now, MarketTick? before)
        => IsNewPrice(now, before) || (now.Bid is not null && now.Ask is not null && (now.BidSize, now.AskSize) != (before?.BidSize, before?.AskSize));

    private sealed record Stream(ClientSession Client, int ReqId, Instrument Instrument, TickKind Kind, bool IgnoresSize)
    {
        public MarketTick? Before { get; set; }
    }
}
