using TwsProtocol.Contracts;
using TwsProtocol.Orders.Groups;

namespace TwsProtocol.Orders;

/// <summary>An instruction to trade, with the official client's defaults. Null means "no value" on the wire.</summary>
/// <remarks>Prices are doubles because the protocol carries doubles. Lists compare by reference.</remarks>
public sealed record Order
{
    // The groups in which the properties travel. The decoders fill them in before anybody else sees the order, so that it is built once and
    // not copied for every group; afterwards nothing changes them.
    internal OrderIdentity Identity = new();
    internal OrderTerms Terms = new();
    internal OrderHandling Handling = new();
    internal OrderShortSale ShortSale = new();
    internal OrderAdvisor Advisor = new();
    internal OrderStockRange StockRange;
    internal OrderVolatility Vol = new();
    internal OrderAdjustment Adjustment = new();
    internal OrderCombo Combo = new();
    internal OrderScale Scale = new();
    internal OrderHedge Hedge = new();
    internal OrderClearing Clearing = new();
    internal OrderAlgo Algo = new();
    internal OrderBenchmark Benchmark = new();
    internal OrderConditions Conditional = new();
    internal OrderPegging Pegging;
    internal OrderRegulation Regulation = new();
    internal OrderOutcome Outcome = new();

    /// <summary>Order id, chosen by the client; sent beside the order, filled in by open orders.</summary>
    public int OrderId { get => Identity.OrderId; init => Identity.OrderId = value; }

    /// <summary>API client that owns the order; 0 also for orders entered in TWS. Never sent.</summary>
    public int ClientId { get => Identity.ClientId; init => Identity.ClientId = value; }

    /// <summary>The order's id over all clients, given by the server; 0 until it is accepted. Never sent.</summary>
    public long PermId { get => Identity.PermId; init => Identity.PermId = value; }

    /// <summary>BUY, SELL, SSHORT or SLONG.</summary>
    public string Action { get => Terms.Action; init => Terms.Action = value; }

    /// <summary>Quantity; fractions are allowed, 0 with <see cref="CashQty"/>. Null = not told.</summary>
    public decimal? TotalQuantity { get => Terms.TotalQuantity; init => Terms.TotalQuantity = value; }

    /// <summary>MKT, LMT, STP, STP LMT, TRAIL and others.</summary>
    public string OrderType { get => Terms.OrderType; init => Terms.OrderType = value; }

    /// <summary>Limit price.</summary>
    public double? LmtPrice { get => Terms.LmtPrice; init => Terms.LmtPrice = value; }

    /// <summary>Stop price, trailing amount or offset, depending on the type.</summary>
    public double? AuxPrice { get => Terms.AuxPrice; init => Terms.AuxPrice = value; }

    /// <summary>DAY, GTC, GTD, IOC, FOK, OPG, DTC, AUC or Minutes.</summary>
    public string Tif { get => Terms.Tif; init => Terms.Tif = value; }

    /// <summary>Name of the one-cancels-all group.</summary>
    public string OcaGroup { get => Terms.OcaGroup; init => Terms.OcaGroup = value; }

    /// <summary>1 cancel with block, 2 reduce with block, 3 reduce without block; 0 none.</summary>
    public int OcaType { get => Handling.OcaType; init => Handling.OcaType = value; }

    /// <summary>Account.</summary>
    public string Account { get => Terms.Account; init => Terms.Account = value; }

    /// <summary>O or C; empty for retail, ? in server messages.</summary>
    public string OpenClose { get => Terms.OpenClose; init => Terms.OpenClose = value; }

    /// <summary>0 customer, 1 firm.</summary>
    public int Origin { get => Terms.Origin; init => Terms.Origin = value; }

    /// <summary>Free label of the client; ASCII.</summary>
    public string OrderRef { get => Terms.OrderRef; init => Terms.OrderRef = value; }

    /// <summary>False holds the order in TWS until a later linked order is transmitted.</summary>
    public bool Transmit { get => Handling.Transmit; init => Handling.Transmit = value; }

