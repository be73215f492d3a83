namespace TwsProtocol;

/// <summary>Tick type ids; ids that are not listed are passed through.</summary>
public static class TickType
{
    /// <summary>BID SIZE: a size.</summary>
    public const int BidSize = 0;

    /// <summary>BID: a price.</summary>
    public const int Bid = 1;

    /// <summary>ASK: a price.</summary>
    public const int Ask = 2;

    /// <summary>ASK SIZE: a size.</summary>
    public const int AskSize = 3;

    /// <summary>LAST: a price.</summary>
    public const int Last = 4;

    /// <summary>LAST SIZE: a size.</summary>
    public const int LastSize = 5;

    /// <summary>HIGH: a price.</summary>
    public const int High = 6;

    /// <summary>LOW: a price.</summary>
    public const int Low = 7;

    /// <summary>VOLUME: a size.</summary>
    public const int Volume = 8;

    /// <summary>CLOSE: a price.</summary>
    public const int Close = 9;

    /// <summary>BID OPTION: an option computation.</summary>
    public const int BidOption = 10;

    /// <summary>ASK OPTION: an option computation.</summary>
    public const int AskOption = 11;

    /// <summary>LAST OPTION: an option computation.</summary>
    public const int LastOption = 12;

    /// <summary>MODEL OPTION: an option computation.</summary>
    public const int ModelOption = 13;

    /// <summary>OPEN: a price.</summary>
    public const int Open = 14;

    /// <summary>LOW 13 WEEK: a price. Needs generic tick 165.</summary>
    public const int Low13Week = 15;

    /// <summary>HIGH 13 WEEK: a price. Needs generic tick 165.</summary>
    public const int High13Week = 16;

    /// <summary>LOW 26 WEEK: a price. Needs generic tick 165.</summary>
    public const int Low26Week = 17;

    /// <summary>HIGH 26 WEEK: a price. Needs generic tick 165.</summary>
    public const int High26Week = 18;

    /// <summary>LOW 52 WEEK: a price. Needs generic tick 165.</summary>
    public const int Low52Week = 19;

    /// <summary>HIGH 52 WEEK: a price. Needs generic tick 165.</summary>
    public const int High52Week = 20;

    /// <summary>AVG VOLUME: a size. Needs generic tick 165.</summary>
    public const int AvgVolume = 21;

    /// <summary>OPEN INTEREST: a size.</summary>
    public const int OpenInterest = 22;

    /// <summary>OPTION HISTORICAL VOL: a number. Needs generic tick 104.</summary>
    public const int OptionHistoricalVol = 23;

    /// <summary>OPTION IMPLIED VOL: a number. Needs generic tick 106.</summary>
    public const int OptionImpliedVol = 24;

    /// <summary>OPTION BID EXCH: no message of its own.</summary>
    public const int OptionBidExch = 25;

    /// <summary>OPTION ASK EXCH: no message of its own.</summary>
    public const int OptionAskExch = 26;

    /// <summary>OPTION CALL OPEN INTEREST: a size. Needs generic tick 101.</summary>
    public const int OptionCallOpenInterest = 27;

    /// <summary>OPTION PUT OPEN INTEREST: a size. Needs generic tick 101.</summary>
    public const int OptionPutOpenInterest = 28;

    /// <summary>OPTION CALL VOLUME: a size. Needs generic tick 100.</summary>
    public const int OptionCallVolume = 29;

    /// <summary>OPTION PUT VOLUME: a size. Needs generic tick 100.</summary>
    public const int OptionPutVolume = 30;

    /// <summary>INDEX FUTURE PREMIUM: a number. Needs generic tick 162.</summary>
    public const int IndexFuturePremium = 31;

    /// <summary>BID EXCH: a text.</summary>
    public const int BidExch = 32;

    /// <summary>ASK EXCH: a text.</summary>
    public const int AskExch = 33;

