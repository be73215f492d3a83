namespace TradingCore.Tws;

/// <summary>Log event ids 1000 to 1999.</summary>
internal static class TwsEventIds
{
    public const int Connecting = 1000;
    public const int Connected = 1001;
    public const int SessionReady = 1002;
    public const int Disconnected = 1003;
    public const int WaitingToReconnect = 1004;
    public const int Redirected = 1005;
    public const int Stopped = 1006;
    public const int HalfOpen = 1007;
    public const int NoSession = 1008;
    public const int BrokerLost = 1010;
    public const int BrokerRestored = 1011;
    public const int FarmBroken = 1012;
    public const int FarmWell = 1013;
    public const int Notice = 1014;
    public const int CompetingSession = 1015;
    public const int IllegalTransition = 1016;
    public const int ReadOnlyStandIn = 1017;
    public const int OwnIdFree = 1018;
    public const int GatewayStuck = 1019;
    public const int BadFrame = 1020;
    public const int UnknownMessage = 1021;
    public const int RefusedByEncoder = 1022;
    public const int SendLaneFull = 1023;
    public const int LateReply = 1024;
    public const int EventDropped = 1025;
    public const int DroppedWhileDisconnected = 1030;
    public const int ReadOnlyRefused = 1031;
    public const int OrderSent = 1032;
    public const int CancelSent = 1033;
    public const int GlobalCancelSent = 1034;
    public const int OrderError = 1035;
    public const int FencedRefused = 1036;
    public const int RoundStarted = 1040;
    public const int RoundEnded = 1041;
    public const int ListOverdue = 1042;
    public const int InstrumentResolved = 1050;
    public const int InstrumentNotResolved = 1051;
    public const int AmbiguousContract = 1052;
    public const int SubscriptionStarted = 1060;
    public const int SubscriptionFailed = 1061;
    public const int SubscriptionAdvice = 1062;
    public const int SubscriptionSilent = 1063;
    public const int BarsFallBack = 1064;
    public const int QuotesSilent = 1065;
    public const int DepthOutOfStep = 1066;
    public const int HistoryAnswered = 1070;
    public const int HistoryFailed = 1071;
    public const int HistoryPaced = 1072;
    public const int CaptureFailed = 1080;
    public const int RestartBegins = 1085;
    public const int RestartEnded = 1086;
    public const int UnexpectedError = 1090;
    public const int AdvisorNotRead = 1095;
}
