namespace TradingCore.Risk;

/// <summary>One rule that an order must keep before it may leave.</summary>
public interface IRiskCheck
{
    /// <summary>Id of the check, <c>R01</c> to <c>R40</c>.</summary>
    string Code { get; }

    /// <summary>Short name for people.</summary>
    string Name { get; }

    /// <summary>Judges one order. Pure: the same context gives the same result.</summary>
    RiskCheckResult Check(RiskContext context);
}
