using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>One kind of scan.</summary>
/// <param name="Code">Code of the request.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Rank">What is ranked by, highest first; null leaves an instrument out.</param>
internal sealed record ScanCode(string Code, string Name, Func<InstrumentState, double?> Rank);

/// <summary>The scans that can be made of the simulated market, by IB's codes.</summary>
internal static class ScanCodes
{
    /// <summary>All of them, in the order of the parameters document.</summary>
    public static IReadOnlyList<ScanCode> All { get; } =
    [
        new("TOP_PERC_GAIN", "Top % Gainers", s => Change(s)),
        new("TOP_PERC_LOSE", "Top % Losers", s => -Change(s)),
        new("MOST_ACTIVE", "Most Active", s => (double)s.Volume),
        new("MOST_ACTIVE_USD", "Most Active ($)", s => (double)s.Turnover),
        new("HOT_BY_VOLUME", "Hot by Volume", s => (double)s.Volume / Math.Max(1, s.Instrument.DailyVolume)),
        new("HOT_BY_PRICE", "Hot by Price", s => Change(s) is { } c ? Math.Abs(c) : null),
        new("HOT_BY_PRICE_RANGE", "Hot by Price Range", s => Range(s)),
        new("TOP_PRICE_RANGE", "Top Price Range", s => s.High - s.Low),
        new("TOP_TRADE_COUNT", "Top Trade Count", s => s.TradeCount),
        new("HIGH_OPEN_GAP", "Top Close-to-Open % Gainers", s => Gap(s)),
        new("LOW_OPEN_GAP", "Top Close-to-Open % Losers", s => -Gap(s)),
        new("TOP_OPEN_PERC_GAIN", "Top % Gainers Since Open", s => SinceOpen(s)),
        new("TOP_OPEN_PERC_LOSE", "Top % Losers Since Open", s => -SinceOpen(s)),
    ];

    /// <summary>The scan of a code; null when there is none.</summary>
    public static ScanCode? Find(string code) => All.FirstOrDefault(s => s.Code == code);

    private static double? Change(InstrumentState s) => (s.Last / s.PreviousClose) - 1;

    private static double? Gap(InstrumentState s) => (s.Open / s.PreviousClose) - 1;

    private static double? SinceOpen(InstrumentState s) => (s.Last / s.Open) - 1;

    private static double? Range(InstrumentState s) => (s.High - s.Low) / s.Last;
}
