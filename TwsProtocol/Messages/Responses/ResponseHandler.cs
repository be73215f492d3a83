namespace TwsProtocol.Messages.Responses;

/// <summary>Receives decoded server messages, one method each; override what is needed, the rest is passed over.</summary>
/// <remarks>Called on the thread that decodes. Struct messages come by reference and are not boxed.</remarks>
public abstract class ResponseHandler
{
    /// <summary>A message whose id this library does not know; its fields are passed over.</summary>
    /// <param name="messageId">The id.</param>
    public virtual void OnUnknown(int messageId)
    {
    }

    /// <summary>Receives <c>tickPrice</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in TickPrice message)
    {
    }

    /// <summary>Receives <c>tickSize</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in TickSize message)
    {
    }

    /// <summary>Receives <c>orderStatus</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in OrderStatus message)
    {
    }

    /// <summary>Receives <c>error</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ErrorMessage message)
    {
    }

    /// <summary>Receives <c>openOrder</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(OpenOrder message)
    {
    }

    /// <summary>Receives <c>updateAccountValue</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(AccountValue message)
    {
    }

    /// <summary>Receives <c>updatePortfolio</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(PortfolioValue message)
    {
    }

    /// <summary>Receives <c>updateAccountTime</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(AccountUpdateTime message)
    {
    }

    /// <summary>Receives <c>nextValidId</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(NextValidId message)
    {
    }

    /// <summary>Receives <c>contractDetails</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ContractData message)
    {
    }

    /// <summary>Receives <c>execDetails</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ExecDetails message)
    {
    }

    /// <summary>Receives <c>updateMktDepth</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in MarketDepth message)
    {
    }

    /// <summary>Receives <c>updateMktDepthL2</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in MarketDepthL2 message)
    {
    }

    /// <summary>Receives <c>updateNewsBulletin</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(NewsBulletin message)
    {
    }

    /// <summary>Receives <c>managedAccounts</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ManagedAccounts message)
    {
    }

    /// <summary>Receives <c>receiveFA</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ReceiveFA message)
    {
    }

    /// <summary>Receives <c>historicalData</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalData message)
    {
    }

    /// <summary>Receives <c>bondContractDetails</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(BondContractData message)
    {
    }

    /// <summary>Receives <c>scannerParameters</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ScannerParameters message)
    {
    }

    /// <summary>Receives <c>scannerData</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ScannerData message)
    {
    }

    /// <summary>Receives <c>tickOptionComputation</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in TickOptionComputation message)
    {
    }

    /// <summary>Receives <c>tickGeneric</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in TickGeneric message)
    {
    }

    /// <summary>Receives <c>tickString</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in TickString message)
    {
    }

    /// <summary>Receives <c>tickEFP</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(TickEfp message)
    {
    }

    /// <summary>Receives <c>currentTime</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(CurrentTime message)
    {
    }

    /// <summary>Receives <c>realtimeBar</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in RealTimeBar message)
    {
    }

    /// <summary>Receives <c>fundamentalData</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(FundamentalData message)
    {
    }

    /// <summary>Receives <c>contractDetailsEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ContractDataEnd message)
    {
    }

    /// <summary>Receives <c>openOrderEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(OpenOrderEnd message)
    {
    }

    /// <summary>Receives <c>accountDownloadEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(AccountDownloadEnd message)
    {
    }

    /// <summary>Receives <c>execDetailsEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ExecDetailsEnd message)
    {
    }

    /// <summary>Receives <c>deltaNeutralValidation</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(DeltaNeutralValidation message)
    {
    }

    /// <summary>Receives <c>tickSnapshotEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(TickSnapshotEnd message)
    {
    }

    /// <summary>Receives <c>marketDataType</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(MarketDataTypeMessage message)
    {
    }

    /// <summary>Receives <c>commissionAndFeesReport</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(CommissionReport message)
    {
    }

    /// <summary>Receives <c>position</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(PositionMessage message)
    {
    }

    /// <summary>Receives <c>positionEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(PositionEnd message)
    {
    }

    /// <summary>Receives <c>accountSummary</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(AccountSummary message)
    {
    }

    /// <summary>Receives <c>accountSummaryEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(AccountSummaryEnd message)
    {
    }

    /// <summary>Receives <c>verifyMessageAPI</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(VerifyMessageApi message)
    {
    }

    /// <summary>Receives <c>verifyCompleted</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(VerifyCompleted message)
    {
    }

    /// <summary>Receives <c>displayGroupList</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(DisplayGroupList message)
    {
    }

