using TwsProtocol.Contracts;

namespace TwsProtocol.Orders;

/// <summary>An instruction to trade, with the official client's defaults. Null means "no value" on the wire.</summary>
/// <remarks>Prices are doubles because the protocol carries doubles. Lists compare by reference.</remarks>
public sealed record Order
{
    /// <summary>Order id, chosen by the client; sent beside the order, filled in by open orders.</summary>
    public int OrderId { get; init; }

    /// <summary>API client that owns the order; 0 also for orders entered in TWS. Never sent.</summary>
    public int ClientId { get; init; }

    /// <summary>The order's id over all clients, given by the server; 0 until it is accepted. Never sent.</summary>
    public long PermId { get; init; }

    /// <summary>BUY, SELL, SSHORT or SLONG.</summary>
    public string Action { get; init; } = "";

    /// <summary>Quantity; fractions are allowed, 0 with <see cref="CashQty"/>. Null = not told.</summary>
    public decimal? TotalQuantity { get; init; } = 0m;

    /// <summary>MKT, LMT, STP, STP LMT, TRAIL and others.</summary>
    public string OrderType { get; init; } = "";

    /// <summary>Limit price.</summary>
    public double? LmtPrice { get; init; }

    /// <summary>Stop price, trailing amount or offset, depending on the type.</summary>
    public double? AuxPrice { get; init; }

    /// <summary>DAY, GTC, GTD, IOC, FOK, OPG, DTC, AUC or Minutes.</summary>
    public string Tif { get; init; } = "";

    /// <summary>Name of the one-cancels-all group.</summary>
    public string OcaGroup { get; init; } = "";

    /// <summary>1 cancel with block, 2 reduce with block, 3 reduce without block; 0 none.</summary>
    public int OcaType { get; init; }

    /// <summary>Account.</summary>
    public string Account { get; init; } = "";

    /// <summary>O or C; empty for retail, ? in server messages.</summary>
    public string OpenClose { get; init; } = "";

    /// <summary>0 customer, 1 firm.</summary>
    public int Origin { get; init; }

    /// <summary>Free label of the client; ASCII.</summary>
    public string OrderRef { get; init; } = "";

    /// <summary>False holds the order in TWS until a later linked order is transmitted.</summary>
    public bool Transmit { get; init; } = true;

    /// <summary>Order id of the parent of a bracket or hedge; 0 = none.</summary>
    public int ParentId { get; init; }

    /// <summary>Block order.</summary>
    public bool BlockOrder { get; init; }

    /// <summary>Sweep to fill.</summary>
    public bool SweepToFill { get; init; }

    /// <summary>Visible size of an iceberg; null = none.</summary>
    public int? DisplaySize { get; init; } = 0;

    /// <summary>0 default, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7 last or bid/ask, 8 midpoint.</summary>
    public int TriggerMethod { get; init; }

    /// <summary>May trigger and fill outside regular hours.</summary>
    public bool OutsideRth { get; init; }

    /// <summary>Hidden order.</summary>
    public bool Hidden { get; init; }

    /// <summary>yyyyMMdd HH:mm:ss zone, or yyyyMMdd-HH:mm:ss in UTC.</summary>
    public string GoodAfterTime { get; init; } = "";

    /// <summary>End of a GTD order, in the form of <see cref="GoodAfterTime"/>.</summary>
    public string GoodTillDate { get; init; } = "";

    /// <summary>Pass the price precautions of TWS.</summary>
    public bool OverridePercentageConstraints { get; init; }

    /// <summary>I, A, W, J, U, M, K, Y or N.</summary>
    public string Rule80A { get; init; } = "";

    /// <summary>Fill completely or not at all.</summary>
    public bool AllOrNone { get; init; }

    /// <summary>Smallest fill.</summary>
    public int? MinQty { get; init; }

    /// <summary>Offset of relative orders, as a fraction.</summary>
    public double? PercentOffset { get; init; }

    /// <summary>Stop price of trailing orders.</summary>
    public double? TrailStopPrice { get; init; }

    /// <summary>Trailing amount in percent.</summary>
    public double? TrailingPercent { get; init; }

    /// <summary>Advisor group.</summary>
    public string FaGroup { get; init; } = "";

    /// <summary>Allocation method of the group.</summary>
    public string FaMethod { get; init; } = "";

    /// <summary>Percentage for PctChange.</summary>
    public string FaPercentage { get; init; } = "";

