namespace TradingCore.Engine.Views;

/// <summary>What readers see of risk: the newest immutable snapshot. One volatile read; compare references to learn whether something changed.</summary>
public interface IRiskView
{
    /// <summary>The newest snapshot.</summary>
    RiskSnapshot Current { get; }
}
