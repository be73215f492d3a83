using TradingCore.Domain;

namespace TradingCore.Alerts.Conditions;

/// <summary>A price against a level.</summary>
/// <remarks>
/// Between two looks a price can go to the level and come back. With the last price the high and low of the day tell so: what they reached anew
/// counts as seen.
/// </remarks>
public sealed record PriceWatch(string Symbol, AlertPrice Price, AlertComparison Comparison, decimal Level, decimal Hysteresis) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "price";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Ticker => Symbol;

    /// <inheritdoc/>
    public override bool IsMomentary => Comparison is AlertComparison.Crosses or AlertComparison.CrossesAbove or AlertComparison.CrossesBelow;

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        AlertComparison comparison = faults.Choice("comparison", form.Comparison, AlertComparison.Above);
        if (comparison == AlertComparison.Moves) faults.Add("comparison", "A price does not move by a level. Use the kind change.");
        return new PriceWatch(
            AlertConditions.Symbol(form, faults), faults.Choice("price", form.Price, AlertPrice.Last), comparison, AlertConditions.Level(form, faults, "a price"), AlertConditions.Hysteresis(form, faults));
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) =>
        $"{Symbol} {AlertTerms.Word(Price)} {LevelCheck.Words(Comparison)} {Say.Price(Level, instrument)}{AlertConditions.Back(Hysteresis, instrument)}";

    /// <inheritdoc/>
    /// <remarks>Futures, their options, indices, commodities, combinations and what is not known can be quoted below zero.</remarks>
    public override void CheckFor(Instrument instrument, AlertFaults faults)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(faults);
        (string kind, bool canBeZero) = instrument.Contract.SecurityType switch
        {
            SecurityType.Stock => ("a stock", false),
            SecurityType.Fund => ("a fund", false),
            SecurityType.Forex => ("a currency pair", false),
            SecurityType.Crypto => ("a crypto currency", false),
            SecurityType.Bond => ("a bond", false),
            SecurityType.Option => ("an option", true),
            SecurityType.Warrant => ("a warrant", true),
            _ => ("", true),
        };
        if (kind.Length == 0 || Level > 0m || (canBeZero && Level == 0m)) return;
        faults.Add("level", $"{Symbol} is {kind}, whose price is {(canBeZero ? "never below 0" : "above 0")}: {Say.Number(Level)} is never reached. Expected a level {(canBeZero ? "of 0 or more" : "above 0")}.");
    }

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() =>
        new() { Kind = Name, Symbol = Symbol, Price = AlertTerms.Word(Price), Comparison = AlertTerms.Word(Comparison), Level = Level, Hysteresis = Hysteresis > 0m ? Hysteresis : null };

    /// <inheritdoc/>
    public override IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories)
    {
        AlertMemory memory = memories.Of(Symbol);
        Quote? quote = facts.View.FindQuote(Symbol);
        if (quote is null || quote.IsInterrupted || Of(quote) is not { } price)
        {
            yield return new AlertReading(Symbol, AlertSignal.Unknown, Ticker: Symbol);
            yield break;
        }
        decimal seen = Seen(quote, price, memory);
        AlertSignal signal = LevelCheck.Judge(Comparison, memory.Last, seen, Level, Hysteresis);
        (memory.Last, memory.High, memory.Low) = (price, quote.High, quote.Low);
        Instrument? instrument = facts.View.FindInstrument(Symbol);
        string delayed = quote.DataType is MarketDataType.Delayed or MarketDataType.DelayedFrozen ? " (delayed data)" : "";
        yield return new AlertReading(Symbol, signal, $"{Symbol} {AlertTerms.Word(Price)} is {Say.Price(seen, instrument)}{delayed}: {LevelCheck.Words(Comparison)} {Say.Price(Level, instrument)}.", seen, Symbol);
    }

    private decimal? Of(Quote quote) => Price switch { AlertPrice.Bid => quote.Bid, AlertPrice.Ask => quote.Ask, _ => quote.Last ?? quote.Mid };

    private decimal Seen(Quote quote, decimal price, AlertMemory memory)
    {
        if (Price != AlertPrice.Last || memory.Last is null) return price;
        bool isUp = Comparison is AlertComparison.Above or AlertComparison.CrossesAbove || (Comparison == AlertComparison.Crosses && memory.Last < Level);
        if (isUp) return quote.High is { } high && high > memory.High ? Math.Max(high, price) : price;
        return quote.Low is { } low && low < memory.Low ? Math.Min(low, price) : price;
    }
}
