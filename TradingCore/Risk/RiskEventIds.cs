namespace TradingCore.Risk;

/// <summary>Event ids of the log, block 4000.</summary>
internal static class RiskEventIds
{
    public const int OrderDenied = 4000;
    public const int ModifyDenied = 4001;
    public const int LatchTripped = 4002;
    public const int LatchRearmed = 4003;
    public const int PostTradeAlert = 4004;
    public const int KillEngaged = 4010;
    public const int KillRearmed = 4011;
    public const int KillPhaseChanged = 4012;
    public const int KillStuck = 4013;
    public const int KillCloses = 4014;
}
