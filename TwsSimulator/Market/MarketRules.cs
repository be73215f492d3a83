namespace TwsSimulator.Market;

/// <summary>Price steps by market rule id, as reqMarketRule answers them. Source: the ids and bands IB publishes in contract details.</summary>
internal static class MarketRules
{
    private static readonly Dictionary<int, (double LowEdge, double Increment)[]> Rules = new()
    {
        // US stocks at or above a dollar step by a cent (rule 612 of the SEC); all listed here trade above it.
        [26] = [(0, 0.01)],
        [67] = [(0, 0.25)],
        // Notes step by half a 32nd of a point, bonds by a whole one.
        [103] = [(0, 0.015625)],
        [106] = [(0, 0.03125)],
        [239] = [(0, 0.00005)],
        [1976] = [(0, 0.25)],
    };

    /// <summary>The bands of a rule; null when the id is not known.</summary>
    public static IReadOnlyList<(double LowEdge, double Increment)>? Find(int id) => Rules.GetValueOrDefault(id);
}
