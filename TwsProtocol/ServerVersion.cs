namespace TwsProtocol;

/// <summary>Server versions at which messages changed, and the range this library speaks.</summary>
public static class ServerVersion
{
    /// <summary>Lowest version spoken.</summary>
    public const int Min = 176;

    /// <summary>Highest version spoken; from 201 on the protocol is binary.</summary>
    public const int Max = 200;

    /// <summary>Contract requests carry the bond issuer id.</summary>
    public const int BondIssuerId = 176;

    /// <summary>Advisor profiles are gone.</summary>
    public const int FaProfileDesupport = 177;

    /// <summary>Executions tell that their price may be revised.</summary>
    public const int PendingPriceRevision = 178;

    /// <summary>Contract details of funds carry fund fields.</summary>
    public const int FundDataFields = 179;

    /// <summary>Exercises carry a manual order time.</summary>
    public const int ManualOrderTimeExerciseOptions = 180;

    /// <summary>Contract details carry the plain last trade date.</summary>
    public const int LastTradeDate = 182;

    /// <summary>Orders carry a customer account.</summary>
    public const int CustomerAccount = 183;

    /// <summary>Orders carry the professional customer flag.</summary>
    public const int ProfessionalCustomer = 184;

    /// <summary>Open orders carry the accrued interest.</summary>
    public const int BondAccruedInterest = 185;

    /// <summary>Contract details say why a contract cannot be traded.</summary>
    public const int IneligibilityReasons = 186;

    /// <summary>Orders and cancels carry fields of a withdrawn feature.</summary>
    public const int RfqFields = 187;

    /// <summary>Bond details carry zone and hours.</summary>
    public const int BondTradingHours = 188;

    /// <summary>Orders carry the overnight flag.</summary>
    public const int IncludeOvernight = 189;

    /// <summary>The fields of 187 are gone again.</summary>
    public const int UndoRfqFields = 190;

    /// <summary>Orders and cancels carry the CME tagging fields.</summary>
    public const int CmeTaggingFields = 192;

    /// <summary>Open orders carry the CME tagging fields.</summary>
    public const int CmeTaggingFieldsInOpenOrder = 193;

    /// <summary>Errors carry a time and no version.</summary>
    public const int ErrorTime = 194;

    /// <summary>Open orders carry the full preview.</summary>
    public const int FullOrderPreviewFields = 195;

    /// <summary>The end of historical data is a message of its own.</summary>
    public const int HistoricalDataEnd = 196;

    /// <summary>The time can be asked for in milliseconds.</summary>
    public const int CurrentTimeInMillis = 197;

    /// <summary>Orders and executions carry the submitter.</summary>
    public const int Submitter = 198;

    /// <summary>Orders carry the imbalance flag.</summary>
    public const int ImbalanceOnly = 199;

    /// <summary>Executions can be asked for by days.</summary>
    public const int ParametrizedDaysOfExecutions = 200;
}