    /// <summary>Receives <c>displayGroupUpdated</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(DisplayGroupUpdated message)
    {
    }

    /// <summary>Receives <c>verifyAndAuthMessageAPI</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(VerifyAndAuthMessageApi message)
    {
    }

    /// <summary>Receives <c>verifyAndAuthCompleted</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(VerifyAndAuthCompleted message)
    {
    }

    /// <summary>Receives <c>positionMulti</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(PositionMulti message)
    {
    }

    /// <summary>Receives <c>positionMultiEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(PositionMultiEnd message)
    {
    }

    /// <summary>Receives <c>accountUpdateMulti</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(AccountUpdateMulti message)
    {
    }

    /// <summary>Receives <c>accountUpdateMultiEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(AccountUpdateMultiEnd message)
    {
    }

    /// <summary>Receives <c>securityDefinitionOptionParameter</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(SecurityDefinitionOptionParameter message)
    {
    }

    /// <summary>Receives <c>securityDefinitionOptionParameterEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(SecurityDefinitionOptionParameterEnd message)
    {
    }

    /// <summary>Receives <c>softDollarTiers</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(SoftDollarTiers message)
    {
    }

    /// <summary>Receives <c>familyCodes</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(FamilyCodes message)
    {
    }

    /// <summary>Receives <c>symbolSamples</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(SymbolSamples message)
    {
    }

    /// <summary>Receives <c>mktDepthExchanges</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(MktDepthExchanges message)
    {
    }

    /// <summary>Receives <c>tickReqParams</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(TickReqParams message)
    {
    }

    /// <summary>Receives <c>smartComponents</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(SmartComponents message)
    {
    }

    /// <summary>Receives <c>newsArticle</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(NewsArticle message)
    {
    }

    /// <summary>Receives <c>tickNews</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(TickNews message)
    {
    }

    /// <summary>Receives <c>newsProviders</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(NewsProviders message)
    {
    }

    /// <summary>Receives <c>historicalNews</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalNews message)
    {
    }

    /// <summary>Receives <c>historicalNewsEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalNewsEnd message)
    {
    }

    /// <summary>Receives <c>headTimestamp</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HeadTimestampMessage message)
    {
    }

    /// <summary>Receives <c>histogramData</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistogramData message)
    {
    }

    /// <summary>Receives <c>historicalDataUpdate</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalDataUpdate message)
    {
    }

    /// <summary>Receives <c>rerouteMktDataReq</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(RerouteMktDataReq message)
    {
    }

    /// <summary>Receives <c>rerouteMktDepthReq</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(RerouteMktDepthReq message)
    {
    }

    /// <summary>Receives <c>marketRule</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(MarketRule message)
    {
    }

    /// <summary>Receives <c>pnl</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in PnL message)
    {
    }

    /// <summary>Receives <c>pnlSingle</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in PnLSingle message)
    {
    }

    /// <summary>Receives <c>historicalTicks</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalTicks message)
    {
    }

    /// <summary>Receives <c>historicalTicksBidAsk</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalTicksBidAsk message)
    {
    }

    /// <summary>Receives <c>historicalTicksLast</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalTicksLast message)
    {
    }

    /// <summary>Receives <c>tickByTickAllLast</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in TickByTickAllLast message)
    {
    }

    /// <summary>Receives <c>tickByTickBidAsk</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in TickByTickBidAsk message)
    {
    }

    /// <summary>Receives <c>tickByTickMidPoint</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(in TickByTickMidPoint message)
    {
    }

    /// <summary>Receives <c>orderBound</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(OrderBound message)
    {
    }

    /// <summary>Receives <c>completedOrder</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(CompletedOrder message)
    {
    }

    /// <summary>Receives <c>completedOrdersEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(CompletedOrdersEnd message)
    {
    }

    /// <summary>Receives <c>replaceFAEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(ReplaceFAEnd message)
    {
    }

    /// <summary>Receives <c>wshMetaData</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(WshMetaData message)
    {
    }

    /// <summary>Receives <c>wshEventData</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(WshEventData message)
    {
    }

    /// <summary>Receives <c>historicalSchedule</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalSchedule message)
    {
    }

    /// <summary>Receives <c>userInfo</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(UserInfo message)
    {
    }

    /// <summary>Receives <c>historicalDataEnd</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(HistoricalDataEnd message)
    {
    }

    /// <summary>Receives <c>currentTimeInMillis</c>.</summary>
    /// <param name="message">The message.</param>
    public virtual void On(CurrentTimeInMillis message)
    {
    }
}
