using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Keeps every message in a list, for tools and tests. Boxes struct messages.</summary>
public sealed class ResponseCollector : ResponseHandler
{
    private readonly List<IResponse> _messages = [];
    private readonly List<int> _unknownIds = [];

    /// <summary>The messages, in the order they came.</summary>
    public IReadOnlyList<IResponse> Messages => _messages;

    /// <summary>Ids of messages that are not known, in the order they came.</summary>
    public IReadOnlyList<int> UnknownIds => _unknownIds;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _messages.Clear();
        _unknownIds.Clear();
    }

    /// <inheritdoc/>
    public override void OnUnknown(int messageId) => _unknownIds.Add(messageId);

    /// <inheritdoc/>
    public override void On(in TickPrice message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in TickSize message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in OrderStatus message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ErrorMessage message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(OpenOrder message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(AccountValue message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(PortfolioValue message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(AccountUpdateTime message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(NextValidId message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ContractData message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ExecDetails message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in MarketDepth message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in MarketDepthL2 message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(NewsBulletin message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ManagedAccounts message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ReceiveFA message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalData message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(BondContractData message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ScannerParameters message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ScannerData message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in TickOptionComputation message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in TickGeneric message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in TickString message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(TickEfp message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(CurrentTime message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in RealTimeBar message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(FundamentalData message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ContractDataEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(OpenOrderEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(AccountDownloadEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ExecDetailsEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(DeltaNeutralValidation message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(TickSnapshotEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(MarketDataTypeMessage message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(CommissionReport message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(PositionMessage message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(PositionEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(AccountSummary message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(AccountSummaryEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(VerifyMessageApi message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(VerifyCompleted message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(DisplayGroupList message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(DisplayGroupUpdated message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(VerifyAndAuthMessageApi message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(VerifyAndAuthCompleted message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(PositionMulti message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(PositionMultiEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(AccountUpdateMulti message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(AccountUpdateMultiEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(SecurityDefinitionOptionParameter message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(SecurityDefinitionOptionParameterEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(SoftDollarTiers message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(FamilyCodes message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(SymbolSamples message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(MktDepthExchanges message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(TickReqParams message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(SmartComponents message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(NewsArticle message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(TickNews message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(NewsProviders message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalNews message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalNewsEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HeadTimestampMessage message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistogramData message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalDataUpdate message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(RerouteMktDataReq message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(RerouteMktDepthReq message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(MarketRule message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in PnL message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in PnLSingle message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalTicks message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalTicksBidAsk message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalTicksLast message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in TickByTickAllLast message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in TickByTickBidAsk message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(in TickByTickMidPoint message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(OrderBound message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(CompletedOrder message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(CompletedOrdersEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(ReplaceFAEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(WshMetaData message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(WshEventData message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalSchedule message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(UserInfo message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(HistoricalDataEnd message) => _messages.Add(message);

    /// <inheritdoc/>
    public override void On(CurrentTimeInMillis message) => _messages.Add(message);
}
