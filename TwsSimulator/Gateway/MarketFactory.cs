using System.Globalization;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Makes the market that the options ask for, computed or replayed, with its clock.</summary>
internal static class MarketFactory
{
    private const string OptionUnderlying = "SPY";

    /// <summary>The market and the clock it runs by.</summary>
    /// <exception cref="SimulatorException">The replay folder cannot be used, or its start lies outside it.</exception>
    public static (OptionMarket Source, MarketClock Clock) Create(SimulatorOptions options, TimeProvider clock)
    {
        IMarketSource market = options.ReplayFolder is { } folder
            ? new ReplayMarket(ReplayFolder.Read(folder, options.Symbols), options.Seed, options.ReplayLoop)
            : Busy(options, new SyntheticMarket(options.Seed, Choose(clock, options.Symbols), new TradingCalendar(options.RealHours)));
        MarketClock marketClock = market is ReplayMarket replay ? MarketClock.Replay(clock, options.Speed, ReplayStartMs(replay, options)) : MarketClock.Real(clock);
        DateOnly today = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(marketClock.TargetMs).UtcDateTime);
        return (new OptionMarket(market, OptionUnderlying, today, options.Seed), marketClock);
    }

    private static IMarketSource Busy(SimulatorOptions options, IMarketSource market) => options.QuotesPerSecond > 0 ? new BusyMarket(market, options.QuotesPerSecond, options.QuotesMove) : market;

    private static IReadOnlyList<Instrument> Choose(TimeProvider clock, IReadOnlyList<string> names)
    {
        IReadOnlyList<Instrument> all = InstrumentCatalog.Build(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        return names.Count == 0 ? all : [.. all.Where(i => names.Contains(i.Name, StringComparer.OrdinalIgnoreCase))];
    }

    private static long ReplayStartMs(ReplayMarket replay, SimulatorOptions options)
    {
        if (options.ReplayStart is not { } start)
            return replay.FirstTime * 1000;
        long seconds = Bar.SlotOf(start.ToUnixTimeSeconds());
        if (seconds < replay.FirstTime || seconds > replay.LastTime)
        {
            throw new SimulatorException(string.Create(
                CultureInfo.InvariantCulture,
                $"The replay start {start:O} is not in the files; give a time from {DateTimeOffset.FromUnixTimeSeconds(replay.FirstTime):O} to {DateTimeOffset.FromUnixTimeSeconds(replay.LastTime):O}."));
        }

        return seconds * 1000;
    }
}
