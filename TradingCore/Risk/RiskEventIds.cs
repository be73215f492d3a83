namespace TradingCore.Risk;

/// <summary>Event ids of the log, block 4000.</summary>
internal static class RiskEventIds
{
    public const int OrderDenied = 4000;
    public const int ModifyDenied = 4001;
    public const int LatchTripped = 4002;
    public const int LatchRearmed = 4003;
    public const int PostTradeAlert = 4004;
}
