using TradingCore.Engine.Views;
using TradingCore.Risk.Limits;

namespace TradingBlazor.State;

/// <summary>The limit on what is held and lost that is used furthest: one figure for the top bar.</summary>
/// <param name="Percent">Percent of the limit that is used, 0 to 999; null when no use is known.</param>
/// <param name="Tightest">The limit, in words; empty when no use is known.</param>
/// <param name="Unknown">Limits whose use is not known, with commas between; empty when all are.</param>
internal readonly record struct RiskUse(int? Percent, string Tightest, string Unknown)
{
    private const int PercentMax = 999;

    /// <summary>The use of an account; null while the account is not known.</summary>
    public static RiskUse Of(AccountRisk? account)
    {
        if (account is null) return new RiskUse(null, "", "the account");
        RiskUsage? most = null;
        string symbol = "", unknown = "";
        foreach (RiskUsage usage in account.Usage) Look(usage, "");
        foreach (SymbolRisk held in account.Symbols)
            foreach (RiskUsage usage in held.Usage) Look(usage, held.Symbol);
        return new RiskUse(most?.Share is { } share ? Rounded(share) : null, most is null ? "" : Name(most, symbol), unknown);

        void Look(RiskUsage usage, string of)
        {
            if (IsPace(usage)) return;
            if (usage.Share is not { } share) unknown += (unknown.Length > 0 ? ", " : "") + Name(usage, of);
            else if (most is null || share > most.Share) (most, symbol) = (usage, of);
        }
    }

    /// <summary>The figure as it is shown: with "≥" when a limit whose use is not known could be used further.</summary>
    public string Text => Percent is not { } percent ? Format.None : $"{(Unknown.Length > 0 ? "≥ " : "")}{percent} %";

    /// <summary>What the figure means, a sentence or two.</summary>
    public string Meaning => (Percent is null ? "Use of limits is not known yet." : $"The limit that is used furthest: {Tightest}, {Percent} %. With every working order filled.") + (Percent is null || Unknown.Length == 0 ? "" : $" Not known: {Unknown}.");

    /// <summary>Tone as that of the bars on the page of risk.</summary>
    public string Tone => Percent switch { null => "none", >= 100 => "bad", >= RiskWords.NearPercent => "caution", _ => "good" };

    // How fast orders are sent and how many stand is counted: it is nothing that can be lost, and changes with every order.
    private static bool IsPace(RiskUsage usage) => usage.Unit is RiskUnit.Count or RiskUnit.Multiple;

    private static string Name(RiskUsage usage, string symbol) => symbol.Length > 0 ? $"{usage.Name} in {TickerName.Short(symbol)} ({usage.Code})" : $"{usage.Name} ({usage.Code})";

    // What is not all used never says 100.
    private static int Rounded(decimal share) => share >= 1m ? (int)Math.Min(PercentMax, Math.Floor(share * 100m)) : (int)Math.Min(99m, Math.Round(share * 100m));
}