    /// <summary>AUCTION VOLUME: a size. Needs generic tick 225.</summary>
    public const int AuctionVolume = 34;

    /// <summary>AUCTION PRICE: a price. Needs generic tick 225.</summary>
    public const int AuctionPrice = 35;

    /// <summary>AUCTION IMBALANCE: a size. Needs generic tick 225.</summary>
    public const int AuctionImbalance = 36;

    /// <summary>MARK PRICE: a price. Needs generic tick 221/232.</summary>
    public const int MarkPrice = 37;

    /// <summary>BID EFP COMPUTATION: an EFP computation.</summary>
    public const int BidEfpComputation = 38;

    /// <summary>ASK EFP COMPUTATION: an EFP computation.</summary>
    public const int AskEfpComputation = 39;

    /// <summary>LAST EFP COMPUTATION: an EFP computation.</summary>
    public const int LastEfpComputation = 40;

    /// <summary>OPEN EFP COMPUTATION: an EFP computation.</summary>
    public const int OpenEfpComputation = 41;

    /// <summary>HIGH EFP COMPUTATION: an EFP computation.</summary>
    public const int HighEfpComputation = 42;

    /// <summary>LOW EFP COMPUTATION: an EFP computation.</summary>
    public const int LowEfpComputation = 43;

    /// <summary>CLOSE EFP COMPUTATION: an EFP computation.</summary>
    public const int CloseEfpComputation = 44;

    /// <summary>LAST TIMESTAMP: a text.</summary>
    public const int LastTimestamp = 45;

    /// <summary>SHORTABLE: a number. Needs generic tick 236.</summary>
    public const int Shortable = 46;

    /// <summary>FUNDAMENTAL RATIOS: a text. Needs generic tick 258.</summary>
    public const int FundamentalRatios = 47;

    /// <summary>RT VOLUME: a text. Needs generic tick 233.</summary>
    public const int RtVolume = 48;

    /// <summary>HALTED: a number.</summary>
    public const int Halted = 49;

    /// <summary>BID YIELD: a price.</summary>
    public const int BidYield = 50;

    /// <summary>ASK YIELD: a price.</summary>
    public const int AskYield = 51;

    /// <summary>LAST YIELD: a price.</summary>
    public const int LastYield = 52;

    /// <summary>CUST OPTION COMPUTATION: an option computation.</summary>
    public const int CustOptionComputation = 53;

    /// <summary>TRADE COUNT: a number. Needs generic tick 293.</summary>
    public const int TradeCount = 54;

    /// <summary>TRADE RATE: a number. Needs generic tick 294.</summary>
    public const int TradeRate = 55;

    /// <summary>VOLUME RATE: a number. Needs generic tick 295.</summary>
    public const int VolumeRate = 56;

    /// <summary>LAST RTH TRADE: a price. Needs generic tick 318.</summary>
    public const int LastRthTrade = 57;

    /// <summary>RT HISTORICAL VOL: a number. Needs generic tick 411.</summary>
    public const int RtHistoricalVol = 58;

    /// <summary>IB DIVIDENDS: a text. Needs generic tick 456.</summary>
    public const int IbDividends = 59;

    /// <summary>BOND FACTOR MULTIPLIER: a number. Needs generic tick 460.</summary>
    public const int BondFactorMultiplier = 60;

    /// <summary>REGULATORY IMBALANCE: a size. Needs generic tick 225.</summary>
    public const int RegulatoryImbalance = 61;

    /// <summary>NEWS TICK: a text. Needs generic tick 292.</summary>
    public const int NewsTick = 62;

    /// <summary>SHORT TERM VOLUME 3 MIN: a size. Needs generic tick 595.</summary>
    public const int ShortTermVolume3Min = 63;

    /// <summary>SHORT TERM VOLUME 5 MIN: a size. Needs generic tick 595.</summary>
    public const int ShortTermVolume5Min = 64;