    /// <summary>Model portfolio.</summary>
    public string ModelCode { get; init; } = "";

    /// <summary>Settling firm.</summary>
    public string SettlingFirm { get; init; } = "";

    /// <summary>Clearing account.</summary>
    public string ClearingAccount { get; init; } = "";

    /// <summary>IB, Away or PTA; empty = default.</summary>
    public string ClearingIntent { get; init; } = "";

    /// <summary>0 none, 1 broker holds the shares, 2 shares come from elsewhere.</summary>
    public int ShortSaleSlot { get; init; }

    /// <summary>Where the shares come from with slot 2.</summary>
    public string DesignatedLocation { get; init; } = "";

    /// <summary>Short sale exemption; -1 = none.</summary>
    public int ExemptCode { get; init; } = -1;

    /// <summary>Amount by which the limit may be exceeded.</summary>
    public double DiscretionaryAmt { get; init; }

    /// <summary>0 unset, 1 match, 2 improvement, 3 transparent.</summary>
    public int? AuctionStrategy { get; init; } = 0;

    /// <summary>Starting price of BOX and pegged orders.</summary>
    public double? StartingPrice { get; init; }

    /// <summary>Reference price of the stock.</summary>
    public double? StockRefPrice { get; init; }

    /// <summary>Delta of pegged-to-stock orders.</summary>
    public double? Delta { get; init; }

    /// <summary>Lower end of the stock's range.</summary>
    public double? StockRangeLower { get; init; }

    /// <summary>Upper end of the stock's range.</summary>
    public double? StockRangeUpper { get; init; }

    /// <summary>Volatility of VOL orders.</summary>
    public double? Volatility { get; init; }

    /// <summary>1 daily, 2 annual; 0 none in server messages.</summary>
    public int? VolatilityType { get; init; }

    /// <summary>1 = follow the underlying's price.</summary>
    public int ContinuousUpdate { get; init; }

    /// <summary>1 average, 2 bid or ask; 0 none in server messages.</summary>
    public int? ReferencePriceType { get; init; }

    /// <summary>Order type of the hedge; the text None is not empty and brings its fields along.</summary>
    public string DeltaNeutralOrderType { get; init; } = "";

    /// <summary>Aux price of the hedge.</summary>
    public double? DeltaNeutralAuxPrice { get; init; }

    /// <summary>Contract of the hedge.</summary>
    public int DeltaNeutralConId { get; init; }

    /// <summary>Settling firm of the hedge.</summary>
    public string DeltaNeutralSettlingFirm { get; init; } = "";

    /// <summary>Clearing account of the hedge.</summary>
    public string DeltaNeutralClearingAccount { get; init; } = "";

    /// <summary>Clearing intent of the hedge.</summary>
    public string DeltaNeutralClearingIntent { get; init; } = "";

    /// <summary>O or C of the hedge; ? none.</summary>
    public string DeltaNeutralOpenClose { get; init; } = "";

    /// <summary>The hedge is a short sale.</summary>
    public bool DeltaNeutralShortSale { get; init; }

    /// <summary>Slot of the hedge.</summary>
    public int DeltaNeutralShortSaleSlot { get; init; }

    /// <summary>Location of the hedge.</summary>
    public string DeltaNeutralDesignatedLocation { get; init; } = "";

    /// <summary>EFP orders, in server messages only.</summary>
    public double? BasisPoints { get; init; }

    /// <summary>EFP orders, in server messages only.</summary>
    public int? BasisPointsType { get; init; }

    /// <summary>Size of the first scale level.</summary>
    public int? ScaleInitLevelSize { get; init; }

    /// <summary>Size of the later scale levels.</summary>
    public int? ScaleSubsLevelSize { get; init; }

    /// <summary>Price step between levels; the other scale fields travel only when it is above 0.</summary>
    public double? ScalePriceIncrement { get; init; }

    /// <summary>Price adjustment.</summary>
    public double? ScalePriceAdjustValue { get; init; }

    /// <summary>Seconds between adjustments.</summary>
    public int? ScalePriceAdjustInterval { get; init; }

    /// <summary>Profit offset.</summary>
    public double? ScaleProfitOffset { get; init; }

    /// <summary>Restore filled levels.</summary>
    public bool ScaleAutoReset { get; init; }

    /// <summary>Position at the start.</summary>
    public int? ScaleInitPosition { get; init; }

