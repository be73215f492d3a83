using TradingCore.Risk.Limits;

namespace TradingCore.Risk;

/// <summary>One rule that an order must keep before it may leave. A check that passes allocates nothing.</summary>
/// <param name="code">Id of the check.</param>
/// <param name="name">Short name for people.</param>
/// <param name="unit">How its figures are written where a result says nothing else; null for prices.</param>
public abstract class RiskCheck(string code, string name, RiskUnit? unit = null)
{
    /// <summary>Id of the check, <c>R01</c> to <c>R40</c>.</summary>
    public string Code { get; } = code;

    /// <summary>Short name for people.</summary>
    public string Name { get; } = name;

    /// <summary>Judges one order. Pure: the same context gives the same result.</summary>
    public abstract RiskCheckResult Check(RiskContext context);

    /// <summary>The order may pass.</summary>
    protected RiskCheckResult Pass(decimal? observed = null, decimal? limit = null, string note = "") => new(Code, Name, true, observed, limit, note, unit);

    /// <summary>The order must not leave.</summary>
    /// <param name="finding">What was found, without full stop; the code is added to it.</param>
    /// <param name="advice">What to do, one or more sentences.</param>
    /// <param name="observed">What was measured.</param>
    /// <param name="limit">What it was held against.</param>
    protected RiskCheckResult Deny(string finding, string advice, decimal? observed = null, decimal? limit = null) =>
        new(Code, Name, false, observed, limit, $"{finding} ({Code}). {advice}", unit);

    /// <summary>Market data that the check needs is not known: it passes with a note, or denies when the limits say so.</summary>
    /// <param name="context">The order.</param>
    /// <param name="missing">What is not known, a constant sentence.</param>
    /// <param name="limit">What it would be held against.</param>
    protected RiskCheckResult NotJudged(RiskContext context, string missing, decimal? limit = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Limits.IsOn(RiskLimit.MissingDataDenies)
            ? Deny(missing.TrimEnd('.'), "Wait for it, or ask an admin to let orders pass without.", null, limit)
            : Pass(null, limit, missing);
    }
}
