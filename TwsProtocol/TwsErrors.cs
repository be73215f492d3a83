using System.Collections.Frozen;

namespace TwsProtocol;

/// <summary>The error and notice codes of TWS, with their class and what to do about them.</summary>
/// <remarks>The ranges of the codes do not decide the class: 202 is a confirmation, 2102 a failure. Local codes (501 to 588) are raised by clients, never sent.</remarks>
public static class TwsErrors
{
    private const int FirstNotice = 2100;
    private const int LastNotice = 2199;
    private static readonly FrozenDictionary<int, TwsError> Known = Build();

    /// <summary>Every known code.</summary>
    public static IReadOnlyCollection<TwsError> All => Known.Values;

    /// <summary>What a code means. Codes that are not listed are warnings from 2100 to 2199, errors otherwise.</summary>
    /// <param name="code">Code of an error message.</param>
    public static TwsError Find(int code)
    {
        if (Known.TryGetValue(code, out TwsError? known)) return known;
        return code is >= FirstNotice and <= LastNotice
            ? new TwsError(code, "UnknownNotice", TwsErrorKind.Warning, $"Notice {code}, which is not documented.", "Read the text as TWS wrote it; the request or order it concerns lives on.")
            : new TwsError(code, "Unknown", TwsErrorKind.Error, $"Error {code}, which is not documented.", "Read the text as TWS wrote it and treat the request or order it concerns as failed.");
    }

