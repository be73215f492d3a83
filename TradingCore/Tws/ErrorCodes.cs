using TradingCore.Domain;
using TwsProtocol;

namespace TradingCore.Tws;

/// <summary>What an error means for a subscription.</summary>
internal enum SubscriptionOutcome
{
    /// <summary>It lives on.</summary>
    Advice = 0,
    /// <summary>It ended for a reason that passes.</summary>
    AskAgain,
    /// <summary>It ended for good.</summary>
    Refused,
}

/// <summary>What error codes mean for the session. Classes and texts are in <see cref="TwsErrors"/>.</summary>
internal static class ErrorCodes
{
    public const int RateExceeded = 100;
    public const int LinesExhausted = 101;
    public const int DuplicateTickerId = 102;
    public const int OrderCancelled = 202;
    public const int ProcessingFailed = 322;
    public const int ClientIdInUse = 326;
    public const int RealTimeQueryInvalid = 420;
    public const int BrokerLost = 1100;
    public const int RestoredDataLost = 1101;
    public const int RestoredDataKept = 1102;
    public const int PortReset = 1300;
    public const int MarketDataFarmBroken = 2103;
    public const int MarketDataFarmOk = 2104;
    public const int HistoryFarmBroken = 2105;
    public const int HistoryFarmOk = 2106;
    public const int HistoryFarmIdle = 2107;
    public const int MarketDataFarmIdle = 2108;
    public const int ServerLinkBroken = 2110;
    public const int DefinitionFarmBroken = 2157;
    public const int DefinitionFarmOk = 2158;
    public const int NeedsSubscription = 10089;
    public const int DelayedDataSent = 10167;
    public const int LiveUpdateLost = 10182;
    public const int CompetingSession = 10197;

    private const string IdleFarmBefore = "demand.";

    /// <summary>Which farm a notice is about, and how it is; null when the code is about no farm.</summary>
    public static (FarmKind Kind, FarmHealth Health)? FarmOf(int code) => code switch
    {
        MarketDataFarmBroken => (FarmKind.MarketData, FarmHealth.Disconnected),
        MarketDataFarmOk => (FarmKind.MarketData, FarmHealth.Connected),
        MarketDataFarmIdle => (FarmKind.MarketData, FarmHealth.Inactive),
        HistoryFarmBroken => (FarmKind.History, FarmHealth.Disconnected),
        HistoryFarmOk => (FarmKind.History, FarmHealth.Connected),
        HistoryFarmIdle => (FarmKind.History, FarmHealth.Inactive),
        DefinitionFarmBroken => (FarmKind.SecurityDefinition, FarmHealth.Disconnected),
        DefinitionFarmOk => (FarmKind.SecurityDefinition, FarmHealth.Connected),
        _ => null,
    };

    /// <summary>Name of the farm at the end of a notice: <c>...:usfarm</c>, or <c>...upon demand.usfarm</c> of an idle one.</summary>
    public static string FarmName(string text)
    {
        int colon = text.LastIndexOf(':'), idle = text.LastIndexOf(IdleFarmBefore, StringComparison.OrdinalIgnoreCase);
        // Names can have points of their own (usfarm.nj).
        string name = text[(colon >= 0 ? colon + 1 : idle >= 0 ? idle + IdleFarmBefore.Length : 0)..].Trim();
        return name.Length is > 0 and <= 40 && !name.Contains(' ', StringComparison.Ordinal) ? name : "unnamed farm";
    }

    /// <summary>What the user can do about an error; empty for a code that nobody documented, which is shown as it came.</summary>
    public static string AdviceOn(int code) => IsDocumented(code) ? TwsErrors.Find(code).Advice : "";

    /// <summary>False for a code that the vendor tells and does not describe.</summary>
    public static bool IsDocumented(int code) => TwsErrors.Find(code).Name is not ("Unknown" or "UnknownNotice");

    /// <summary>A text of the gateway with what to do about it.</summary>
    public static string WithAdvice(int code, string text) => AdviceOn(code) is { Length: > 0 } advice ? $"{text.TrimEnd('.')}. {advice}" : text;

    /// <summary>True when the order lives on after this error.</summary>
    /// <param name="code">Code.</param>
    /// <param name="isModification">True when the last message about the order was a modification of one that the broker holds.</param>
    /// <remarks>
    /// The outcome of a request and the state of an order are two things: a refused modification leaves the order as it was, and if it does not,
    /// its status says so. Source: requests.md section 10.
    /// </remarks>
    public static bool OrderLivesOn(int code, bool isModification)
    {
        // A cancel that is confirmed, or refused because the order is unknown there or past cancelling: no warning, the order must be looked at.
        if (code is OrderCancelled or 135 or 136 or 161 or 10147 or 10148 or 10149) return false;
        // What nobody documented says nothing for certain: the order's status decides, or a comparison when none comes.
        if (!IsDocumented(code) || TwsErrors.Find(code).Kind != TwsErrorKind.Error) return true;
        // These only ever answer a modification, also when we do not remember having sent one.
        return isModification || code is 105 or 329 or 2102;
    }

    /// <summary>What an error means for a subscription to ticks or bars.</summary>
    /// <param name="code">Code.</param>
    /// <param name="text">Text.</param>
    /// <param name="marketDataType">Kind of data asked for.</param>
    public static SubscriptionOutcome ForSubscription(int code, string text, int marketDataType)
    {
        switch (code)
        {
            case LinesExhausted or DuplicateTickerId or RateExceeded or ProcessingFailed or CompetingSession or LiveUpdateLost:
                return SubscriptionOutcome.AskAgain;
            // The data needs a subscription, but who asked for delayed data gets it all the same.
            case NeedsSubscription when marketDataType >= 3:
                return SubscriptionOutcome.Advice;
        }
        if (text.Contains("pacing", StringComparison.OrdinalIgnoreCase)) return SubscriptionOutcome.AskAgain;
        TwsError error = TwsErrors.Find(code);
        if (error.Flags.HasFlag(TwsErrorFlags.NeedsAction)) return SubscriptionOutcome.AskAgain;
        return error.Kind == TwsErrorKind.Error ? SubscriptionOutcome.Refused : SubscriptionOutcome.Advice;
    }
}
