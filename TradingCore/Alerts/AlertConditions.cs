using System.Collections.Frozen;
using TradingCore.Alerts.Conditions;
using TradingCore.Domain;

namespace TradingCore.Alerts;

/// <summary>Every kind of condition. A new one is a class in <c>Conditions</c> and a line here.</summary>
public static class AlertConditions
{
    private const int TickerMax = 40;

    private static readonly FrozenDictionary<string, Func<AlertConditionForm, AlertFaults, AlertCondition?>> Readers =
        new Dictionary<string, Func<AlertConditionForm, AlertFaults, AlertCondition?>>(StringComparer.Ordinal)
        {
            [PriceWatch.Name] = PriceWatch.Of,
            [ChangeWatch.Name] = ChangeWatch.Of,
            [IndicatorWatch.Name] = IndicatorWatch.Of,
            [VolumeWatch.Name] = VolumeWatch.Of,
            [PnlWatch.Name] = PnlWatch.Of,
            [RiskUsageWatch.Name] = RiskUsageWatch.Of,
            [OrderWatch.Name] = OrderWatch.Of,
            [SystemWatch.Name] = SystemWatch.Of,
            [SilenceWatch.Name] = SilenceWatch.Of,
            [HeartbeatWatch.Name] = HeartbeatWatch.Of,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of the kinds, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        PriceWatch.Name, ChangeWatch.Name, IndicatorWatch.Name, VolumeWatch.Name, PnlWatch.Name, RiskUsageWatch.Name, OrderWatch.Name, SystemWatch.Name,
        SilenceWatch.Name, HeartbeatWatch.Name,
    ];

    /// <summary>Reads a condition; null with faults when something is wrong.</summary>
    public static AlertCondition? Read(AlertConditionForm form, AlertFaults faults)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(faults);
        if (Readers.TryGetValue(form.Kind, out Func<AlertConditionForm, AlertFaults, AlertCondition?>? read))
        {
            AlertCondition? condition = read(form, faults);
            return faults.IsEmpty ? condition : null;
        }
        faults.Add("kind", $"'{form.Kind}' is not a kind of condition. Expected one of {string.Join(", ", Kinds)}.");
        return null;
    }

    /// <summary>A ticker in the form in which quotes have it; a fault when it is missing.</summary>
    internal static string Symbol(AlertConditionForm form, AlertFaults faults, bool isRequired = true)
    {
        string text = (form.Symbol ?? "").Trim().ToUpperInvariant();
        if (text.Length == 0 && isRequired) faults.Add("symbol", "The symbol is missing. Expected one of the watchlist, such as SPY.");
        if (text.Length > TickerMax || text.Any(char.IsControl)) faults.Add("symbol", $"The symbol is not one. Expected up to {TickerMax} characters, such as SPY.");
        return text;
    }

    /// <summary>A level; a fault when it is missing.</summary>
    internal static decimal Level(AlertConditionForm form, AlertFaults faults, string what)
    {
        if (form.Level is null) faults.Add("level", $"The level is missing. Expected {what}.");
        return form.Level ?? 0m;
    }

    /// <summary>A hysteresis of 0 or more.</summary>
    internal static decimal Hysteresis(AlertConditionForm form, AlertFaults faults)
    {
        if (form.Hysteresis < 0m) faults.Add("hysteresis", $"The hysteresis is {Say.Number(form.Hysteresis.Value)}. Expected 0 or more.");
        return Math.Max(0m, form.Hysteresis ?? 0m);
    }

    /// <summary>A number of seconds in a range; a fault when it is outside or missing.</summary>
    internal static int Seconds(AlertConditionForm form, AlertFaults faults, int min, int max)
    {
        if (form.Seconds is { } seconds && seconds >= min && seconds <= max) return seconds;
        faults.Add("seconds", form.Seconds is null ? $"The seconds are missing. Expected {min} to {max}." : $"The seconds are {form.Seconds}. Expected {min} to {max}.");
        return min;
    }

    /// <summary>The hysteresis for the end of a description.</summary>
    internal static string Back(decimal hysteresis, Instrument? instrument = null) => hysteresis > 0m ? $", armed again {Say.Price(hysteresis, instrument)} back" : "";
}