    /// <summary>Order id of the parent of a bracket or hedge; 0 = none.</summary>
    public int ParentId { get => Identity.ParentId; init => Identity.ParentId = value; }

    /// <summary>Block order.</summary>
    public bool BlockOrder { get => Handling.BlockOrder; init => Handling.BlockOrder = value; }

    /// <summary>Sweep to fill.</summary>
    public bool SweepToFill { get => Handling.SweepToFill; init => Handling.SweepToFill = value; }

    /// <summary>Visible size of an iceberg; null = none.</summary>
    public int? DisplaySize { get => Handling.DisplaySize; init => Handling.DisplaySize = value; }

    /// <summary>0 default, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7 last or bid/ask, 8 midpoint.</summary>
    public int TriggerMethod { get => Handling.TriggerMethod; init => Handling.TriggerMethod = value; }

    /// <summary>May trigger and fill outside regular hours.</summary>
    public bool OutsideRth { get => Handling.OutsideRth; init => Handling.OutsideRth = value; }

    /// <summary>Hidden order.</summary>
    public bool Hidden { get => Handling.Hidden; init => Handling.Hidden = value; }

    /// <summary>yyyyMMdd HH:mm:ss zone, or yyyyMMdd-HH:mm:ss in UTC.</summary>
    public string GoodAfterTime { get => Handling.GoodAfterTime; init => Handling.GoodAfterTime = value; }

    /// <summary>End of a GTD order, in the form of <see cref="GoodAfterTime"/>.</summary>
    public string GoodTillDate { get => Handling.GoodTillDate; init => Handling.GoodTillDate = value; }

    /// <summary>Pass the price precautions of TWS.</summary>
    public bool OverridePercentageConstraints { get => Handling.OverridePercentageConstraints; init => Handling.OverridePercentageConstraints = value; }

    /// <summary>I, A, W, J, U, M, K, Y or N.</summary>
    public string Rule80A { get => Handling.Rule80A; init => Handling.Rule80A = value; }

    /// <summary>Fill completely or not at all.</summary>
    public bool AllOrNone { get => Handling.AllOrNone; init => Handling.AllOrNone = value; }

    /// <summary>Smallest fill.</summary>
    public int? MinQty { get => Handling.MinQty; init => Handling.MinQty = value; }

    /// <summary>Offset of relative orders, as a fraction.</summary>
    public double? PercentOffset { get => Handling.PercentOffset; init => Handling.PercentOffset = value; }

    /// <summary>Stop price of trailing orders.</summary>
    public double? TrailStopPrice { get => Adjustment.TrailStopPrice; init => Adjustment.TrailStopPrice = value; }

    /// <summary>Trailing amount in percent.</summary>
    public double? TrailingPercent { get => Adjustment.TrailingPercent; init => Adjustment.TrailingPercent = value; }

    /// <summary>Advisor group.</summary>
    public string FaGroup { get => Advisor.FaGroup; init => Advisor.FaGroup = value; }

    /// <summary>Allocation method of the group.</summary>
    public string FaMethod { get => Advisor.FaMethod; init => Advisor.FaMethod = value; }

    /// <summary>Percentage for PctChange.</summary>
    public string FaPercentage { get => Advisor.FaPercentage; init => Advisor.FaPercentage = value; }

    /// <summary>Model portfolio.</summary>
    public string ModelCode { get => Advisor.ModelCode; init => Advisor.ModelCode = value; }

    /// <summary>Settling firm.</summary>
    public string SettlingFirm { get => Handling.SettlingFirm; init => Handling.SettlingFirm = value; }

    /// <summary>Clearing account.</summary>
    public string ClearingAccount { get => Clearing.ClearingAccount; init => Clearing.ClearingAccount = value; }

    /// <summary>IB, Away or PTA; empty = default.</summary>
    public string ClearingIntent { get => Clearing.ClearingIntent; init => Clearing.ClearingIntent = value; }

    /// <summary>0 none, 1 broker holds the shares, 2 shares come from elsewhere.</summary>
    public int ShortSaleSlot { get => ShortSale.ShortSaleSlot; init => ShortSale.ShortSaleSlot = value; }