    /// <summary>SHORT TERM VOLUME 10 MIN: a size. Needs generic tick 595.</summary>
    public const int ShortTermVolume10Min = 65;

    /// <summary>DELAYED BID: a price. Delayed data.</summary>
    public const int DelayedBid = 66;

    /// <summary>DELAYED ASK: a price. Delayed data.</summary>
    public const int DelayedAsk = 67;

    /// <summary>DELAYED LAST: a price. Delayed data.</summary>
    public const int DelayedLast = 68;

    /// <summary>DELAYED BID SIZE: a size. Delayed data.</summary>
    public const int DelayedBidSize = 69;

    /// <summary>DELAYED ASK SIZE: a size. Delayed data.</summary>
    public const int DelayedAskSize = 70;

    /// <summary>DELAYED LAST SIZE: a size. Delayed data.</summary>
    public const int DelayedLastSize = 71;

    /// <summary>DELAYED HIGH: a price. Delayed data.</summary>
    public const int DelayedHigh = 72;

    /// <summary>DELAYED LOW: a price. Delayed data.</summary>
    public const int DelayedLow = 73;

    /// <summary>DELAYED VOLUME: a size. Delayed data.</summary>
    public const int DelayedVolume = 74;

    /// <summary>DELAYED CLOSE: a price. Delayed data.</summary>
    public const int DelayedClose = 75;

    /// <summary>DELAYED OPEN: a price. Delayed data.</summary>
    public const int DelayedOpen = 76;

    /// <summary>RT TRD VOLUME: a text. Needs generic tick 375.</summary>
    public const int RtTrdVolume = 77;

    /// <summary>CREDITMAN MARK PRICE: a price. Needs generic tick 221.</summary>
    public const int CreditmanMarkPrice = 78;

    /// <summary>CREDITMAN SLOW MARK PRICE: a price. Needs generic tick 619.</summary>
    public const int CreditmanSlowMarkPrice = 79;

    /// <summary>DELAYED BID OPTION: an option computation. Delayed data.</summary>
    public const int DelayedBidOption = 80;

    /// <summary>DELAYED ASK OPTION: an option computation. Delayed data.</summary>
    public const int DelayedAskOption = 81;

    /// <summary>DELAYED LAST OPTION: an option computation. Delayed data.</summary>
    public const int DelayedLastOption = 82;

    /// <summary>DELAYED MODEL OPTION: an option computation. Delayed data.</summary>
    public const int DelayedModelOption = 83;

    /// <summary>LAST EXCH: a text.</summary>
    public const int LastExch = 84;

    /// <summary>LAST REG TIME: a text.</summary>
    public const int LastRegTime = 85;

    /// <summary>FUTURES OPEN INTEREST: a size. Needs generic tick 588.</summary>
    public const int FuturesOpenInterest = 86;

    /// <summary>AVG OPT VOLUME: a size. Needs generic tick 105.</summary>
    public const int AvgOptVolume = 87;

    /// <summary>DELAYED LAST TIMESTAMP: a text. Delayed data.</summary>
    public const int DelayedLastTimestamp = 88;

    /// <summary>SHORTABLE SHARES: a size. Needs generic tick 236.</summary>
    public const int ShortableShares = 89;

    /// <summary>DELAYED HALTED: a number. Delayed data.</summary>
    public const int DelayedHalted = 90;

    /// <summary>REUTERS 2 MUTUAL FUNDS: a text.</summary>
    public const int Reuters2MutualFunds = 91;

    /// <summary>ETF NAV CLOSE: a price. Needs generic tick 578.</summary>
    public const int EtfNavClose = 92;

    /// <summary>ETF NAV PRIOR CLOSE: a price. Needs generic tick 578.</summary>
    public const int EtfNavPriorClose = 93;

    /// <summary>ETF NAV BID: a price. Needs generic tick 576.</summary>
    public const int EtfNavBid = 94;