    /// <summary>Filled quantity at the start.</summary>
    public int? ScaleInitFillQty { get; init; }

    /// <summary>Vary the level sizes.</summary>
    public bool ScaleRandomPercent { get; init; }

    /// <summary>Manual scale table.</summary>
    public string ScaleTable { get; init; } = "";

    /// <summary>Start of the time in which the order is active.</summary>
    public string ActiveStartTime { get; init; } = "";

    /// <summary>End of the time in which the order is active.</summary>
    public string ActiveStopTime { get; init; } = "";

    /// <summary>D delta, B beta, F FX, P pair; empty = no hedge.</summary>
    public string HedgeType { get; init; } = "";

    /// <summary>Beta or pair ratio; travels only with <see cref="HedgeType"/>.</summary>
    public string HedgeParam { get; init; } = "";

    /// <summary>Route to the named exchange directly.</summary>
    public bool OptOutSmartRouting { get; init; }

    /// <summary>Not held (IBDARK, IBKRATS).</summary>
    public bool NotHeld { get; init; }

    /// <summary>Adaptive, Twap, Vwap, ArrivalPx and others; empty = none.</summary>
    public string AlgoStrategy { get; init; } = "";

    /// <summary>Parameters of the algo; travel only with <see cref="AlgoStrategy"/>.</summary>
    public IReadOnlyList<TagValue> AlgoParams { get; init; } = [];

    /// <summary>Id of the algo.</summary>
    public string AlgoId { get; init; } = "";

    /// <summary>Routing of combinations, such as NonGuaranteed.</summary>
    public IReadOnlyList<TagValue> SmartComboRoutingParams { get; init; } = [];

    /// <summary>Prices per leg; none, or as many as legs.</summary>
    public IReadOnlyList<OrderComboLeg> OrderComboLegs { get; init; } = [];

    /// <summary>Internal options, normally empty. Never answered.</summary>
    public IReadOnlyList<TagValue> OrderMiscOptions { get; init; } = [];

    /// <summary>Preview of margin and commission only; no order is created.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Solicited by a broker.</summary>
    public bool Solicited { get; init; }

    /// <summary>Vary the size.</summary>
    public bool RandomizeSize { get; init; }

    /// <summary>Vary the price.</summary>
    public bool RandomizePrice { get; init; }

    /// <summary>PEG BENCH: contract of the benchmark.</summary>
    public int ReferenceContractId { get; init; }

    /// <summary>PEG BENCH: the price falls when the benchmark rises.</summary>
    public bool IsPeggedChangeAmountDecrease { get; init; }

    /// <summary>PEG BENCH: change of the price.</summary>
    public double? PeggedChangeAmount { get; init; } = 0;

    /// <summary>PEG BENCH: change of the benchmark.</summary>
    public double? ReferenceChangeAmount { get; init; } = 0;

    /// <summary>PEG BENCH: exchange of the benchmark.</summary>
    public string ReferenceExchange { get; init; } = "";

    /// <summary>Conditions, in order; each says how it joins the next.</summary>
    public IReadOnlyList<OrderCondition> Conditions { get; init; } = [];

    /// <summary>Conditions count outside regular hours too.</summary>
    public bool ConditionsIgnoreRth { get; init; }

    /// <summary>True cancels when the conditions are met, false submits.</summary>
    public bool ConditionsCancelOrder { get; init; }

    /// <summary>STP, STP LMT, TRAIL or TRAIL LIMIT; None or empty = not adjusted.</summary>
    public string AdjustedOrderType { get; init; } = "";

    /// <summary>Price at which the order is adjusted.</summary>
    public double? TriggerPrice { get; init; }

    /// <summary>Limit offset of TRAIL LIMIT and adjusted orders.</summary>
    public double? LmtPriceOffset { get; init; }

    /// <summary>Stop price after the adjustment.</summary>
    public double? AdjustedStopPrice { get; init; }

    /// <summary>Limit price after the adjustment.</summary>
    public double? AdjustedStopLimitPrice { get; init; }

    /// <summary>Trailing amount after the adjustment.</summary>
    public double? AdjustedTrailingAmount { get; init; }

    /// <summary>0 amount; 100 (in requests) or 1 (in server messages) percent.</summary>
    public int AdjustableTrailingUnit { get; init; }

    /// <summary>Operator id.</summary>
    public string ExtOperator { get; init; } = "";