    /// <summary>Where the shares come from with slot 2.</summary>
    public string DesignatedLocation { get => ShortSale.DesignatedLocation; init => ShortSale.DesignatedLocation = value; }

    /// <summary>Short sale exemption; -1 = none.</summary>
    public int ExemptCode { get => ShortSale.ExemptCode; init => ShortSale.ExemptCode = value; }

    /// <summary>Amount by which the limit may be exceeded.</summary>
    public double DiscretionaryAmt { get => Handling.DiscretionaryAmt; init => Handling.DiscretionaryAmt = value; }

    /// <summary>0 unset, 1 match, 2 improvement, 3 transparent.</summary>
    public int? AuctionStrategy { get => Handling.AuctionStrategy; init => Handling.AuctionStrategy = value; }

    /// <summary>Starting price of BOX and pegged orders.</summary>
    public double? StartingPrice { get => StockRange.StartingPrice; init => StockRange.StartingPrice = value; }

    /// <summary>Reference price of the stock.</summary>
    public double? StockRefPrice { get => StockRange.StockRefPrice; init => StockRange.StockRefPrice = value; }

    /// <summary>Delta of pegged-to-stock orders.</summary>
    public double? Delta { get => StockRange.Delta; init => StockRange.Delta = value; }

    /// <summary>Lower end of the stock's range.</summary>
    public double? StockRangeLower { get => StockRange.StockRangeLower; init => StockRange.StockRangeLower = value; }

    /// <summary>Upper end of the stock's range.</summary>
    public double? StockRangeUpper { get => StockRange.StockRangeUpper; init => StockRange.StockRangeUpper = value; }

    /// <summary>Volatility of VOL orders.</summary>
    public double? Volatility { get => Vol.Volatility; init => Vol.Volatility = value; }

    /// <summary>1 daily, 2 annual; 0 none in server messages.</summary>
    public int? VolatilityType { get => Vol.VolatilityType; init => Vol.VolatilityType = value; }

    /// <summary>1 = follow the underlying's price.</summary>
    public int ContinuousUpdate { get => Vol.ContinuousUpdate; init => Vol.ContinuousUpdate = value; }

    /// <summary>1 average, 2 bid or ask; 0 none in server messages.</summary>
    public int? ReferencePriceType { get => Vol.ReferencePriceType; init => Vol.ReferencePriceType = value; }

    /// <summary>Order type of the hedge; the text None is not empty and brings its fields along.</summary>
    public string DeltaNeutralOrderType { get => Vol.DeltaNeutralOrderType; init => Vol.DeltaNeutralOrderType = value; }

    /// <summary>Aux price of the hedge.</summary>
    public double? DeltaNeutralAuxPrice { get => Vol.DeltaNeutralAuxPrice; init => Vol.DeltaNeutralAuxPrice = value; }

    /// <summary>Contract of the hedge.</summary>
    public int DeltaNeutralConId { get => Vol.DeltaNeutralConId; init => Vol.DeltaNeutralConId = value; }

    /// <summary>Settling firm of the hedge.</summary>
    public string DeltaNeutralSettlingFirm { get => Vol.DeltaNeutralSettlingFirm; init => Vol.DeltaNeutralSettlingFirm = value; }

    /// <summary>Clearing account of the hedge.</summary>
    public string DeltaNeutralClearingAccount { get => Vol.DeltaNeutralClearingAccount; init => Vol.DeltaNeutralClearingAccount = value; }

    /// <summary>Clearing intent of the hedge.</summary>
    public string DeltaNeutralClearingIntent { get => Vol.DeltaNeutralClearingIntent; init => Vol.DeltaNeutralClearingIntent = value; }

    /// <summary>O or C of the hedge; ? none.</summary>
    public string DeltaNeutralOpenClose { get => Vol.DeltaNeutralOpenClose; init => Vol.DeltaNeutralOpenClose = value; }

    /// <summary>The hedge is a short sale.</summary>
    public bool DeltaNeutralShortSale { get => Vol.DeltaNeutralShortSale; init => Vol.DeltaNeutralShortSale = value; }