    /// <summary>ETF NAV ASK: a price. Needs generic tick 576.</summary>
    public const int EtfNavAsk = 95;

    /// <summary>ETF NAV LAST: a price. Needs generic tick 577.</summary>
    public const int EtfNavLast = 96;

    /// <summary>ETF FROZEN NAV LAST: a price. Needs generic tick 623.</summary>
    public const int EtfFrozenNavLast = 97;

    /// <summary>ETF NAV HIGH: a price. Needs generic tick 614.</summary>
    public const int EtfNavHigh = 98;

    /// <summary>ETF NAV LOW: a price. Needs generic tick 614.</summary>
    public const int EtfNavLow = 99;

    /// <summary>SOCIAL MARKET ANALYTICS: a text.</summary>
    public const int SocialMarketAnalytics = 100;

    /// <summary>ESTIMATED IPO MIDPOINT: a price. Needs generic tick 586.</summary>
    public const int EstimatedIpoMidpoint = 101;

    /// <summary>FINAL IPO LAST: a price. Needs generic tick 586.</summary>
    public const int FinalIpoLast = 102;

    /// <summary>DELAYED YIELD BID: a price. Delayed data.</summary>
    public const int DelayedYieldBid = 103;

    /// <summary>DELAYED YIELD ASK: a price. Delayed data.</summary>
    public const int DelayedYieldAsk = 104;

    private static readonly string[] Names =
    [
        "BID_SIZE", "BID", "ASK", "ASK_SIZE", "LAST", "LAST_SIZE", "HIGH", "LOW", "VOLUME", "CLOSE", "BID_OPTION", "ASK_OPTION", "LAST_OPTION",
        "MODEL_OPTION", "OPEN", "LOW_13_WEEK", "HIGH_13_WEEK", "LOW_26_WEEK", "HIGH_26_WEEK", "LOW_52_WEEK", "HIGH_52_WEEK", "AVG_VOLUME",
        "OPEN_INTEREST", "OPTION_HISTORICAL_VOL", "OPTION_IMPLIED_VOL", "OPTION_BID_EXCH", "OPTION_ASK_EXCH", "OPTION_CALL_OPEN_INTEREST",
        "OPTION_PUT_OPEN_INTEREST", "OPTION_CALL_VOLUME", "OPTION_PUT_VOLUME", "INDEX_FUTURE_PREMIUM", "BID_EXCH", "ASK_EXCH", "AUCTION_VOLUME",
        "AUCTION_PRICE", "AUCTION_IMBALANCE", "MARK_PRICE", "BID_EFP_COMPUTATION", "ASK_EFP_COMPUTATION", "LAST_EFP_COMPUTATION", "OPEN_EFP_COMPUTATION",
        "HIGH_EFP_COMPUTATION", "LOW_EFP_COMPUTATION", "CLOSE_EFP_COMPUTATION", "LAST_TIMESTAMP", "SHORTABLE", "FUNDAMENTAL_RATIOS", "RT_VOLUME",
        "HALTED", "BID_YIELD", "ASK_YIELD", "LAST_YIELD", "CUST_OPTION_COMPUTATION", "TRADE_COUNT", "TRADE_RATE", "VOLUME_RATE", "LAST_RTH_TRADE",
        "RT_HISTORICAL_VOL", "IB_DIVIDENDS", "BOND_FACTOR_MULTIPLIER", "REGULATORY_IMBALANCE", "NEWS_TICK", "SHORT_TERM_VOLUME_3_MIN",
        "SHORT_TERM_VOLUME_5_MIN", "SHORT_TERM_VOLUME_10_MIN", "DELAYED_BID", "DELAYED_ASK", "DELAYED_LAST", "DELAYED_BID_SIZE", "DELAYED_ASK_SIZE",
        "DELAYED_LAST_SIZE", "DELAYED_HIGH", "DELAYED_LOW", "DELAYED_VOLUME", "DELAYED_CLOSE", "DELAYED_OPEN", "RT_TRD_VOLUME", "CREDITMAN_MARK_PRICE",
        "CREDITMAN_SLOW_MARK_PRICE", "DELAYED_BID_OPTION", "DELAYED_ASK_OPTION", "DELAYED_LAST_OPTION", "DELAYED_MODEL_OPTION", "LAST_EXCH",
        "LAST_REG_TIME", "FUTURES_OPEN_INTEREST", "AVG_OPT_VOLUME", "DELAYED_LAST_TIMESTAMP", "SHORTABLE_SHARES", "DELAYED_HALTED",
        "REUTERS_2_MUTUAL_FUNDS", "ETF_NAV_CLOSE", "ETF_NAV_PRIOR_CLOSE", "ETF_NAV_BID", "ETF_NAV_ASK", "ETF_NAV_LAST", "ETF_FROZEN_NAV_LAST",
        "ETF_NAV_HIGH", "ETF_NAV_LOW", "SOCIAL_MARKET_ANALYTICS", "ESTIMATED_IPO_MIDPOINT", "FINAL_IPO_LAST", "DELAYED_YIELD_BID", "DELAYED_YIELD_ASK",
    ];

