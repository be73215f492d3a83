using System.Globalization;
using TradingCore.Engine.Views;
using TradingCore.Risk;
using TradingCore.Risk.Limits;

namespace TradingBlazor.State;

/// <summary>Limits, states and their use in words and figures.</summary>
public static class RiskWords
{
    /// <summary>Percent of a limit from which on its use is near it.</summary>
    public const int NearPercent = 70;

    /// <summary>A state as a word.</summary>
    public static string State(TradingGate state) => state switch { TradingGate.Open => "Open", TradingGate.Reducing => "Reducing", _ => "Halted" };

    /// <summary>What a state means, a sentence.</summary>
    public static string Meaning(TradingGate state) => state switch
    {
        TradingGate.Open => "Orders leave when every check passes.",
        TradingGate.Reducing => "Only orders that do not raise the worst case leave. Cancels work.",
        _ => "No order leaves. Cancels work.",
    };

    /// <summary>Tone of a state: <c>good</c>, <c>caution</c> or <c>bad</c>.</summary>
    public static string Tone(TradingGate state) => state switch { TradingGate.Open => "good", TradingGate.Reducing => "caution", _ => "bad" };

    /// <summary>Tone of a use: from 70 % on caution, from the limit on bad.</summary>
    public static string Tone(RiskUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return usage.Share switch { null => "none", >= 1m => "bad", >= NearPercent / 100m => "caution", _ => "good" };
    }

    /// <summary>Width of a bar in percent, 0 to 100.</summary>
    public static string Width(RiskUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return Math.Min(100m, (usage.Share ?? 0m) * 100m).ToString("0.#", CultureInfo.InvariantCulture);
    }

    /// <summary>A figure with its unit.</summary>
    public static string Value(RiskUnit unit, decimal? value) => value is not { } v ? Format.None : unit switch
    {
        RiskUnit.Percent => $"{Number(v)} %",
        RiskUnit.Multiple => $"{Number(v)} ×",
        RiskUnit.Duration => v >= 60m && v % 60m == 0m ? $"{Number(v / 60m)} min" : $"{Number(v)} s",
        RiskUnit.Switch => v == 0m ? "off" : "on",
        RiskUnit.Money => v.ToString(v == decimal.Truncate(v) ? "#,##0" : "#,##0.00", CultureInfo.InvariantCulture),
        _ => Number(v),
    };

    /// <summary>The value of a limit; one that is switched off says so.</summary>
    public static string Value(RiskLimitInfo info, decimal? value)
    {
        ArgumentNullException.ThrowIfNull(info);
        return info.IsZeroOff && value == 0m ? "off" : Value(info.Unit, value);
    }

    /// <summary>What to type into the field of a limit.</summary>
    public static string Hint(RiskLimitInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (info.Unit == RiskUnit.Switch) return "on or off";
        string unit = info.Unit switch { RiskUnit.Percent => " %", RiskUnit.Duration => " seconds", RiskUnit.Multiple => " times", _ => "" };
        return $"{Number(info.Min)} to {Number(info.Max)}{unit}";
    }

    /// <summary>The value of a limit as it stands in its field; empty for one that is not set.</summary>
    public static string Field(RiskLimitInfo info, decimal? value)
    {
        ArgumentNullException.ThrowIfNull(info);
        return info.Unit == RiskUnit.Switch && value is { } v ? Value(RiskUnit.Switch, v) : Format.Raw(value);
    }

    /// <summary>Reads the field of a limit.</summary>
    /// <param name="info">The limit.</param>
    /// <param name="text">What was typed; a switch is read as on, off, 1 or 0.</param>
    /// <param name="value">The value, when true is returned.</param>
    public static bool TryRead(RiskLimitInfo info, string text, out decimal value)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (info.Unit != RiskUnit.Switch) return TypedNumber.TryParse(text, out value);
        value = text is "1" || text.Equals("on", StringComparison.OrdinalIgnoreCase) ? 1m : 0m;
        return value == 1m || text is "0" || text.Equals("off", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A scope as a heading.</summary>
    public static string Scope(RiskScope scope) => scope.Kind == RiskScopeKind.Firm ? "Firm" : $"{scope.Kind} {scope.Name}";

    /// <summary>The old or new value of a change as it is shown.</summary>
    public static string Changed(string name, string? value)
    {
        if (value is null) return "not set";
        return Enum.TryParse(name, out RiskLimit limit) && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? Value(limit.Info(), number) : value.Length == 0 ? "empty" : value;
    }

    /// <summary>The name of a limit or list in words.</summary>
    public static string Name(string name) => Enum.TryParse(name, out RiskLimit limit) ? limit.Info().Name : Enum.TryParse(name, out RiskList list) ? Name(list) : name;

    /// <summary>The name of a list in words.</summary>
    public static string Name(RiskList list) => list switch
    {
        RiskList.RestrictedSymbols => "Restricted symbols",
        RiskList.AllowedSymbols => "Allowed symbols",
        RiskList.AllowedAccounts => "Allowed accounts",
        RiskList.AllowedStrategies => "Allowed strategies",
        RiskList.ApprovedCode => "Code approved for real money",
        _ => "Stocks of LULD tier 2",
    };

    /// <summary>Check that uses a list.</summary>
    public static string Code(RiskList list) => list switch
    {
        RiskList.RestrictedSymbols or RiskList.AllowedSymbols => "R04",
        RiskList.AllowedAccounts or RiskList.AllowedStrategies => "R03",
        RiskList.ApprovedCode => "R39",
        _ => "R14",
    };

    private static string Number(decimal value) => value.ToString("#,##0.####", CultureInfo.InvariantCulture);
}
