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
    public const int RoundStarted = 3010;
    public const int RoundCompleted = 3011;
    public const int RoundTimedOut = 3012;
    public const int JournalFailed = 3020;
    public const int JournalRecovered = 3021;
    public const int EventFailed = 3022;
    public const int CancelRequested = 3023;
    public const int SessionChanged = 3024;
    public const int EngineStarted = 3025;
    public const int EngineStopped = 3026;
}
