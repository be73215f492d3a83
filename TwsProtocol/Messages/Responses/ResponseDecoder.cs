using System.Buffers;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Turns the payload of a server's frame into one call of a handler: the client's side of the wire. Hot path.</summary>
public static class ResponseDecoder
{
    /// <summary>Decodes one payload and hands the message to <paramref name="handler"/>; unknown ids go to <see cref="ResponseHandler.OnUnknown"/>.</summary>
    /// <param name="payload">Payload without its length.</param>
    /// <param name="serverVersion">Negotiated server version, 176 to 200.</param>
    /// <param name="handler">Receives the message; its exceptions pass through.</param>
    /// <exception cref="TwsProtocolException">Truncated or malformed; nothing was handed over and the connection stays usable.</exception>
    public static void Decode(ReadOnlySpan<byte> payload, int serverVersion, ResponseHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var reader = new FieldReader(payload);
        int id = reader.ReadInt("message id");
        switch (id)
        {
            case TickPrice.Id: handler.On(TickPrice.Decode(ref reader, serverVersion)); break;
            case TickSize.Id: handler.On(TickSize.Decode(ref reader, serverVersion)); break;
            case OrderStatus.Id: handler.On(OrderStatus.Decode(ref reader, serverVersion)); break;
            case ErrorMessage.Id: handler.On(ErrorMessage.Decode(ref reader, serverVersion)); break;
            case OpenOrder.Id: handler.On(OpenOrder.Decode(ref reader, serverVersion)); break;
            case AccountValue.Id: handler.On(AccountValue.Decode(ref reader, serverVersion)); break;
            case PortfolioValue.Id: handler.On(PortfolioValue.Decode(ref reader, serverVersion)); break;
            case AccountUpdateTime.Id: handler.On(AccountUpdateTime.Decode(ref reader, serverVersion)); break;
            case NextValidId.Id: handler.On(NextValidId.Decode(ref reader, serverVersion)); break;
            case ContractData.Id: handler.On(ContractData.Decode(ref reader, serverVersion)); break;
            case ExecDetails.Id: handler.On(ExecDetails.Decode(ref reader, serverVersion)); break;
            case MarketDepth.Id: handler.On(MarketDepth.Decode(ref reader, serverVersion)); break;
            case MarketDepthL2.Id: handler.On(MarketDepthL2.Decode(ref reader, serverVersion)); break;
            case NewsBulletin.Id: handler.On(NewsBulletin.Decode(ref reader, serverVersion)); break;
            case ManagedAccounts.Id: handler.On(ManagedAccounts.Decode(ref reader, serverVersion)); break;
            case ReceiveFA.Id: handler.On(ReceiveFA.Decode(ref reader, serverVersion)); break;
            case HistoricalData.Id: handler.On(HistoricalData.Decode(ref reader, serverVersion)); break;
            case BondContractData.Id: handler.On(BondContractData.Decode(ref reader, serverVersion)); break;
            case ScannerParameters.Id: handler.On(ScannerParameters.Decode(ref reader, serverVersion)); break;
            case ScannerData.Id: handler.On(ScannerData.Decode(ref reader, serverVersion)); break;
            case TickOptionComputation.Id: handler.On(TickOptionComputation.Decode(ref reader, serverVersion)); break;
            case TickGeneric.Id: handler.On(TickGeneric.Decode(ref reader, serverVersion)); break;
            case TickString.Id: handler.On(TickString.Decode(ref reader, serverVersion)); break;
            case TickEfp.Id: handler.On(TickEfp.Decode(ref reader, serverVersion)); break;
            case CurrentTime.Id: handler.On(CurrentTime.Decode(ref reader, serverVersion)); break;
            case RealTimeBar.Id: handler.On(RealTimeBar.Decode(ref reader, serverVersion)); break;
            case FundamentalData.Id: handler.On(FundamentalData.Decode(ref reader, serverVersion)); break;
            case ContractDataEnd.Id: handler.On(ContractDataEnd.Decode(ref reader, serverVersion)); break;
            case OpenOrderEnd.Id: handler.On(OpenOrderEnd.Decode(ref reader, serverVersion)); break;
            case AccountDownloadEnd.Id: handler.On(AccountDownloadEnd.Decode(ref reader, serverVersion)); break;
            case ExecDetailsEnd.Id: handler.On(ExecDetailsEnd.Decode(ref reader, serverVersion)); break;
            case DeltaNeutralValidation.Id: handler.On(DeltaNeutralValidation.Decode(ref reader, serverVersion)); break;
            case TickSnapshotEnd.Id: handler.On(TickSnapshotEnd.Decode(ref reader, serverVersion)); break;
            case MarketDataTypeMessage.Id: handler.On(MarketDataTypeMessage.Decode(ref reader, serverVersion)); break;
            case CommissionReport.Id: handler.On(CommissionReport.Decode(ref reader, serverVersion)); break;
            case PositionMessage.Id: handler.On(PositionMessage.Decode(ref reader, serverVersion)); break;
            case PositionEnd.Id: handler.On(PositionEnd.Decode(ref reader, serverVersion)); break;
            case AccountSummary.Id: handler.On(AccountSummary.Decode(ref reader, serverVersion)); break;
            case AccountSummaryEnd.Id: handler.On(AccountSummaryEnd.Decode(ref reader, serverVersion)); break;
            case VerifyMessageApi.Id: handler.On(VerifyMessageApi.Decode(ref reader, serverVersion)); break;
            case VerifyCompleted.Id: handler.On(VerifyCompleted.Decode(ref reader, serverVersion)); break;
            case DisplayGroupList.Id: handler.On(DisplayGroupList.Decode(ref reader, serverVersion)); break;
            case DisplayGroupUpdated.Id: handler.On(DisplayGroupUpdated.Decode(ref reader, serverVersion)); break;
            case VerifyAndAuthMessageApi.Id: handler.On(VerifyAndAuthMessageApi.Decode(ref reader, serverVersion)); break;
            case VerifyAndAuthCompleted.Id: handler.On(VerifyAndAuthCompleted.Decode(ref reader, serverVersion)); break;
            case PositionMulti.Id: handler.On(PositionMulti.Decode(ref reader, serverVersion)); break;
            case PositionMultiEnd.Id: handler.On(PositionMultiEnd.Decode(ref reader, serverVersion)); break;
            case AccountUpdateMulti.Id: handler.On(AccountUpdateMulti.Decode(ref reader, serverVersion)); break;
            case AccountUpdateMultiEnd.Id: handler.On(AccountUpdateMultiEnd.Decode(ref reader, serverVersion)); break;
            case SecurityDefinitionOptionParameter.Id: handler.On(SecurityDefinitionOptionParameter.Decode(ref reader, serverVersion)); break;
            case SecurityDefinitionOptionParameterEnd.Id: handler.On(SecurityDefinitionOptionParameterEnd.Decode(ref reader, serverVersion)); break;
            case SoftDollarTiers.Id: handler.On(SoftDollarTiers.Decode(ref reader, serverVersion)); break;
            case FamilyCodes.Id: handler.On(FamilyCodes.Decode(ref reader, serverVersion)); break;
            case SymbolSamples.Id: handler.On(SymbolSamples.Decode(ref reader, serverVersion)); break;
            case MktDepthExchanges.Id: handler.On(MktDepthExchanges.Decode(ref reader, serverVersion)); break;
            case TickReqParams.Id: handler.On(TickReqParams.Decode(ref reader, serverVersion)); break;
            case SmartComponents.Id: handler.On(SmartComponents.Decode(ref reader, serverVersion)); break;
            case NewsArticle.Id: handler.On(NewsArticle.Decode(ref reader, serverVersion)); break;
            case TickNews.Id: handler.On(TickNews.Decode(ref reader, serverVersion)); break;
            case NewsProviders.Id: handler.On(NewsProviders.Decode(ref reader, serverVersion)); break;
            case HistoricalNews.Id: handler.On(HistoricalNews.Decode(ref reader, serverVersion)); break;
            case HistoricalNewsEnd.Id: handler.On(HistoricalNewsEnd.Decode(ref reader, serverVersion)); break;
            case HeadTimestampMessage.Id: handler.On(HeadTimestampMessage.Decode(ref reader, serverVersion)); break;
            case HistogramData.Id: handler.On(HistogramData.Decode(ref reader, serverVersion)); break;
            case HistoricalDataUpdate.Id: handler.On(HistoricalDataUpdate.Decode(ref reader, serverVersion)); break;
            case RerouteMktDataReq.Id: handler.On(RerouteMktDataReq.Decode(ref reader, serverVersion)); break;
            case RerouteMktDepthReq.Id: handler.On(RerouteMktDepthReq.Decode(ref reader, serverVersion)); break;
            case MarketRule.Id: handler.On(MarketRule.Decode(ref reader, serverVersion)); break;
            case PnL.Id: handler.On(PnL.Decode(ref reader, serverVersion)); break;
            case PnLSingle.Id: handler.On(PnLSingle.Decode(ref reader, serverVersion)); break;
            case HistoricalTicks.Id: handler.On(HistoricalTicks.Decode(ref reader, serverVersion)); break;
            case HistoricalTicksBidAsk.Id: handler.On(HistoricalTicksBidAsk.Decode(ref reader, serverVersion)); break;
            case HistoricalTicksLast.Id: handler.On(HistoricalTicksLast.Decode(ref reader, serverVersion)); break;
            case OrderBound.Id: handler.On(OrderBound.Decode(ref reader, serverVersion)); break;
            case CompletedOrder.Id: handler.On(CompletedOrder.Decode(ref reader, serverVersion)); break;
            case CompletedOrdersEnd.Id: handler.On(CompletedOrdersEnd.Decode(ref reader, serverVersion)); break;
            case ReplaceFAEnd.Id: handler.On(ReplaceFAEnd.Decode(ref reader, serverVersion)); break;
            case WshMetaData.Id: handler.On(WshMetaData.Decode(ref reader, serverVersion)); break;
            case WshEventData.Id: handler.On(WshEventData.Decode(ref reader, serverVersion)); break;
            case HistoricalSchedule.Id: handler.On(HistoricalSchedule.Decode(ref reader, serverVersion)); break;
            case UserInfo.Id: handler.On(UserInfo.Decode(ref reader, serverVersion)); break;
            case HistoricalDataEnd.Id: handler.On(HistoricalDataEnd.Decode(ref reader, serverVersion)); break;
            case CurrentTimeInMillis.Id: handler.On(CurrentTimeInMillis.Decode(ref reader, serverVersion)); break;
            case TickByTick.Id: DecodeTickByTick(ref reader, handler); break;
            default: handler.OnUnknown(id); break;
        }
    }