    /// <summary>The official name, such as BID_SIZE; the number as text for ids that have none.</summary>
    /// <param name="tickType">Tick type id.</param>
    public static string NameOf(int tickType) =>
        (uint)tickType < (uint)Names.Length ? Names[tickType] : tickType.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The size tick that a price tick carries with it; -1 for price ticks whose size means nothing.</summary>
    /// <param name="priceTickType">Tick type id of a price.</param>
    public static int SizeOf(int priceTickType) => priceTickType switch
    {
        Bid => BidSize,
        Ask => AskSize,
        Last => LastSize,
        DelayedBid => DelayedBidSize,
        DelayedAsk => DelayedAskSize,
        DelayedLast => DelayedLastSize,
        _ => -1,
    };

    /// <summary>The live tick type of a delayed one; other types unchanged.</summary>
    /// <param name="tickType">Tick type id.</param>
    public static int LiveOf(int tickType) => tickType switch
    {
        DelayedBid => Bid,
        DelayedAsk => Ask,
        DelayedLast => Last,
        DelayedBidSize => BidSize,
        DelayedAskSize => AskSize,
        DelayedLastSize => LastSize,
        DelayedHigh => High,
        DelayedLow => Low,
        DelayedVolume => Volume,
        DelayedClose => Close,
        DelayedOpen => Open,
        DelayedBidOption => BidOption,
        DelayedAskOption => AskOption,
        DelayedLastOption => LastOption,
        DelayedModelOption => ModelOption,
        DelayedLastTimestamp => LastTimestamp,
        DelayedHalted => Halted,
        DelayedYieldBid => BidYield,
        DelayedYieldAsk => AskYield,
        _ => tickType,
    };

    /// <summary>The delayed tick type that stands for a live one; -1 when there is none.</summary>
    /// <param name="tickType">Tick type id of live data.</param>
    public static int DelayedOf(int tickType) => tickType switch
    {
        Bid => DelayedBid,
        Ask => DelayedAsk,
        Last => DelayedLast,
        BidSize => DelayedBidSize,
        AskSize => DelayedAskSize,
        LastSize => DelayedLastSize,
        High => DelayedHigh,
        Low => DelayedLow,
        Volume => DelayedVolume,
        Close => DelayedClose,
        Open => DelayedOpen,
        BidOption => DelayedBidOption,
        AskOption => DelayedAskOption,
        LastOption => DelayedLastOption,
        ModelOption => DelayedModelOption,
        LastTimestamp => DelayedLastTimestamp,
        Halted => DelayedHalted,
        BidYield => DelayedYieldBid,
        AskYield => DelayedYieldAsk,
        _ => -1,
    };
}