    /// <summary>Slot of the hedge.</summary>
    public int DeltaNeutralShortSaleSlot { get => Vol.DeltaNeutralShortSaleSlot; init => Vol.DeltaNeutralShortSaleSlot = value; }

    /// <summary>Location of the hedge.</summary>
    public string DeltaNeutralDesignatedLocation { get => Vol.DeltaNeutralDesignatedLocation; init => Vol.DeltaNeutralDesignatedLocation = value; }

    /// <summary>EFP orders, in server messages only.</summary>
    public double? BasisPoints { get => Combo.BasisPoints; init => Combo.BasisPoints = value; }

    /// <summary>EFP orders, in server messages only.</summary>
    public int? BasisPointsType { get => Combo.BasisPointsType; init => Combo.BasisPointsType = value; }

    /// <summary>Size of the first scale level.</summary>
    public int? ScaleInitLevelSize { get => Scale.ScaleInitLevelSize; init => Scale.ScaleInitLevelSize = value; }

    /// <summary>Size of the later scale levels.</summary>
    public int? ScaleSubsLevelSize { get => Scale.ScaleSubsLevelSize; init => Scale.ScaleSubsLevelSize = value; }

    /// <summary>Price step between levels; the other scale fields travel only when it is above 0.</summary>
    public double? ScalePriceIncrement { get => Scale.ScalePriceIncrement; init => Scale.ScalePriceIncrement = value; }

    /// <summary>Price adjustment.</summary>
    public double? ScalePriceAdjustValue { get => Scale.ScalePriceAdjustValue; init => Scale.ScalePriceAdjustValue = value; }

    /// <summary>Seconds between adjustments.</summary>
    public int? ScalePriceAdjustInterval { get => Scale.ScalePriceAdjustInterval; init => Scale.ScalePriceAdjustInterval = value; }

    /// <summary>Profit offset.</summary>
    public double? ScaleProfitOffset { get => Scale.ScaleProfitOffset; init => Scale.ScaleProfitOffset = value; }

    /// <summary>Restore filled levels.</summary>
    public bool ScaleAutoReset { get => Scale.ScaleAutoReset; init => Scale.ScaleAutoReset = value; }

    /// <summary>Position at the start.</summary>
    public int? ScaleInitPosition { get => Scale.ScaleInitPosition; init => Scale.ScaleInitPosition = value; }

    /// <summary>Filled quantity at the start.</summary>
    public int? ScaleInitFillQty { get => Scale.ScaleInitFillQty; init => Scale.ScaleInitFillQty = value; }

    /// <summary>Vary the level sizes.</summary>
    public bool ScaleRandomPercent { get => Scale.ScaleRandomPercent; init => Scale.ScaleRandomPercent = value; }

    /// <summary>Manual scale table.</summary>
    public string ScaleTable { get => Scale.ScaleTable; init => Scale.ScaleTable = value; }

    /// <summary>Start of the time in which the order is active.</summary>
    public string ActiveStartTime { get => Scale.ActiveStartTime; init => Scale.ActiveStartTime = value; }

    /// <summary>End of the time in which the order is active.</summary>
    public string ActiveStopTime { get => Scale.ActiveStopTime; init => Scale.ActiveStopTime = value; }

    /// <summary>D delta, B beta, F FX, P pair; empty = no hedge.</summary>
    public string HedgeType { get => Hedge.HedgeType; init => Hedge.HedgeType = value; }

    /// <summary>Beta or pair ratio; travels only with <see cref="HedgeType"/>.</summary>
    public string HedgeParam { get => Hedge.HedgeParam; init => Hedge.HedgeParam = value; }

    /// <summary>Route to the named exchange directly.</summary>
    public bool OptOutSmartRouting { get => Handling.OptOutSmartRouting; init => Handling.OptOutSmartRouting = value; }

    /// <summary>Not held (IBDARK, IBKRATS).</summary>
    public bool NotHeld { get => Clearing.NotHeld; init => Clearing.NotHeld = value; }

