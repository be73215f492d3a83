using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;

namespace TradingCore.Alerts.Conditions;

/// <summary>An indicator on closed bars against a level, another indicator or the close. Every bar that closed since the last look is judged, in its order.</summary>
public sealed record IndicatorWatch(
    string Symbol, BarSize Size, IndicatorSpec Indicator, string Output, AlertComparison Comparison, decimal? Level, IndicatorSpec? Other, bool IsAgainstPrice, decimal Hysteresis) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "indicator";

    /// <summary>Word for the close of the bar as what is compared with.</summary>
    public const string Price = "price";

    private const int BarsMax = 1_000;

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Ticker => Symbol;

    /// <inheritdoc/>
    public override bool IsMomentary => Comparison is AlertComparison.Crosses or AlertComparison.CrossesAbove or AlertComparison.CrossesBelow;

    private string Against(Instrument? instrument) => Other is { } other ? other.Outputs[0] : IsAgainstPrice ? "the close" : Say.Price(Level ?? 0m, Indicator.IsPrice ? instrument : null);

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        if (!BarSize.TryParse(form.Size ?? "1m", out BarSize size)) faults.Add("size", $"'{form.Size}' is not a bar size. Expected one of {string.Join(", ", BarSize.All)}.");
        if (!IndicatorSpec.TryParse(form.Indicator, out IndicatorSpec? indicator, out string error)) faults.Add("indicator", error);
        string output = string.IsNullOrWhiteSpace(form.Output) ? indicator?.Outputs[0] ?? "" : form.Output.Trim();
        if (indicator is not null && !indicator.Outputs.Contains(output)) faults.Add("output", $"'{output}' is not a value of {indicator}. Expected one of {string.Join(", ", indicator.Outputs)}.");
        bool isPrice = string.Equals(form.Other?.Trim(), Price, StringComparison.OrdinalIgnoreCase);
        IndicatorSpec? other = null;
        if (!isPrice && !string.IsNullOrWhiteSpace(form.Other) && !IndicatorSpec.TryParse(form.Other, out other, out error)) faults.Add("other", error);
        AlertComparison comparison = faults.Choice("comparison", form.Comparison, AlertComparison.Above);
        if (comparison == AlertComparison.Moves) faults.Add("comparison", "An indicator is above, below or crosses.");
        if (!isPrice && other is null) AlertConditions.Level(form, faults, "a value, or another indicator or the price to compare with");
        return new IndicatorWatch(
            AlertConditions.Symbol(form, faults), size, indicator!, output, comparison, isPrice || other is not null ? null : form.Level, other, isPrice, AlertConditions.Hysteresis(form, faults));
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) =>
        $"{Symbol} {Output} of {Size} bars {LevelCheck.Words(Comparison)} {Against(instrument)}{AlertConditions.Back(Hysteresis, Indicator.IsPrice ? instrument : null)}";

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() => new()
    {
        Kind = Name,
        Symbol = Symbol,
        Size = Size.ToString(),
        Indicator = Indicator.Canonical,
        Output = Output,
        Comparison = AlertTerms.Word(Comparison),
        Level = Level,
        Other = IsAgainstPrice ? Price : Other?.Canonical,
        Hysteresis = Hysteresis > 0m ? Hysteresis : null,
    };

    /// <inheritdoc/>
    public override IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories)
    {
        AlertMemory memory = memories.Of(Symbol);
        BarSeries series = facts.View.FindBars(Symbol, Size);
        IReadOnlyList<Bar> bars = series.Bars;
        int last = bars.Count - 1;
        while (last >= 0 && !bars[last].IsClosed) last--;
        // Nothing new costs nothing: the indicator is not even calculated.
        if (last < 0 || bars[last].Time <= memory.BarTime)
        {
            yield return new AlertReading(Symbol, AlertSignal.Unknown, Ticker: Symbol);
            yield break;
        }

        Instrument? instrument = facts.View.FindInstrument(Symbol);
        bool isFirstLook = memory.BarTime is null;
        int first = last;
        while (!isFirstLook && first > 0 && last - first < BarsMax && bars[first - 1].Time > memory.BarTime) first--;
        IReadOnlyList<double?> values = facts.Indicators.Values(facts.View, series, Indicator, Output);
        IReadOnlyList<double?>? others = Other is null ? null : facts.Indicators.Values(facts.View, series, Other, Other.Outputs[0]);
        memory.BarTime = bars[last].Time;
        for (int i = first; i <= last; i++)
        {
            decimal? value = IndicatorReader.Number(values[i]), level = LevelAt(i);
            if (value is not { } now || level is not { } against)
            {
                yield return new AlertReading(Symbol, AlertSignal.Unknown, Ticker: Symbol);
                continue;
            }
            // A crossing before the rule was made is not news.
            decimal? before = i == 0 || isFirstLook ? null : IndicatorReader.Number(values[i - 1]);
            AlertSignal signal = LevelCheck.Judge(Comparison, before, now, against, Hysteresis, i == 0 ? null : LevelAt(i - 1));
            memory.Last = now;
            yield return new AlertReading(Symbol, signal, $"{Symbol} {Output} of the {Size} bar is {Say.Number(Math.Round(now, 4))}: {LevelCheck.Words(Comparison)} {Against(instrument)}{(Level is null ? $" ({(IsAgainstPrice ? Say.Price(against, instrument) : Say.Number(Math.Round(against, 4)))})" : "")}.", now, Symbol);
        }

        decimal? LevelAt(int i) => others is not null ? IndicatorReader.Number(others[i]) : IsAgainstPrice ? bars[i].Close : Level;
    }
}