    /// <summary>As the other overload, for a payload as <see cref="FrameReader"/> gives it: one that lies in several segments is copied first.</summary>
    /// <param name="payload">Payload without its length.</param>
    /// <param name="serverVersion">Negotiated server version, 176 to 200.</param>
    /// <param name="handler">Receives the message; its exceptions pass through.</param>
    /// <exception cref="TwsProtocolException">Truncated or malformed; nothing was handed over and the connection stays usable.</exception>
    public static void Decode(in ReadOnlySequence<byte> payload, int serverVersion, ResponseHandler handler)
    {
        if (payload.IsSingleSegment)
        {
            Decode(payload.FirstSpan, serverVersion, handler);
            return;
        }
        int length = checked((int)payload.Length);
        byte[] copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            payload.CopyTo(copy);
            Decode(copy.AsSpan(0, length), serverVersion, handler);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static void DecodeTickByTick(ref FieldReader reader, ResponseHandler handler)
    {
        (int reqId, int tickType) = TickByTick.ReadHead(ref reader);
        switch (tickType)
        {
            case TickByTick.Last or TickByTick.AllLast: handler.On(TickByTickAllLast.DecodeRest(ref reader, reqId, tickType)); break;
            case TickByTick.BidAsk: handler.On(TickByTickBidAsk.DecodeRest(ref reader, reqId)); break;
            case TickByTick.MidPoint: handler.On(TickByTickMidPoint.DecodeRest(ref reader, reqId)); break;
            // The official client reads nothing more of another kind and calls nobody.
            default: break;
        }
    }
}
