namespace TradingCore.Risk;

/// <summary>What all checks share: their names and the form of their results.</summary>
/// <param name="code">Id of the check.</param>
/// <param name="name">Short name for people.</param>
public abstract class RiskCheck(string code, string name) : IRiskCheck
{
    /// <inheritdoc/>
    public string Code { get; } = code;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public abstract RiskCheckResult Check(RiskContext context);

    /// <summary>The order may pass.</summary>
    protected RiskCheckResult Pass(decimal? observed = null, decimal? limit = null) => new(Code, Name, true, observed, limit, "");

    /// <summary>The order must not leave.</summary>
    /// <param name="finding">What was found, without full stop; the code is added to it.</param>
    /// <param name="advice">What to do, one or more sentences.</param>
    /// <param name="observed">What was measured.</param>
    /// <param name="limit">What it was held against.</param>
    protected RiskCheckResult Deny(string finding, string advice, decimal? observed = null, decimal? limit = null) =>
        new(Code, Name, false, observed, limit, $"{finding} ({Code}). {advice}");
}
