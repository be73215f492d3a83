using TradingCore.Domain;

namespace TradingCore.Alerts.Conditions;

/// <summary>Profit and loss of an account or of a symbol against an amount.</summary>
public sealed record PnlWatch(string Account, string Symbol, AlertFigure Figure, AlertComparison Comparison, decimal Level, decimal Hysteresis) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "pnl";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Ticker => Symbol;

    private string Words => Figure == AlertFigure.Day ? "day P&L" : "unrealized P&L";

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        AlertComparison comparison = faults.Choice("comparison", form.Comparison, AlertComparison.Below);
        if (comparison is not (AlertComparison.Above or AlertComparison.Below)) faults.Add("comparison", "Profit and loss is above or below.");
        return new PnlWatch(
            (form.Account ?? "").Trim(), AlertConditions.Symbol(form, faults, isRequired: false), faults.Choice("figure", form.Figure, AlertFigure.Day), comparison,
            AlertConditions.Level(form, faults, "an amount such as -2000"), AlertConditions.Hysteresis(form, faults));
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) =>
        $"{(Symbol.Length > 0 ? Symbol + " " : "")}{Words} of {(Account.Length > 0 ? Account : "an account")} {LevelCheck.Words(Comparison)} {Say.Number(Level)}{AlertConditions.Back(Hysteresis)}";

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() => new()
    {
        Kind = Name,
        Account = Account.Length > 0 ? Account : null,
        Symbol = Symbol.Length > 0 ? Symbol : null,
        Figure = AlertTerms.Word(Figure),
        Comparison = AlertTerms.Word(Comparison),
        Level = Level,
        Hysteresis = Hysteresis > 0m ? Hysteresis : null,
    };

    /// <inheritdoc/>
    public override IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories)
    {
        foreach ((string account, decimal? amount, string currency) in Symbol.Length > 0 ? OfSymbol(facts) : OfAccounts(facts))
        {
            if (Account.Length > 0 && account != Account) continue;
            string subject = Symbol.Length > 0 ? $"{account} {Symbol}" : account;
            if (amount is not { } pnl)
            {
                yield return new AlertReading(subject, AlertSignal.Unknown, Ticker: Symbol);
                continue;
            }
            yield return new AlertReading(
                subject, LevelCheck.Judge(Comparison, null, pnl, Level, Hysteresis), $"{(Symbol.Length > 0 ? Symbol + " " : "")}{Words} of {account} is {Say.Money(pnl, currency)}: {LevelCheck.Words(Comparison)} {Say.Number(Level)}.", pnl, Symbol);
        }
    }

    // Own figures first; the broker's where something is missing from ours.
    private IEnumerable<(string, decimal?, string)> OfAccounts(AlertFacts facts) => facts.Pnl.Select(p => (p.Account.Value, Figure == AlertFigure.Day ? p.DayPnl ?? p.BrokerDailyPnl : p.UnrealizedPnl ?? p.BrokerUnrealizedPnl, p.BaseCurrency));

    private IEnumerable<(string, decimal?, string)> OfSymbol(AlertFacts facts) => facts.View.Positions
        .Where(p => p.Contract.Ticker == Symbol && (p.Quantity != 0m || p.DayPnl is not null))
        .Select(p => Figure == AlertFigure.Day ? (p.Account.Value, p.DayPnl, p.Contract.Currency) : (p.Account.Value, p.UnrealizedPnl, p.Contract.Currency));
}
