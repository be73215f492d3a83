using TradingCore.Bars;
using TradingCore.Domain;

namespace TradingCore.Alerts.Conditions;

/// <summary>Change of the price in percent, since the close of the day before or over some minutes.</summary>
public sealed record ChangeWatch(string Symbol, int? Minutes, AlertComparison Comparison, decimal Level, decimal Hysteresis) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "change";

    private const int MinutesMax = 1440;

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Ticker => Symbol;

    private string Over => Minutes is { } minutes ? $"in {minutes} min" : "since yesterday's close";

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        AlertComparison comparison = faults.Choice("comparison", form.Comparison, AlertComparison.Moves);
        if (comparison is not (AlertComparison.Above or AlertComparison.Below or AlertComparison.Moves)) faults.Add("comparison", "A change is above, below or moves.");
        if (form.Minutes is < 1 or > MinutesMax) faults.Add("minutes", $"The minutes are {form.Minutes}. Expected 1 to {MinutesMax}, or none for the change since yesterday's close.");
        decimal level = AlertConditions.Level(form, faults, "a change in percent such as 2");
        if (comparison == AlertComparison.Moves && form.Level <= 0m) faults.Add("level", "The change must be above 0 percent.");
        return new ChangeWatch(AlertConditions.Symbol(form, faults), form.Minutes, comparison, level, AlertConditions.Hysteresis(form, faults));
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) => $"{Symbol} {(Comparison == AlertComparison.Moves ? "moves by" : "change " + LevelCheck.Words(Comparison))} {Say.Number(Level)} % {Over}{AlertConditions.Back(Hysteresis)}";

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() =>
        new() { Kind = Name, Symbol = Symbol, Minutes = Minutes, Comparison = AlertTerms.Word(Comparison), Level = Level, Hysteresis = Hysteresis > 0m ? Hysteresis : null };

    /// <inheritdoc/>
    public override IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories)
    {
        AlertMemory memory = memories.Of(Symbol);
        Quote? quote = facts.View.FindQuote(Symbol);
        if (quote is null || quote.IsInterrupted || Percent(facts, quote) is not { } percent)
        {
            yield return new AlertReading(Symbol, AlertSignal.Unknown, Ticker: Symbol);
            yield break;
        }
        AlertSignal signal = LevelCheck.Judge(Comparison, memory.Last, percent, Level, Hysteresis);
        memory.Last = percent;
        decimal shown = Math.Round(percent, 2);
        yield return new AlertReading(Symbol, signal, $"{Symbol} has changed by {(shown > 0m ? "+" : "")}{Say.Number(shown)} % {Over}.", shown, Symbol);
    }

    private decimal? Percent(AlertFacts facts, Quote quote)
    {
        if (Minutes is not { } minutes) return quote.ChangePercent;
        DateTimeOffset then = facts.Now - TimeSpan.FromMinutes(minutes);
        BarSeries bars = facts.View.FindBars(Symbol, BarSize.OneMinute);
        for (int i = bars.Bars.Count - 1; i >= 0; i--)
        {
            Bar bar = bars.Bars[i];
            if (bar.Time + bar.Size.Span > then) continue;
            return bar.Close != 0m && quote.Mark is { } mark ? (mark - bar.Close) / Math.Abs(bar.Close) * 100m : null;
        }
        return null;
    }
}