    private static FrozenDictionary<int, TwsError> Build()
    {
        var table = new Dictionary<int, TwsError>();
        Orders();
        Requests();
        Client();
        Connection();
        Extended();
        return table.ToFrozenDictionary();

        void Add(int code, string name, TwsErrorKind kind, string meaning, string advice, TwsErrorFlags flags = TwsErrorFlags.None) =>
            table[code] = new TwsError(code, name, kind, meaning, advice, flags);

        void AddRange(int first, int last, string name, TwsErrorKind kind, string meaning, string advice, TwsErrorFlags flags = TwsErrorFlags.None)
        {
            for (int code = first; code <= last; code++) Add(code, name, kind, meaning, advice, flags);
        }

        void Orders()
        {
            Add(100, "MessageRateExceeded", TwsErrorKind.Error, "More than 50 messages per second; TWS may drop the connection.", "Send fewer messages: at most 50 a second.");
            Add(101, "MarketDataLinesExhausted", TwsErrorKind.Error, "Market data line limit reached.", "Cancel subscriptions that are not needed, or buy more market data lines.");
            Add(102, "DuplicateTickerId", TwsErrorKind.Error, "Ticker id already in use.", "Use another request id.");
            Add(103, "DuplicateOrderId", TwsErrorKind.Error, "Order id already used or too low.", "Use an order id above every id used before; ask for the next valid id.");
            Add(104, "CannotModifyFilledOrder", TwsErrorKind.Error, "Modify of a filled order.", "The order is filled; place a new one.");
            Add(105, "ModifyDoesNotMatch", TwsErrorKind.Error, "Modify does not match the open order (other than price and quantity fields); the open order stays alive.", "Change only price and quantity, or cancel and place anew.", TwsErrorFlags.KeepsModifiedOrder);
            Add(106, "CannotTransmitOrder", TwsErrorKind.Error, "Order can't be transmitted (type or format).", "Check order type and format.");
            Add(107, "OrderIncomplete", TwsErrorKind.Error, "Order incomplete, field missing.", "Fill in the missing field.");
            Add(109, "PriceOutsidePrecaution", TwsErrorKind.Error, "Price outside the percentage precaution; not transmitted.", "Move the price closer to the market or change the precaution in TWS.");
            Add(110, "PriceOffTick", TwsErrorKind.Error, "Price does not fit the minimum tick.", "Round the price to the step of the market rule.", TwsErrorFlags.KeepsModifiedOrder);
            Add(111, "TifAndTypeClash", TwsErrorKind.Error, "Tif and order type don't go together.", "Choose a time in force that goes with the order type.");
            Add(113, "TifMustBeDay", TwsErrorKind.Error, "MOC/LOC need tif DAY.", "Use tif DAY.");
            Add(116, "ExchangeInvalid", TwsErrorKind.Error, "Exchange invalid.", "Choose one of the contract's valid exchanges.");
            Add(122, "OrderRequestUnreadable", TwsErrorKind.Error, "Order request wrongly encoded.", "Report it: the order was encoded wrongly.");
            Add(131, "SweepOrDisplayIgnored", TwsErrorKind.Warning, "SweepToFill/displaySize ignored.", "Nothing to do; the attribute has no effect.");
            Add(135, "OrderIdUnknown", TwsErrorKind.Error, "Cancel or modify of an unknown order id.", "Ask for open orders and compare.");
            Add(136, "OrderNotCancellable", TwsErrorKind.Error, "Order can't be cancelled.", "Ask for the order's status; it may be done.");
            Add(140, "SizeNotANumber", TwsErrorKind.Error, "Size / price field has a bad number format.", "Report it: a size was encoded wrongly.");
            Add(141, "SizeNotANumber", TwsErrorKind.Error, "Size / price field has a bad number format.", "Report it: a size was encoded wrongly.");
            Add(145, "FieldValidationFailed", TwsErrorKind.Error, "Field validation failed.", "Correct the field named in the text.");
            Add(146, "TriggerMethodInvalid", TwsErrorKind.Error, "Invalid trigger method.", "Choose a valid trigger method.");
            Add(147, "ConditionInvalid", TwsErrorKind.Error, "Condition contract incomplete / order type can't carry conditions.", "Complete the condition's contract, or use another order type.");
            Add(148, "ConditionInvalid", TwsErrorKind.Error, "Condition contract incomplete / order type can't carry conditions.", "Complete the condition's contract, or use another order type.");
            Add(151, "UserNameNeeded", TwsErrorKind.Error, "User name needed.", "Log in to TWS.");
            Add(157, "IcebergAndDiscretionaryClash", TwsErrorKind.Error, "Iceberg and discretionary exclude each other.", "Drop the display size or the discretionary amount.");
            Add(158, "TrailWithoutAmount", TwsErrorKind.Error, "Trailing order without amount or percent.", "Give a trailing amount or percent.");
            Add(160, "SizeIsZero", TwsErrorKind.Error, "Size is zero.", "Give a size above zero.");
            Add(161, "CancelNotPossible", TwsErrorKind.Error, "Cancel of an order not in a cancellable state.", "Ask for the order's status; it may be done.");
            Add(162, "HistoricalDataError", TwsErrorKind.Error, "Historical data service error; also pacing breach, no data, and \"query cancelled\" after a cancel (then I).", "Read the text: no data, pacing, or a cancel of your own. After pacing wait before asking again.");
            Add(163, "PriceOutsidePercentage", TwsErrorKind.Error, "Price outside percentage precaution.", "Move the price closer to the market.");
            Add(164, "PercentageNotChecked", TwsErrorKind.Warning, "No market data to check the percentage precaution.", "Check the price yourself; there was no market data.");
            Add(165, "HistoricalDataNotice", TwsErrorKind.Information, "Historical data / scanner service text, e.g. no items found.", "Nothing to do.");
            Add(166, "ExpiredContractHistory", TwsErrorKind.Error, "Historical data for an expired contract not available.", "History of this expired contract is not available.");
            Add(200, "ContractNotFound", TwsErrorKind.Error, "No contract found, or description ambiguous.", "Describe the contract more exactly, best by conId.");
            Add(201, "OrderRejected", TwsErrorKind.Error, "Order rejected, reason in text (advanced reject JSON may be attached).", "Read the reason; correct the order before placing it again.");
            Add(202, "OrderCancelled", TwsErrorKind.Information, "Order cancelled (confirmation), reason in text.", "Nothing to do when the cancel was yours; else read the reason.");
            Add(203, "SecurityNotAllowed", TwsErrorKind.Error, "Security not allowed for this account.", "Ask IB for permission to trade it in this account.");
        }

        void Requests()
        {
            Add(300, "TickerIdUnknown", TwsErrorKind.Error, "Unknown ticker id in a cancel.", "The subscription does not exist any more; drop it.");
            Add(301, "DdeTicker", TwsErrorKind.Error, "Bad ticker action / bad stop ticker string (old DDE interface).", "Leave it to programs of the old DDE interface; the API has other requests for the same.");
            Add(302, "DdeTicker", TwsErrorKind.Error, "Bad ticker action / bad stop ticker string (old DDE interface).", "Leave it to programs of the old DDE interface; the API has other requests for the same.");
            Add(303, "ActionInvalid", TwsErrorKind.Error, "Invalid action.", "Use BUY or SELL.");
            AddRange(306, 308, "DdePage", TwsErrorKind.Error, "Old DDE interface / API page limit.", "Leave it to programs of the old DDE interface; the API has other requests for the same.");
            Add(309, "DepthLimitReached", TwsErrorKind.Error, "Too many market depth subscriptions.", "Cancel another order book first.");
            Add(310, "DepthIdUnknown", TwsErrorKind.Error, "Unknown ticker id in cancelMktDepth.", "The order book subscription does not exist any more; drop it.");
            AddRange(312, 315, "ComboInvalid", TwsErrorKind.Error, "Combo details or legs invalid.", "Correct the legs of the combination.");
            Add(316, "DepthHalted", TwsErrorKind.Error, "Depth halted, subscribe again.", "Subscribe the order book again.");
            Add(317, "DepthReset", TwsErrorKind.Information, "Depth reset: empty the book, new rows follow.", "Empty the book; new rows follow.", TwsErrorFlags.NeedsAction);
            Add(319, "LogLevelInvalid", TwsErrorKind.Error, "Invalid log level.", "Use a level from 1 to 5.");
            Add(320, "RequestUnreadable", TwsErrorKind.Error, "Server could not read the request (wrong field count or format).", "Report it: a request was encoded wrongly.");
            Add(321, "RequestInvalid", TwsErrorKind.Error, "Server validation of the request failed, text says which field; an order being modified stays alive.", "Correct the field named in the text.", TwsErrorFlags.KeepsModifiedOrder);
            Add(322, "RequestNotProcessed", TwsErrorKind.Error, "Server failed to process: duplicate id, too many account summary requests, ...", "Read the text; often an id is used twice or a limit is reached.");
            Add(323, "ServerError", TwsErrorKind.Error, "Server error, cause in text.", "Read the text; try again later.");
            Add(324, "DdeError", TwsErrorKind.Error, "Old DDE interface.", "Leave it to programs of the old DDE interface; the API has other requests for the same.");
            Add(325, "DiscretionaryNotSupported", TwsErrorKind.Error, "Discretionary not supported here.", "Leave the discretionary amount out.");
            Add(326, "ClientIdInUse", TwsErrorKind.Error, "Client id already in use; the socket is closed.", "Choose another client id, or end the other client.", TwsErrorFlags.EndsConnection);
            Add(327, "AutoBindNeedsClientZero", TwsErrorKind.Error, "Auto bind needs client id 0.", "Connect as client 0.");
            Add(328, "TrailAttachInvalid", TwsErrorKind.Error, "Trailing order may only attach to LMT or STP LMT.", "Attach trailing orders to LMT or STP LMT only.");
            Add(329, "OrderTypeNotModifiable", TwsErrorKind.Error, "Order type can't be changed; the open order stays alive.", "Cancel and place anew; the open order stays alive.", TwsErrorFlags.KeepsModifiedOrder);
            Add(330, "ManagedAccountsUnavailable", TwsErrorKind.Error, "Managed accounts list not available.", "Log in to TWS as an advisor, or choose one account.");
            Add(331, "ManagedAccountsUnavailable", TwsErrorKind.Error, "Managed accounts list not available.", "Log in to TWS as an advisor, or choose one account.");
            Add(332, "AccountsInvalid", TwsErrorKind.Error, "Account codes / share allocation invalid.", "Correct account codes and allocation.");
            Add(333, "AccountsInvalid", TwsErrorKind.Error, "Account codes / share allocation invalid.", "Correct account codes and allocation.");
            AddRange(334, 338, "DateTimeInvalid", TwsErrorKind.Error, "Bad date, time, zone or delta.", "Correct date, time, zone or delta.");
            Add(343, "DateInvalid", TwsErrorKind.Error, "Bad date, time, zone or delta.", "Correct the date.");
            AddRange(344, 346, "WrongAccountType", TwsErrorKind.Error, "FA or institutional feature on the wrong account type.", "Leave the advisor or institutional feature out.");
            Add(347, "ShortSaleSlotMismatch", TwsErrorKind.Error, "Short sale slot / location / action mismatch.", "Make slot, location and action fit together.");
            Add(348, "ShortSaleSlotMismatch", TwsErrorKind.Error, "Short sale slot / location / action mismatch.", "Make slot, location and action fit together.");
            Add(352, "ShortSaleMismatch", TwsErrorKind.Error, "Short sale slot / location / action mismatch.", "Make slot, location and action fit together.");
            Add(353, "ShortSaleMismatch", TwsErrorKind.Error, "Short sale slot / location / action mismatch.", "Make slot, location and action fit together.");
            Add(354, "NotSubscribed", TwsErrorKind.Error, "No market data subscription (delayed data not active either).", "Subscribe the market data at IB, or ask for delayed data.");
            Add(355, "SizeOffRule", TwsErrorKind.Error, "Size does not fit the market rule.", "Round the size to the contract's increment.");
            Add(357, "ClientOutOfDate", TwsErrorKind.Error, "Client version out of date.", "Update this program.");
            AddRange(361, 364, "AdjustedFieldInvalid", TwsErrorKind.Error, "Invalid trigger / adjusted stop / adjusted stop limit / adjusted trail.", "Correct the fields of the adjusted order.");
            Add(365, "ScannerIdUnknown", TwsErrorKind.Error, "Unknown scanner id in a cancel.", "The scanner does not exist any more; drop it.");
            Add(366, "HistoricalIdUnknown", TwsErrorKind.Error, "Unknown historical data id in a cancel, e.g. query already complete.", "Nothing to do; the request was already complete.");
            AddRange(367, 379, "VolatilityOrderInvalid", TwsErrorKind.Error, "VOL / delta neutral / stock range fields wrong.", "Correct the fields of the VOL order.");
            Add(380, "HedgeTypeNotAllowed", TwsErrorKind.Error, "Order type not allowed for delta hedge.", "Choose another order type for the hedge.");
            Add(382, "PriceOutsideTicks", TwsErrorKind.Error, "Price outside the tick-count precaution.", "Move the price closer to the market.");
            Add(383, "SizeOutsidePrecaution", TwsErrorKind.Error, "Size outside the size precaution.", "Use a smaller size or change the precaution in TWS.");
            Add(385, "DuplicateRequestId", TwsErrorKind.Error, "Duplicate id for scanner / historical query.", "Use another request id.");
            Add(386, "DuplicateRequestId", TwsErrorKind.Error, "Duplicate id for scanner / historical query.", "Use another request id.");
            Add(387, "OrderTypeNotSupported", TwsErrorKind.Error, "Order type not supported for exchange and security type.", "Choose another order type or exchange.");
            Add(388, "SizeBelowMinimum", TwsErrorKind.Error, "Size below the minimum.", "Use a larger size.");
            Add(391, "TimeInvalid", TwsErrorKind.Error, "Bad time or zone.", "Correct time or zone.");
            Add(392, "ContractExpired", TwsErrorKind.Error, "Contract expired.", "Choose a contract that lives.");
            Add(399, "OrderMessage", TwsErrorKind.Warning, "Order message, text only (often \"held until market opens\").", "Read the text; the order lives, often held until the market opens.");
            Add(400, "AlgoError", TwsErrorKind.Error, "Algo error: unknown algo, bad or unknown parameter.", "Correct the algo and its parameters.");
            Add(401, "LengthRestriction", TwsErrorKind.Error, "Length restriction.", "Shorten the text named in the message.");
            Add(402, "ConditionsNotAllowed", TwsErrorKind.Error, "Conditions not allowed for the contract.", "Leave the conditions out.");
            Add(403, "StopPriceInvalid", TwsErrorKind.Error, "Invalid stop price.", "Correct the stop price.");
            Add(404, "LocatingShares", TwsErrorKind.Warning, "Shares to short not available now; order held while locating.", "Wait while shares are located, or cancel.");
            Add(407, "SymbolNotAscii", TwsErrorKind.Error, "Symbol has non-ASCII characters.", "Use ASCII in the symbol.");
            AddRange(408, 410, "ScaleOrderInvalid", TwsErrorKind.Error, "Scale order fields wrong.", "Correct the scale fields.");
            Add(411, "OutsideRthInvalid", TwsErrorKind.Error, "OutsideRth not valid for this order.", "Leave outsideRth off.");
            Add(412, "ContractNotTradable", TwsErrorKind.Error, "Contract not available for trading.", "Choose another contract.");
            Add(413, "WhatIfNeedsTransmit", TwsErrorKind.Error, "What-if order needs transmit 1.", "Preview with transmit on.");
            Add(414, "SnapshotWithGenericTicks", TwsErrorKind.Error, "Snapshot with generic ticks.", "Leave the generic ticks out of a snapshot.");
            AddRange(417, 419, "ScaleOrderInvalid", TwsErrorKind.Error, "Scale order fields wrong.", "Correct the scale fields.");
            Add(420, "RealTimeQueryInvalid", TwsErrorKind.Error, "Real-time query invalid or pacing breach (bars, tick-by-tick).", "Read the text: permission or pacing. After pacing wait before asking again.");
            Add(421, "RouteInvalid", TwsErrorKind.Error, "Route invalid.", "Choose another exchange.");
            Add(422, "ClearingNotModifiable", TwsErrorKind.Error, "Account/clearing attributes can't be changed.", "Cancel and place anew with the right account.");
            Add(430, "FundamentalsUnavailable", TwsErrorKind.Error, "No fundamental data.", "The service is withdrawn.");
            Add(434, "OrderSizeIsZero", TwsErrorKind.Error, "Order size is zero.", "Give a size above zero.");
            Add(435, "AllocationMissing", TwsErrorKind.Error, "Account / allocation missing.", "Give account or allocation.");
            Add(436, "AllocationMissing", TwsErrorKind.Error, "Account / allocation missing.", "Give account or allocation.");
            AddRange(439, 443, "AlgoError", TwsErrorKind.Error, "Algo error: unknown algo, bad or unknown parameter.", "Correct the algo and its parameters.");
            AddRange(446, 449, "ScaleOrderInvalid", TwsErrorKind.Error, "Scale order fields wrong.", "Correct the scale fields.");
            Add(460, "NoTradingPermission", TwsErrorKind.Error, "No trading permission.", "Ask IB for the permission.");
            Add(481, "SizeReduced", TwsErrorKind.Warning, "Order size reduced.", "Check the order; its size was reduced.");
            Add(492, "ScannerImprecise", TwsErrorKind.Warning, "Scanner result imprecise without market data permission.", "Subscribe the market data for exact results.");
        }

        void Client()
        {
            Add(501, "AlreadyConnected", TwsErrorKind.Error, "Already connected.", "Nothing to do; the connection exists.", TwsErrorFlags.IsLocal);
            Add(502, "CannotConnect", TwsErrorKind.Error, "Can't connect to TWS.", "Start TWS or Gateway, enable the API, and check host, port and trusted addresses.", TwsErrorFlags.EndsConnection | TwsErrorFlags.IsLocal);
            Add(503, "ServerTooOld", TwsErrorKind.Error, "TWS too old for the request.", "Update TWS, or leave the property out.", TwsErrorFlags.IsLocal);
            Add(504, "NotConnected", TwsErrorKind.Error, "Not connected.", "Wait until the session is connected again; it does that by itself.", TwsErrorFlags.EndsConnection | TwsErrorFlags.IsLocal);
            Add(505, "UnknownMessageId", TwsErrorKind.Error, "Unknown incoming message id.", "Update this program; the message was passed over.", TwsErrorFlags.IsLocal);
            Add(506, "VersionNotSupported", TwsErrorKind.Error, "Server version not supported.", "Use a TWS version that speaks the versions 176 to 200.", TwsErrorFlags.EndsConnection | TwsErrorFlags.IsLocal);
            Add(507, "BadMessageLength", TwsErrorKind.Error, "Bad message length, or socket closed while reading.", "Connect again; the stream was broken.", TwsErrorFlags.EndsConnection | TwsErrorFlags.IsLocal);
            Add(508, "BadMessage", TwsErrorKind.Error, "Bad message.", "The message was passed over; report it when it repeats.", TwsErrorFlags.IsLocal);
            AddRange(509, 578, "SendFailed", TwsErrorKind.Error, "Sending of one particular request failed.", "Send the request again.", TwsErrorFlags.IsLocal);
            AddRange(580, 584, "SendFailed", TwsErrorKind.Error, "Sending of one particular request failed.", "Send the request again.", TwsErrorFlags.IsLocal);
            Add(579, "NotAscii", TwsErrorKind.Error, "Non-ASCII or control character in a string.", "Use printable ASCII only.", TwsErrorFlags.IsLocal);
            Add(585, "FaProfilesGone", TwsErrorKind.Error, "FA profile no longer supported.", "Use advisor groups.", TwsErrorFlags.IsLocal);
            AddRange(586, 587, "SendFailed", TwsErrorKind.Error, "Sending of one particular request failed.", "Send the request again.", TwsErrorFlags.IsLocal);
            Add(588, "ProtobufFailed", TwsErrorKind.Error, "Protobuf encoding failed.", "Report it: a request could not be encoded.", TwsErrorFlags.IsLocal);
        }

        void Connection()
        {
            Add(1100, "ConnectivityLost", TwsErrorKind.Connection, "TWS lost its connection to the IB servers; socket to TWS stays open.", "Wait: no data and no order updates until it is restored.");
            Add(1101, "RestoredDataLost", TwsErrorKind.Connection, "Restored, data lost: subscribe everything again.", "Subscribe everything again, and ask for orders, executions and positions.");
            Add(1102, "RestoredDataKept", TwsErrorKind.Connection, "Restored, data kept: nothing to do.", "Ask for orders, executions and positions; subscriptions live on.");
            Add(1300, "SocketPortReset", TwsErrorKind.Connection, "TWS API port was changed; this socket is dropped, new port in text.", "Connect to the new port named in the text.");
            Add(2100, "AccountDataUnsubscribed", TwsErrorKind.Warning, "Unsubscribed from account data by another reqAccountUpdates.", "Subscribe again when the account data is needed here.");
            Add(2101, "AccountDataRefused", TwsErrorKind.Warning, "Account data subscription refused, another client holds it.", "End the other subscription first.");
            Add(2102, "OrderStillProcessing", TwsErrorKind.Error, "Order still being processed, modify later.", "Modify again later; the open order stays alive.", TwsErrorFlags.KeepsModifiedOrder);
            Add(2103, "MarketDataFarmDown", TwsErrorKind.Warning, "Market data farm disconnected.", "Wait; quotes may be stale.");
            Add(2104, "MarketDataFarmOk", TwsErrorKind.Information, "Market data farm OK.", "Nothing to do.");
            Add(2105, "HistoricalFarmDown", TwsErrorKind.Warning, "Historical data farm disconnected.", "Wait; history may fail.");
            Add(2106, "HistoricalFarmOk", TwsErrorKind.Information, "Historical data farm OK.", "Nothing to do.");
            Add(2107, "HistoricalFarmIdle", TwsErrorKind.Information, "Historical data farm idle, connects on demand.", "Nothing to do; it connects on demand.");
            Add(2108, "MarketDataFarmIdle", TwsErrorKind.Information, "Market data farm idle, connects on demand.", "Nothing to do; it connects on demand.");
            Add(2109, "OutsideRthIgnored", TwsErrorKind.Warning, "OutsideRth ignored, order accepted.", "Nothing to do; the order was accepted.");
            Add(2110, "ServerLinkBroken", TwsErrorKind.Connection, "TWS to server link broken, will be restored by itself.", "Wait: TWS restores the link by itself.");
            Add(2111, "AlgoTimesMoved", TwsErrorKind.Warning, "Algo times moved to the next trading date.", "Check the algo's times.");
            Add(2119, "MarketDataFarmConnecting", TwsErrorKind.Information, "Market data farm connecting.", "Nothing to do.");
            Add(2129, "IndicativeProduct", TwsErrorKind.Warning, "Product sold on an indicative basis.", "Know that the price is indicative.");
            Add(2137, "OrderCrossesPosition", TwsErrorKind.Warning, "Order larger than the position it closes (crosses from long to short or back).", "Check the size: the order turns the position round.");
            Add(2148, "OrderWarning", TwsErrorKind.Warning, "Order warning, text only.", "Read the text; the order lives on.");
            Add(2150, "PositionTradeValueInvalid", TwsErrorKind.Warning, "Invalid position trade derived value.", "Compare the position with the account statement; its derived values are wrong.");
            Add(2152, "SmartDepthExchanges", TwsErrorKind.Information, "List of exchanges with smart depth / without permission.", "Nothing to do.");
            Add(2157, "SecDefFarmDown", TwsErrorKind.Warning, "Security definition farm disconnected.", "Wait; contract details may fail.");
            Add(2158, "SecDefFarmOk", TwsErrorKind.Information, "Security definition farm OK.", "Nothing to do.");
            Add(2168, "AttributeNoLongerSupported", TwsErrorKind.Warning, "ETradeOnly / firmQuoteOnly no longer supported.", "Leave the attribute out.");
            Add(2169, "AttributeNoLongerSupported", TwsErrorKind.Warning, "ETradeOnly / firmQuoteOnly no longer supported.", "Leave the attribute out.");
            Add(2174, "TimeZoneMissing", TwsErrorKind.Warning, "Time without explicit time zone.", "Give the time zone in the request.");
        }

        void Extended()
        {
            Add(10006, "ParentNotFound", TwsErrorKind.Error, "Parent order not found (child sent too early).", "Send the parent order first.");
            Add(10012, "AllocationInvalid", TwsErrorKind.Error, "Invalid allocation percentage.", "Correct the percentage.");
            Add(10015, "ApiTradingNotAllowed", TwsErrorKind.Error, "Trading through the API not allowed.", "Allow trading through the API in TWS.");
            Add(10020, "DisplaySizeTooLarge", TwsErrorKind.Error, "Display size must be below order size.", "Make the display size smaller than the order.");
            Add(10052, "TimeZoneInvalid", TwsErrorKind.Error, "Invalid time zone.", "Correct the time zone.");
            Add(10089, "AdditionalSubscriptionNeeded", TwsErrorKind.Error, "Data needs an additional API subscription; text may say delayed data is available.", "Subscribe the market data for the API at IB, or use delayed data.");
            Add(10090, "PartlySubscribed", TwsErrorKind.Warning, "Part of the requested data is not subscribed, the rest is delivered.", "Subscribe the missing data at IB if it is needed.");
            Add(10091, "PartlySubscribedForApi", TwsErrorKind.Warning, "Part of the requested data needs an additional API subscription.", "Subscribe the missing data for the API at IB if it is needed.");
            Add(10147, "CancelIdNotFound", TwsErrorKind.Error, "Cancel: order id not found.", "Ask for open orders and compare.");
            Add(10148, "CancelTooLate", TwsErrorKind.Error, "Cancel: order can't be cancelled, state in text (Filled, Cancelled, ...).", "Read the state in the text; the order may be filled.");
            Add(10149, "OrderIdInvalid", TwsErrorKind.Error, "Order id invalid.", "Use a valid order id.");
            Add(10167, "DelayedDataShown", TwsErrorKind.Warning, "Not subscribed, delayed data is sent instead.", "Know that the data is delayed.");
            Add(10168, "NoDataNoDelayed", TwsErrorKind.Error, "Not subscribed and delayed data is not enabled (reqMarketDataType not 3/4).", "Subscribe the market data, or ask for delayed data first.");
            Add(10182, "LiveUpdateLost", TwsErrorKind.Error, "Live update of historical data lost (disconnected); request again.", "Ask for the history again.");
            Add(10186, "NoDataNoDelayed", TwsErrorKind.Error, "Not subscribed and delayed data is not enabled.", "Subscribe the market data, or ask for delayed data first.");
            Add(10187, "HistoricalTicksFailed", TwsErrorKind.Error, "Historical ticks failed, no permission.", "Ask IB for the permission.");
            Add(10189, "TickByTickFailed", TwsErrorKind.Error, "Tick-by-tick failed (no permission / too many requests).", "Check the permission, or cancel another tick-by-tick request.");
            Add(10190, "TickByTickFailed", TwsErrorKind.Error, "Tick-by-tick failed (no permission / too many requests).", "Check the permission, or cancel another tick-by-tick request.");
            Add(10197, "CompetingSession", TwsErrorKind.Error, "No market data: competing live session.", "End the other session with live data.");
            Add(10225, "BarsBusted", TwsErrorKind.Warning, "Bust event, bar subscription ended: subscribe again.", "Subscribe the bars again.", TwsErrorFlags.NeedsAction);
            AddRange(10230, 10232, "FaGroupConflict", TwsErrorKind.Error, "FA change pending / invalid accounts in groups / group conflict.", "Correct the advisor groups.");
            AddRange(10268, 10270, "AttributeNotSupported", TwsErrorKind.Error, "ETradeOnly / firmQuoteOnly / nbboPriceCap not supported.", "Leave the attribute out.");
            Add(10276, "NewsNotAllowed", TwsErrorKind.Error, "News feed not allowed / not subscribed.", "Subscribe the news feed at IB.");
            Add(10277, "NewsNotAllowed", TwsErrorKind.Error, "News feed not allowed / not subscribed.", "Subscribe the news feed at IB.");
            Add(10285, "FractionalNeedsNewClient", TwsErrorKind.Error, "Client version below 163 with fractional sizes.", "Update this program, or use whole sizes.");
            Add(10289, "CryptoSizeInvalid", TwsErrorKind.Error, "Crypto: cash quantity needed / size must be 0 with cash quantity.", "Give a cash quantity with size 0.");
            Add(10293, "CryptoSizeInvalid", TwsErrorKind.Error, "Crypto: cash quantity needed / size must be 0 with cash quantity.", "Give a cash quantity with size 0.");
            AddRange(10302, 10307, "PegFieldsInvalid", TwsErrorKind.Error, "MinTradeQty, minCompeteSize, competeAgainstBestOffset, mid offsets invalid.", "Correct the fields of the pegged order.");
            Add(10311, "DirectRoutingFee", TwsErrorKind.Warning, "Direct routed order, higher fees possible.", "Know that fees may be higher; SMART avoids it.");
            Add(10314, "DateFormatWrong", TwsErrorKind.Error, "Date or time format wrong.", "Correct the format of date or time.");
            Add(10315, "DateFormatWrong", TwsErrorKind.Error, "Date or time format wrong.", "Correct the format of date or time.");
            Add(10318, "FractionalNotSupported", TwsErrorKind.Error, "Fractional quantity not supported.", "Use a whole quantity.");
            Add(10330, "TimeFormatWrong", TwsErrorKind.Error, "Date or time format wrong.", "Correct the format of date or time.");
            Add(10340, "OrderAttributeNotSupported", TwsErrorKind.Error, "Order attribute not supported.", "Leave the attribute out.");
            Add(10342, "ImbalanceOnlyNotAllowed", TwsErrorKind.Error, "ImbalanceOnly not allowed for this order.", "Leave imbalanceOnly out.");
        }
    }
}
