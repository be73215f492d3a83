namespace TradingCore.Positions;

/// <summary>Event ids of the log, block 5000.</summary>
internal static class PositionEventIds
{
    public const int PositionAdopted = 5000;
    public const int PositionDiffers = 5001;
    public const int PositionAgrees = 5002;
}
