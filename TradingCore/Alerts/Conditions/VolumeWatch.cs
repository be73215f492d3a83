using TradingCore.Domain;

namespace TradingCore.Alerts.Conditions;

/// <summary>Volume of the day, or of one bar, at or above a level.</summary>
public sealed record VolumeWatch(string Symbol, BarSize? Size, decimal Level) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "volume";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Ticker => Symbol;

    private string Span => Size is { } size ? $"of a {size} bar" : "of the day";

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        BarSize? size = null;
        if (!string.IsNullOrWhiteSpace(form.Size) && !form.Size.Equals("day", StringComparison.OrdinalIgnoreCase))
        {
            if (BarSize.TryParse(form.Size, out BarSize found)) size = found;
            else faults.Add("size", $"'{form.Size}' is not a bar size. Expected day or one of {string.Join(", ", BarSize.All)}.");
        }
        decimal level = AlertConditions.Level(form, faults, "a volume such as 1000000");
        if (form.Level <= 0m) faults.Add("level", "The volume must be above 0.");
        return new VolumeWatch(AlertConditions.Symbol(form, faults), size, level);
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) => $"{Symbol} volume {Span} at or above {Say.Number(Level)}";

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() => new() { Kind = Name, Symbol = Symbol, Size = Size?.ToString() ?? "day", Level = Level };

    /// <inheritdoc/>
    public override IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories)
    {
        if (Size is { } size) return ReadBars(facts.View.FindBars(Symbol, size).Bars, memories.Of(Symbol));
        return facts.View.FindQuote(Symbol)?.Volume is { } volume ? [Judge(volume)] : [new AlertReading(Symbol, AlertSignal.Unknown, Ticker: Symbol)];
    }

    // The last part of a bar can come when the next one has begun: each bar is judged once more before it is left.
    private IEnumerable<AlertReading> ReadBars(IReadOnlyList<Bar> bars, AlertMemory memory)
    {
        if (bars.Count == 0) yield return new AlertReading(Symbol, AlertSignal.Unknown, Ticker: Symbol);
        int first = bars.Count - 1;
        while (memory.BarTime is not null && first > 0 && bars[first].Time > memory.BarTime) first--;
        for (int i = Math.Max(0, first); i < bars.Count; i++)
        {
            if (memory.BarTime is { } left && bars[i].Time < left) continue;
            if (memory.BarTime is { } known && bars[i].Time > known) yield return new AlertReading(Symbol, AlertSignal.Clear, Ticker: Symbol);
            memory.BarTime = bars[i].Time;
            AlertReading reading = Judge(bars[i].Volume);
            yield return reading.Signal == AlertSignal.Met ? reading : reading with { Signal = AlertSignal.Between };
        }
    }

    private AlertReading Judge(decimal volume) =>
        new(Symbol, volume >= Level ? AlertSignal.Met : AlertSignal.Clear, $"{Symbol} volume {Span} is {Say.Number(volume)}: at or above {Say.Number(Level)}.", volume, Symbol);
}