    /// <summary>Adaptive, Twap, Vwap, ArrivalPx and others; empty = none.</summary>
    public string AlgoStrategy { get => Algo.AlgoStrategy; init => Algo.AlgoStrategy = value; }

    /// <summary>Parameters of the algo; travel only with <see cref="AlgoStrategy"/>.</summary>
    public IReadOnlyList<TagValue> AlgoParams { get => Algo.AlgoParams; init => Algo.AlgoParams = value; }

    /// <summary>Id of the algo.</summary>
    public string AlgoId { get => Algo.AlgoId; init => Algo.AlgoId = value; }

    /// <summary>Routing of combinations, such as NonGuaranteed.</summary>
    public IReadOnlyList<TagValue> SmartComboRoutingParams { get => Combo.SmartComboRoutingParams; init => Combo.SmartComboRoutingParams = value; }

    /// <summary>Prices per leg; none, or as many as legs.</summary>
    public IReadOnlyList<OrderComboLeg> OrderComboLegs { get => Combo.OrderComboLegs; init => Combo.OrderComboLegs = value; }

    /// <summary>Internal options, normally empty. Never answered.</summary>
    public IReadOnlyList<TagValue> OrderMiscOptions { get => Handling.OrderMiscOptions; init => Handling.OrderMiscOptions = value; }

    /// <summary>Preview of margin and commission only; no order is created.</summary>
    public bool WhatIf { get => Handling.WhatIf; init => Handling.WhatIf = value; }

    /// <summary>Solicited by a broker.</summary>
    public bool Solicited { get => Handling.Solicited; init => Handling.Solicited = value; }

    /// <summary>Vary the size.</summary>
    public bool RandomizeSize { get => Benchmark.RandomizeSize; init => Benchmark.RandomizeSize = value; }

    /// <summary>Vary the price.</summary>
    public bool RandomizePrice { get => Benchmark.RandomizePrice; init => Benchmark.RandomizePrice = value; }

    /// <summary>PEG BENCH: contract of the benchmark.</summary>
    public int ReferenceContractId { get => Benchmark.ReferenceContractId; init => Benchmark.ReferenceContractId = value; }

    /// <summary>PEG BENCH: the price falls when the benchmark rises.</summary>
    public bool IsPeggedChangeAmountDecrease { get => Benchmark.IsPeggedChangeAmountDecrease; init => Benchmark.IsPeggedChangeAmountDecrease = value; }

    /// <summary>PEG BENCH: change of the price.</summary>
    public double? PeggedChangeAmount { get => Benchmark.PeggedChangeAmount; init => Benchmark.PeggedChangeAmount = value; }

    /// <summary>PEG BENCH: change of the benchmark.</summary>
    public double? ReferenceChangeAmount { get => Benchmark.ReferenceChangeAmount; init => Benchmark.ReferenceChangeAmount = value; }

    /// <summary>PEG BENCH: exchange of the benchmark.</summary>
    public string ReferenceExchange { get => Benchmark.ReferenceExchange; init => Benchmark.ReferenceExchange = value; }

    /// <summary>Conditions, in order; each says how it joins the next.</summary>
    public IReadOnlyList<OrderCondition> Conditions { get => Conditional.Conditions; init => Conditional.Conditions = value; }

    /// <summary>Conditions count outside regular hours too.</summary>
    public bool ConditionsIgnoreRth { get => Conditional.ConditionsIgnoreRth; init => Conditional.ConditionsIgnoreRth = value; }

    /// <summary>True cancels when the conditions are met, false submits.</summary>
    public bool ConditionsCancelOrder { get => Conditional.ConditionsCancelOrder; init => Conditional.ConditionsCancelOrder = value; }

    /// <summary>STP, STP LMT, TRAIL or TRAIL LIMIT; None or empty = not adjusted.</summary>
    public string AdjustedOrderType { get => Adjustment.AdjustedOrderType; init => Adjustment.AdjustedOrderType = value; }

    /// <summary>Price at which the order is adjusted.</summary>
    public double? TriggerPrice { get => Adjustment.TriggerPrice; init => Adjustment.TriggerPrice = value; }

