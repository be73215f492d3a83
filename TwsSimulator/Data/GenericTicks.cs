using TwsProtocol;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>Ticks that are told once, with the first image, for the generic tick ids that were asked for.</summary>
internal sealed class GenericTicks(OptionMarket market, MarketFeed feed)
{
    private const long DaySeconds = 86_400;
    private const int Salt = 111;
    private static readonly (int Weeks, int LowType, int HighType)[] Spans =
        [(13, TickType.Low13Week, TickType.High13Week), (26, TickType.Low26Week, TickType.High26Week), (52, TickType.Low52Week, TickType.High52Week)];

    private readonly Dictionary<int, (int Day, WeeksRange[] Ranges)> _ranges = [];

    /// <summary>The ticks of a subscription, each with its type.</summary>
    public IEnumerable<(IResponse Tick, int Type)> Of(int reqId, InstrumentState state, IReadOnlySet<int> generic)
        => Prices(state, generic).Select(p => ((IResponse)new TickPrice(reqId, p.Type, Math.Round(p.Price, 4), 0, 0), p.Type))
            .Concat(Sizes(state, generic).Select(s => ((IResponse)new TickSize(reqId, s.Type, s.Size), s.Type)))
            .Concat(Numbers(state, generic).Select(n => ((IResponse)new TickGeneric(reqId, n.Type, Math.Round(n.Value, 6)), n.Type)))
            .Concat(generic.Contains(456) && state.Instrument.SecType == "STK" ? [(new TickString(reqId, TickType.IbDividends, ",,,"), TickType.IbDividends)] : []);

    private IEnumerable<(int Type, double Price)> Prices(InstrumentState state, IReadOnlySet<int> generic)
    {
        if (generic.Contains(165) && state.Last is { } last)
        {
            double low = state.Low ?? last, high = state.High ?? last;
            foreach (WeeksRange range in RangesOf(state.Instrument))
            {
                yield return (range.LowType, Math.Min(range.Low, low));
                yield return (range.HighType, Math.Max(range.High, high));
            }
        }

        if (generic.Contains(225) && state.Instrument.SecType == "STK" && state.Last is { } price)
            yield return (TickType.AuctionPrice, price);
        if (state.Instrument.StockType != "ETF")
            yield break;
        // The value of a fund's holdings is its price here: nothing else is known about them.
        (int Id, int Type, double? Value)[] funds =
        [
            (576, TickType.EtfNavBid, state.Bid), (576, TickType.EtfNavAsk, state.Ask), (577, TickType.EtfNavLast, state.Last), (578, TickType.EtfNavClose, state.PreviousClose),
            (614, TickType.EtfNavHigh, state.High), (614, TickType.EtfNavLow, state.Low), (623, TickType.EtfFrozenNavLast, state.Last),
        ];
        foreach ((int id, int type, double? value) in funds)
            if (generic.Contains(id) && value is { } nav) yield return (type, nav);
    }

    private IEnumerable<(int Type, decimal Size)> Sizes(InstrumentState state, IReadOnlySet<int> generic)
    {
        Instrument i = state.Instrument;
        bool isStock = i.SecType == "STK";
        if (generic.Contains(165) && i.DailyVolume > 0)
            yield return (TickType.AvgVolume, (decimal)i.DailyVolume);
        if (generic.Contains(100) && isStock)
        {
            yield return (TickType.OptionCallVolume, Math.Round(state.Volume * 0.012m));
            yield return (TickType.OptionPutVolume, Math.Round(state.Volume * 0.015m));
        }

        if (generic.Contains(101) && isStock)
        {
            yield return (TickType.OptionCallOpenInterest, Steady(1, i.DailyVolume * 0.1));
            yield return (TickType.OptionPutOpenInterest, Steady(2, i.DailyVolume * 0.12));
        }

        if (generic.Contains(105) && isStock)
            yield return (TickType.AvgOptVolume, Steady(3, i.DailyVolume * 0.025));
        if (generic.Contains(225) && isStock)
        {
            yield return (TickType.AuctionVolume, Steady(4, i.DailyVolume * 0.02));
            yield return (TickType.AuctionImbalance, Steady(5, i.DailyVolume * 0.002));
        }

        if (generic.Contains(588) && i.SecType == "FUT")
            yield return (TickType.FuturesOpenInterest, Steady(6, i.DailyVolume * 1.4));
        if (!generic.Contains(595) || !i.HasTrades || !i.IsTradable)
            yield break;
        yield return (TickType.ShortTermVolume3Min, Traded(i, 3).Volume);
        yield return (TickType.ShortTermVolume5Min, Traded(i, 5).Volume);
        yield return (TickType.ShortTermVolume10Min, Traded(i, 10).Volume);

        decimal Steady(int what, double usual) => (decimal)Math.Round(usual * (0.8 + (0.4 * Noise.Uniform(Noise.Hash((ulong)(uint)i.ConId, feed.NowMs / 1000 / DaySeconds, Salt + what)))));
    }

    private IEnumerable<(int Type, double Value)> Numbers(InstrumentState state, IReadOnlySet<int> generic)
    {
        long now = feed.NowMs / 1000;
        Instrument i = state.Instrument;
        bool hasVolatility = i.SecType is "STK" or "IND" or "FUT";
        if (generic.Contains(104) && hasVolatility)
            yield return (TickType.OptionHistoricalVol, market.Volatility.Historical(i, now));
        if (generic.Contains(106) && hasVolatility)
            yield return (TickType.OptionImpliedVol, market.Volatility.Implied(i, now));
        if (generic.Contains(411) && hasVolatility)
            yield return (TickType.RtHistoricalVol, market.Volatility.Historical(i, now));
        if (generic.Contains(294) && i.HasTrades)
            yield return (TickType.TradeRate, Traded(i, 1).Trades);
        if (generic.Contains(295) && i.HasTrades)
            yield return (TickType.VolumeRate, (double)Traded(i, 1).Volume);
        if (generic.Contains(162) && i.SecType == "IND" && market.Instruments.FirstOrDefault(f => f.SecType == "FUT" && f.NoiseName == i.NoiseName) is { } front && feed.Get(front).Last - state.Last is { } premium)
            yield return (TickType.IndexFuturePremium, premium);
    }

    private (decimal Volume, int Trades) Traded(Instrument instrument, int minutes)
    {
        decimal volume = 0;
        int trades = 0;
        market.VisitBars(instrument, feed.Slot - (minutes * 60), feed.Slot, bar =>
        {
            volume += bar.Volume;
            trades += bar.Count;
        });
        return (volume, trades);
    }

    // Of the days before this one, which do not change any more; the current one is in the state of the instrument.
    private WeeksRange[] RangesOf(Instrument instrument)
    {
        int today = (int)(feed.Slot / DaySeconds);
        if (_ranges.TryGetValue(instrument.ConId, out (int Day, WeeksRange[] Ranges) known) && known.Day == today)
            return known.Ranges;
        WeeksRange[] ranges = new WeeksRange[Spans.Length];
        double low = double.MaxValue, high = double.MinValue;
        int day = today;
        for (int i = 0; i < ranges.Length; i++)
        {
            while (day > today - (Spans[i].Weeks * 7))
            {
                if (market.HourlyRange(instrument, --day) is { } range)
                    (low, high) = (Math.Min(low, range.Low), Math.Max(high, range.High));
            }

            ranges[i] = new WeeksRange(Spans[i].LowType, Spans[i].HighType, low, high);
        }

        _ranges[instrument.ConId] = (today, ranges);
        return ranges;
    }

    private sealed record WeeksRange(int LowType, int HighType, double Low, double High);
}
