using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingCore.Alerts.Conditions;

/// <summary>Use of a limit, in percent of it.</summary>
public sealed record RiskUsageWatch(string Account, string Symbol, string Limit, decimal Percent, decimal Hysteresis) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "riskUsage";

    private const decimal PercentMax = 1_000m;

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Ticker => Symbol;

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        decimal percent = AlertConditions.Level(form, faults, "percent of the limit, such as 80");
        if (form.Level is <= 0m or > PercentMax) faults.Add("level", $"The use is {Say.Number(percent)} %. Expected above 0, up to {PercentMax}.");
        return new RiskUsageWatch(
            (form.Account ?? "").Trim(), AlertConditions.Symbol(form, faults, isRequired: false), (form.Limit ?? "").Trim().ToUpperInvariant(), percent, AlertConditions.Hysteresis(form, faults));
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) =>
        $"{(Limit.Length > 0 ? "limit " + Limit : "any limit")}{(Symbol.Length > 0 ? " in " + Symbol : "")}{(Account.Length > 0 ? " of " + Account : "")} used to {Say.Number(Percent)} % or more{AlertConditions.Back(Hysteresis)}";

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() => new()
    {
        Kind = Name,
        Account = Account.Length > 0 ? Account : null,
        Symbol = Symbol.Length > 0 ? Symbol : null,
        Limit = Limit.Length > 0 ? Limit : null,
        Level = Percent,
        Hysteresis = Hysteresis > 0m ? Hysteresis : null,
    };

    /// <inheritdoc/>
    public override IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories)
    {
        foreach (AccountRisk account in facts.Risk.Accounts)
        {
            if (Account.Length > 0 && account.Account.Value != Account) continue;
            if (Symbol.Length == 0)
                foreach (RiskUsage usage in account.Usage.Where(IsMeant)) yield return Judge(account.Account.Value, "", usage);
            foreach (SymbolRisk symbol in account.Symbols)
            {
                if (Symbol.Length > 0 && symbol.Symbol != Symbol) continue;
                foreach (RiskUsage usage in symbol.Usage.Where(IsMeant)) yield return Judge(account.Account.Value, symbol.Symbol, usage);
            }
        }
    }

    private bool IsMeant(RiskUsage usage) => Limit.Length == 0 || usage.Code == Limit;

    private AlertReading Judge(string account, string symbol, RiskUsage usage)
    {
        string subject = symbol.Length > 0 ? $"{account} {usage.Code} {symbol}" : $"{account} {usage.Code}";
        if (usage.Share is not { } share) return new AlertReading(subject, AlertSignal.Unknown, Ticker: symbol);
        decimal percent = Math.Round(share * 100m, 1);
        return new AlertReading(
            subject, LevelCheck.Judge(AlertComparison.Above, null, percent, Percent, Hysteresis), $"{usage.Name} ({usage.Code}){(symbol.Length > 0 ? " in " + symbol : "")} of {account} is used to {Say.Number(percent)} %.", percent, symbol);
    }
}