    /// <summary>Limit offset of TRAIL LIMIT and adjusted orders.</summary>
    public double? LmtPriceOffset { get => Adjustment.LmtPriceOffset; init => Adjustment.LmtPriceOffset = value; }

    /// <summary>Stop price after the adjustment.</summary>
    public double? AdjustedStopPrice { get => Adjustment.AdjustedStopPrice; init => Adjustment.AdjustedStopPrice = value; }

    /// <summary>Limit price after the adjustment.</summary>
    public double? AdjustedStopLimitPrice { get => Adjustment.AdjustedStopLimitPrice; init => Adjustment.AdjustedStopLimitPrice = value; }

    /// <summary>Trailing amount after the adjustment.</summary>
    public double? AdjustedTrailingAmount { get => Adjustment.AdjustedTrailingAmount; init => Adjustment.AdjustedTrailingAmount = value; }

    /// <summary>0 amount; 100 (in requests) or 1 (in server messages) percent.</summary>
    public int AdjustableTrailingUnit { get => Adjustment.AdjustableTrailingUnit; init => Adjustment.AdjustableTrailingUnit = value; }

    /// <summary>Operator id.</summary>
    public string ExtOperator { get => Regulation.ExtOperator; init => Regulation.ExtOperator = value; }

    /// <summary>Soft dollar tier.</summary>
    public SoftDollarTier Tier { get => Regulation.Tier; init => Regulation.Tier = value; }

    /// <summary>Order size in money.</summary>
    public double? CashQty { get => Handling.CashQty; init => Handling.CashQty = value; }

    /// <summary>MiFID decision maker.</summary>
    public string Mifid2DecisionMaker { get => Regulation.Mifid2DecisionMaker; init => Regulation.Mifid2DecisionMaker = value; }

    /// <summary>MiFID decision algo.</summary>
    public string Mifid2DecisionAlgo { get => Regulation.Mifid2DecisionAlgo; init => Regulation.Mifid2DecisionAlgo = value; }

    /// <summary>MiFID executing trader.</summary>
    public string Mifid2ExecutionTrader { get => Regulation.Mifid2ExecutionTrader; init => Regulation.Mifid2ExecutionTrader = value; }

    /// <summary>MiFID executing algo.</summary>
    public string Mifid2ExecutionAlgo { get => Regulation.Mifid2ExecutionAlgo; init => Regulation.Mifid2ExecutionAlgo = value; }

    /// <summary>No automatic price for the hedge.</summary>
    public bool DontUseAutoPriceForHedge { get => Hedge.DontUseAutoPriceForHedge; init => Hedge.DontUseAutoPriceForHedge = value; }

    /// <summary>Parent in an order management system.</summary>
    public bool IsOmsContainer { get => Handling.IsOmsContainer; init => Handling.IsOmsContainer = value; }

    /// <summary>D-PEG.</summary>
    public bool DiscretionaryUpToLimitPrice { get => Handling.DiscretionaryUpToLimitPrice; init => Handling.DiscretionaryUpToLimitPrice = value; }

    /// <summary>Price management; null = the account's default.</summary>
    public bool? UsePriceMgmtAlgo { get => Handling.UsePriceMgmtAlgo; init => Handling.UsePriceMgmtAlgo = value; }

    /// <summary>Seconds, with tif Minutes.</summary>
    public int? Duration { get => Handling.Duration; init => Handling.Duration = value; }

    /// <summary>Post to an ATS.</summary>
    public int? PostToAts { get => Handling.PostToAts; init => Handling.PostToAts = value; }

    /// <summary>Cancel the parent when this is cancelled.</summary>
    public bool AutoCancelParent { get => Handling.AutoCancelParent; init => Handling.AutoCancelParent = value; }

    /// <summary>Date of automatic cancellation; completed orders only.</summary>
    public string AutoCancelDate { get => Outcome.AutoCancelDate; init => Outcome.AutoCancelDate = value; }

    /// <summary>Accepts the codes given in an advanced reject.</summary>
    public string AdvancedErrorOverride { get => Regulation.AdvancedErrorOverride; init => Regulation.AdvancedErrorOverride = value; }

