namespace TradingCore.Engine.RiskFlow;

/// <summary>Currency rates of the last hour from the quotes of currency pairs. Allocates only when it meets a new pair.</summary>
internal sealed class CurrencyRates(EngineState state)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromHours(1);
    private readonly Dictionary<(string From, string To), (string Direct, string Inverse)> _pairs = [];

    /// <summary>Units of <paramref name="to"/> for one of <paramref name="from"/>; null when no rate of the last hour is known.</summary>
    public decimal? Rate(string from, string to)
    {
        if (from == to) return 1m;
        if (!_pairs.TryGetValue((from, to), out (string Direct, string Inverse) pair)) _pairs.Add((from, to), pair = ($"{from}.{to}", $"{to}.{from}"));
        if (Fresh(pair.Direct) is { } rate) return rate;
        return Fresh(pair.Inverse) is { } inverse ? 1m / inverse : null;
    }

    private decimal? Fresh(string pair) => state.Market.Find(pair) is { Mark: > 0m } quote && state.Now - quote.ReceivedTime <= AgeMax ? quote.Mark : null;
}
