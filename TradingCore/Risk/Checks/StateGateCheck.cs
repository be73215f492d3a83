using TradingCore.Domain;

namespace TradingCore.Risk.Checks;

/// <summary>R01: trading is open; while it is reducing, nothing that makes the worst case larger.</summary>
public sealed class StateGateCheck() : RiskCheck("R01", "Trading state")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context) => context.Gate switch
    {
        TradingGate.Open => Pass(),
        TradingGate.Reducing when context.WorstAfter <= context.WorstBefore => Pass(context.WorstAfter, context.WorstBefore),
        TradingGate.Reducing => Deny(
            $"Only orders that reduce the position may leave, and this one raises the worst case from {Say.Number(context.WorstBefore)} to {Say.Number(context.WorstAfter)}",
            context.GateReason, context.WorstAfter, context.WorstBefore),
        _ => Deny("No new order may leave now", context.GateReason.Length > 0 ? context.GateReason : "Trading is halted."),
    };
}
