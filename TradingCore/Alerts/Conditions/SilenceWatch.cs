using TradingCore.Bars;
using TradingCore.Domain;

namespace TradingCore.Alerts.Conditions;

/// <summary>Nothing came for some time: no tick, no bar, no sign of life of another program.</summary>
/// <param name="What">What should come.</param>
/// <param name="Symbol">Symbol, for ticks and bars.</param>
/// <param name="Program">Name of the program.</param>
/// <param name="After">Seconds.</param>
/// <param name="MarketHours">True when only silence in trading hours counts; for ticks and bars.</param>
/// <param name="OnceHeard">True when a program that has not spoken in this run is not missed.</param>
public sealed record SilenceWatch(SilenceSource What, string Symbol, string Program, int After, bool MarketHours, bool OnceHeard = false) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "silence";

    private const int SecondsMin = 5;
    private const int SecondsMax = 86_400;

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Ticker => Symbol;

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        SilenceSource what = faults.Choice("what", form.What, SilenceSource.Ticks);
        string symbol = what == SilenceSource.Program ? "" : AlertConditions.Symbol(form, faults);
        string program = what == SilenceSource.Program ? (form.Program ?? "").Trim() : "";
        if (what == SilenceSource.Program && !HeartbeatBook.IsName(program))
            faults.Add("program", $"The name of the program is missing or not one. Expected 1 to {HeartbeatBook.NameMax} letters, digits, '-', '_' or '.'; it calls POST /api/v1/alerts/heartbeats/NAME.");
        // What is not in the form: the guard is watched from its first sign on, and every other program from the start.
        return new SilenceWatch(what, symbol, program, AlertConditions.Seconds(form, faults, SecondsMin, SecondsMax), form.MarketHours ?? what != SilenceSource.Program, program.Equals(HeartbeatBook.Guard, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) => What switch
    {
        SilenceSource.Program => $"no sign of life of the program {Program} for {Seconds(After)}",
        SilenceSource.Bars => $"no bar of {Symbol} for {Seconds(After)}{(MarketHours ? " in trading hours" : "")}",
        _ => $"no tick of {Symbol} for {Seconds(After)}{(MarketHours ? " in trading hours" : "")}",
    };

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() => new()
    {
        Kind = Name,
        What = AlertTerms.Word(What),
        Symbol = Symbol.Length > 0 ? Symbol : null,
        Program = Program.Length > 0 ? Program : null,
        Seconds = After,
        MarketHours = What == SilenceSource.Program ? null : MarketHours,
    };

    /// <inheritdoc/>
    public override IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories)
    {
        string subject = What == SilenceSource.Program ? Program : Symbol;
        AlertMemory memory = memories.Of(subject);
        memory.FirstTime ??= facts.Now;
        if (What != SilenceSource.Program && MarketHours && facts.IsOpen(Symbol) == false)
        {
            // The first tick of the day has its time from the opening on.
            memory.FirstTime = facts.Now;
            return [new AlertReading(subject, AlertSignal.Unknown, Ticker: Symbol)];
        }
        DateTimeOffset? heard = Heard(facts);
        if (heard is null && OnceHeard) return [new AlertReading(subject, AlertSignal.Unknown)];
        DateTimeOffset since = heard > memory.FirstTime || heard is not null && What == SilenceSource.Program ? heard.Value : memory.FirstTime.Value;
        TimeSpan silence = facts.Now - since;
        bool isMet = silence >= TimeSpan.FromSeconds(After);
        string what = What == SilenceSource.Program ? $"The program {Program} gave no sign of life" : $"No {(What == SilenceSource.Bars ? "bar" : "tick")} of {Symbol} came";
        return [new AlertReading(subject, isMet ? AlertSignal.Met : AlertSignal.Clear, $"{what} for {Say.Seconds(silence)}.", Math.Round((decimal)silence.TotalSeconds, 1), Symbol)];
    }

    private DateTimeOffset? Heard(AlertFacts facts)
    {
        if (What == SilenceSource.Program) return facts.Heartbeats.Find(Program);
        if (What == SilenceSource.Ticks) return facts.View.FindQuote(Symbol) is { } quote && quote.ReceivedTime != default ? quote.ReceivedTime : null;
        BarSeries bars = facts.View.FindBars(Symbol, BarSize.FiveSeconds);
        return bars.Bars.Count > 0 ? bars.Bars[^1].Time + BarSize.FiveSeconds.Span : null;
    }
}