    /// <summary>Soft dollar tier.</summary>
    public SoftDollarTier Tier { get; init; } = SoftDollarTier.None;

    /// <summary>Order size in money.</summary>
    public double? CashQty { get; init; }

    /// <summary>MiFID decision maker.</summary>
    public string Mifid2DecisionMaker { get; init; } = "";

    /// <summary>MiFID decision algo.</summary>
    public string Mifid2DecisionAlgo { get; init; } = "";

    /// <summary>MiFID executing trader.</summary>
    public string Mifid2ExecutionTrader { get; init; } = "";

    /// <summary>MiFID executing algo.</summary>
    public string Mifid2ExecutionAlgo { get; init; } = "";

    /// <summary>No automatic price for the hedge.</summary>
    public bool DontUseAutoPriceForHedge { get; init; }

    /// <summary>Parent in an order management system.</summary>
    public bool IsOmsContainer { get; init; }

    /// <summary>D-PEG.</summary>
    public bool DiscretionaryUpToLimitPrice { get; init; }

    /// <summary>Price management; null = the account's default.</summary>
    public bool? UsePriceMgmtAlgo { get; init; }

    /// <summary>Seconds, with tif Minutes.</summary>
    public int? Duration { get; init; }

    /// <summary>Post to an ATS.</summary>
    public int? PostToAts { get; init; }

    /// <summary>Cancel the parent when this is cancelled.</summary>
    public bool AutoCancelParent { get; init; }

    /// <summary>Date of automatic cancellation; completed orders only.</summary>
    public string AutoCancelDate { get; init; } = "";

    /// <summary>Accepts the codes given in an advanced reject.</summary>
    public string AdvancedErrorOverride { get; init; } = "";

    /// <summary>Time of a manual order.</summary>
    public string ManualOrderTime { get; init; } = "";

    /// <summary>IBKRATS: smallest fill.</summary>
    public int? MinTradeQty { get; init; }

    /// <summary>PEG BEST: smallest size to compete.</summary>
    public int? MinCompeteSize { get; init; }

    /// <summary>PEG BEST: offset; positive infinity = up to the midpoint.</summary>
    public double? CompeteAgainstBestOffset { get; init; }

    /// <summary>PEG MID: offset when the spread is even.</summary>
    public double? MidOffsetAtWhole { get; init; }

    /// <summary>PEG MID: offset when the spread is odd.</summary>
    public double? MidOffsetAtHalf { get; init; }

    /// <summary>Customer account; needs server version 183.</summary>
    public string CustomerAccount { get; init; } = "";

    /// <summary>Professional customer; needs server version 184.</summary>
    public bool ProfessionalCustomer { get; init; }

    /// <summary>Accrued interest; open orders from server version 185.</summary>
    public string BondAccruedInterest { get; init; } = "";

    /// <summary>Also the overnight session; needs server version 189.</summary>
    public bool IncludeOvernight { get; init; }

    /// <summary>0 or 1 (CME tagging); needs server version 192.</summary>
    public int? ManualOrderIndicator { get; init; }

    /// <summary>User that sent the order; server messages from version 198.</summary>
    public string Submitter { get; init; } = "";

    /// <summary>Imbalance only; needs server version 199.</summary>
    public bool ImbalanceOnly { get; init; }

    /// <summary>Filled quantity; completed orders only.</summary>
    public decimal? FilledQuantity { get; init; }

    /// <summary>Completed orders only.</summary>
    public int? RefFuturesConId { get; init; }

    /// <summary>Completed orders only.</summary>
    public string Shareholder { get; init; } = "";

    /// <summary>Completed orders only.</summary>
    public bool RouteMarketableToBbo { get; init; }

    /// <summary>permId of the parent; completed orders only. Null = no parent.</summary>
    public long? ParentPermId { get; init; }

    /// <summary>True for the two spellings that bring the five benchmark fields along; exact case.</summary>
    internal bool IsPegBench => OrderType is "PEG BENCH" or "PEGBENCH";

    /// <summary>True for the two spellings of pegged-to-best; exact case.</summary>
    internal bool IsPegBest => OrderType is "PEG BEST" or "PEGBEST";

    /// <summary>True for the two spellings of pegged-to-midpoint; exact case.</summary>
    internal bool IsPegMid => OrderType is "PEG MID" or "PEGMID";

    /// <summary>True when the scale fields after the price increment travel.</summary>
    internal bool HasScale => ScalePriceIncrement > 0;
}