    /// <summary>Time of a manual order.</summary>
    public string ManualOrderTime { get => Regulation.ManualOrderTime; init => Regulation.ManualOrderTime = value; }

    /// <summary>IBKRATS: smallest fill.</summary>
    public int? MinTradeQty { get => Pegging.MinTradeQty; init => Pegging.MinTradeQty = value; }

    /// <summary>PEG BEST: smallest size to compete.</summary>
    public int? MinCompeteSize { get => Pegging.MinCompeteSize; init => Pegging.MinCompeteSize = value; }

    /// <summary>PEG BEST: offset; positive infinity = up to the midpoint.</summary>
    public double? CompeteAgainstBestOffset { get => Pegging.CompeteAgainstBestOffset; init => Pegging.CompeteAgainstBestOffset = value; }

    /// <summary>PEG MID: offset when the spread is even.</summary>
    public double? MidOffsetAtWhole { get => Pegging.MidOffsetAtWhole; init => Pegging.MidOffsetAtWhole = value; }

    /// <summary>PEG MID: offset when the spread is odd.</summary>
    public double? MidOffsetAtHalf { get => Pegging.MidOffsetAtHalf; init => Pegging.MidOffsetAtHalf = value; }

    /// <summary>Customer account; needs server version 183.</summary>
    public string CustomerAccount { get => Regulation.CustomerAccount; init => Regulation.CustomerAccount = value; }

    /// <summary>Professional customer; needs server version 184.</summary>
    public bool ProfessionalCustomer { get => Regulation.ProfessionalCustomer; init => Regulation.ProfessionalCustomer = value; }

    /// <summary>Accrued interest; open orders from server version 185.</summary>
    public string BondAccruedInterest { get => Regulation.BondAccruedInterest; init => Regulation.BondAccruedInterest = value; }

    /// <summary>Also the overnight session; needs server version 189.</summary>
    public bool IncludeOvernight { get => Handling.IncludeOvernight; init => Handling.IncludeOvernight = value; }

    /// <summary>0 or 1 (CME tagging); needs server version 192.</summary>
    public int? ManualOrderIndicator { get => Regulation.ManualOrderIndicator; init => Regulation.ManualOrderIndicator = value; }

    /// <summary>User that sent the order; server messages from version 198.</summary>
    public string Submitter { get => Identity.Submitter; init => Identity.Submitter = value; }

    /// <summary>Imbalance only; needs server version 199.</summary>
    public bool ImbalanceOnly { get => Handling.ImbalanceOnly; init => Handling.ImbalanceOnly = value; }

    /// <summary>Filled quantity; completed orders only.</summary>
    public decimal? FilledQuantity { get => Outcome.FilledQuantity; init => Outcome.FilledQuantity = value; }

    /// <summary>Completed orders only.</summary>
    public int? RefFuturesConId { get => Outcome.RefFuturesConId; init => Outcome.RefFuturesConId = value; }

    /// <summary>Completed orders only.</summary>
    public string Shareholder { get => Outcome.Shareholder; init => Outcome.Shareholder = value; }

    /// <summary>Completed orders only.</summary>
    public bool RouteMarketableToBbo { get => Outcome.RouteMarketableToBbo; init => Outcome.RouteMarketableToBbo = value; }

    /// <summary>permId of the parent; completed orders only. Null = no parent.</summary>
    public long? ParentPermId { get => Identity.ParentPermId; init => Identity.ParentPermId = value; }

    /// <summary>True for the two spellings that bring the five benchmark fields along; exact case.</summary>
    internal bool IsPegBench => OrderType is "PEG BENCH" or "PEGBENCH";

    /// <summary>True for the two spellings of pegged-to-best; exact case.</summary>
    internal bool IsPegBest => OrderType is "PEG BEST" or "PEGBEST";

    /// <summary>True for the two spellings of pegged-to-midpoint; exact case.</summary>
    internal bool IsPegMid => OrderType is "PEG MID" or "PEGMID";

    /// <summary>True when the scale fields after the price increment travel.</summary>
    internal bool HasScale => Scale.HasLevels;
}
