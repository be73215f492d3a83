namespace TradingCore.Orders;

/// <summary>Event ids of the log, block 3000.</summary>
internal static class OrderEventIds
{
    public const int OrderAccepted = 3000;
    public const int OrderChanged = 3001;
    public const int FillBooked = 3002;
    public const int FillCorrected = 3003;
    public const int DuplicateExecution = 3004;
    public const int UnexpectedEvent = 3005;
    public const int OrderLost = 3006;
    public const int OrderAdopted = 3007;
    public const int OrderErrorUnmatched = 3008;
    public const int OrderTwin = 3009;
    public const int OrderWarning = 3010;
    public const int CommissionDropped = 3011;
    public const int CancelSent = 3012;
    public const int OrderOnWire = 3013;
    public const int OrderQueued = 3014;
    public const int OrderReleased = 3015;
    public const int BracketCorrected = 3016;
    public const int BracketUnprotected = 3017;
    public const int OrderTwinId = 3018;
    public const int OldFillCorrected = 3019;
    public const int RoundStarted = 3020;
    public const int RoundCompleted = 3021;
    public const int RoundTimedOut = 3022;
    public const int SessionVerified = 3023;
    public const int SessionLost = 3024;
    public const int JournalFailed = 3030;
    public const int JournalRecovered = 3031;
    public const int EventFailed = 3032;
    public const int PersonCalled = 3035;
    public const int OrderHeld = 3036;
    public const int WarmingFailed = 3037;
    public const int EngineStarted = 3033;
    public const int EngineStopped = 3034;
}
