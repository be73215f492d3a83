namespace TradingCore.Positions;

/// <summary>Event ids of the log, block 5000.</summary>
internal static class PositionEventIds
{
    public const int PositionAdopted = 5000;
    public const int PositionDiffers = 5001;
    public const int PositionAgrees = 5002;
    public const int TieOutHalted = 5003;
    public const int TieOutReopened = 5004;
    public const int DifferenceBooked = 5005;
    public const int StatementBooked = 5006;
}
