using System.Globalization;
using TradingCore.Domain;
using TradingCore.Risk.Form;

namespace TradingBlazor.State;

/// <summary>Algorithms and their parameters in words, and what is typed in the broker's form.</summary>
public static class AlgoWords
{
    private const string Zone = "US/Eastern";
    private const decimal Percent = 100m;

    /// <summary>An algorithm as traders call it.</summary>
    public static string Strategy(string strategy) => strategy switch { "Twap" => "TWAP", "Vwap" => "VWAP", "ArrivalPx" => "Arrival Price", _ => strategy };

    /// <summary>What an algorithm does, a sentence.</summary>
    public static string Meaning(string strategy) => strategy switch
    {
        "Adaptive" => "Looks for a better price than the far side, at the urgency you choose.",
        "Twap" => "Spreads the order evenly over time.",
        "Vwap" => "Follows the volume, to end near its average price.",
        "ArrivalPx" => "Tries for the price of now, weighing speed against impact.",
        _ => "",
    };

    /// <summary>A parameter in words; an unknown one as it is.</summary>
    public static string Name(string parameter) => parameter switch
    {
        "adaptivePriority" => "Urgency",
        "strategyType" => "Trades at",
        "startTime" => "Start",
        "endTime" => "End",
        "allowPastEndTime" => "Past the end",
        "maxPctVol" => "Most of the volume",
        "noTakeLiq" => "Only rest",
        "speedUp" => "Speed up",
        "riskAversion" => "Risk aversion",
        "forceCompletion" => "Finish today",
        _ => parameter,
    };

    /// <summary>What ticking a parameter means, a sentence; empty where its name says it all.</summary>
    public static string Meaning(AlgoField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Name switch
        {
            "allowPastEndTime" => "May go on after the end when the order is not filled by then.",
            "noTakeLiq" => "Rests at its price and never takes what is offered.",
            "speedUp" => "Trades faster while the market is better than its average.",
            "forceCompletion" => "Finishes by the end of the day, whatever it costs.",
            _ => "",
        };
    }

    /// <summary>Unit behind a field; empty for none.</summary>
    public static string Unit(AlgoField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Kind switch { AlgoFieldKind.Share => "%", AlgoFieldKind.Time => "ET", _ => "" };
    }

    /// <summary>What is expected in a field.</summary>
    public static string Expected(AlgoField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Kind switch { AlgoFieldKind.Share => "10 to 50 %", AlgoFieldKind.Time => "a time such as 15:30", AlgoFieldKind.Flag => "yes or no", _ => string.Join(", ", field.Choices ?? []) };
    }

    /// <summary>What a field that must be given starts with: the middle choice.</summary>
    public static string First(AlgoField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Choices is { Count: > 0 } choices ? choices.Contains("Normal") ? "Normal" : choices[0] : "";
    }

    /// <summary>What was typed in the broker's form; null when it is not what is expected.</summary>
    public static string? ToWire(AlgoField field, string text)
    {
        ArgumentNullException.ThrowIfNull(field);
        string? wire = field.Kind switch
        {
            AlgoFieldKind.Share => TicketDraft.TryParse(text.TrimEnd('%'), out decimal percent) ? (percent / Percent).ToString("0.####", CultureInfo.InvariantCulture) : null,
            AlgoFieldKind.Time => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? $"{time:HH:mm:ss} {Zone}" : null,
            _ => text,
        };
        return wire is not null && field.Takes(wire) ? wire : null;
    }

    /// <summary>An algorithm with what was chosen, for a sentence: <c>Adaptive (Normal)</c>.</summary>
    public static string Of(OrderAlgo algo)
    {
        ArgumentNullException.ThrowIfNull(algo);
        string[] parts = [.. algo.Parameters.Select(Part).Where(p => p.Length > 0)];
        return Strategy(algo.Strategy) + (parts.Length == 0 ? "" : $" ({string.Join(", ", parts)})");
    }

    private static string Part(AlgoParameter parameter) => parameter switch
    {
        { Value: "0" } => "",
        { Value: "1" } => Name(parameter.Name).ToLowerInvariant(),
        { Name: "maxPctVol" } when TicketDraft.TryParse(parameter.Value, out decimal share) => $"at most {(share * Percent).ToString("0.##", CultureInfo.InvariantCulture)} % of the volume",
        { Name: "startTime" } => "from " + Clock(parameter.Value),
        { Name: "endTime" } => "to " + Clock(parameter.Value),
        _ => parameter.Value,
    };

    private static string Clock(string wire) => wire.EndsWith(Zone, StringComparison.Ordinal) ? wire[..^(Zone.Length + 1)] + " ET" : wire;
}
