using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Turns the payload of a client's frame into a request: the server's side of the wire.</summary>
public static class RequestDecoder
{
    /// <summary>Decodes one payload.</summary>
    /// <param name="payload">Payload without its length.</param>
    /// <param name="serverVersion">Negotiated server version, 176 to 200.</param>
    /// <exception cref="TwsProtocolException">Unknown message id, truncated, or a malformed number. The connection stays usable.</exception>
    public static IRequest Decode(ReadOnlySpan<byte> payload, int serverVersion)
    {
        var reader = new FieldReader(payload) { IsUtf8 = true };
        int id = reader.ReadInt("message id");
        return id switch
        {
            ReqMktData.Id => ReqMktData.Decode(ref reader, serverVersion),
            CancelMktData.Id => CancelMktData.Decode(ref reader, serverVersion),
            PlaceOrder.Id => PlaceOrder.Decode(ref reader, serverVersion),
            CancelOrder.Id => CancelOrder.Decode(ref reader, serverVersion),
            ReqOpenOrders.Id => ReqOpenOrders.Decode(ref reader, serverVersion),
            ReqAccountUpdates.Id => ReqAccountUpdates.Decode(ref reader, serverVersion),
            ReqExecutions.Id => ReqExecutions.Decode(ref reader, serverVersion),
            ReqIds.Id => ReqIds.Decode(ref reader, serverVersion),
            ReqContractDetails.Id => ReqContractDetails.Decode(ref reader, serverVersion),
            ReqMktDepth.Id => ReqMktDepth.Decode(ref reader, serverVersion),
            CancelMktDepth.Id => CancelMktDepth.Decode(ref reader, serverVersion),
            ReqNewsBulletins.Id => ReqNewsBulletins.Decode(ref reader, serverVersion),
            CancelNewsBulletins.Id => CancelNewsBulletins.Decode(ref reader, serverVersion),
            SetServerLogLevel.Id => SetServerLogLevel.Decode(ref reader, serverVersion),
            ReqAutoOpenOrders.Id => ReqAutoOpenOrders.Decode(ref reader, serverVersion),
            ReqAllOpenOrders.Id => ReqAllOpenOrders.Decode(ref reader, serverVersion),
            ReqManagedAccts.Id => ReqManagedAccts.Decode(ref reader, serverVersion),
            RequestFA.Id => RequestFA.Decode(ref reader, serverVersion),
            ReplaceFA.Id => ReplaceFA.Decode(ref reader, serverVersion),
            ReqHistoricalData.Id => ReqHistoricalData.Decode(ref reader, serverVersion),
            ExerciseOptions.Id => ExerciseOptions.Decode(ref reader, serverVersion),
            ReqScannerSubscription.Id => ReqScannerSubscription.Decode(ref reader, serverVersion),
            CancelScannerSubscription.Id => CancelScannerSubscription.Decode(ref reader, serverVersion),
            ReqScannerParameters.Id => ReqScannerParameters.Decode(ref reader, serverVersion),
            CancelHistoricalData.Id => CancelHistoricalData.Decode(ref reader, serverVersion),
            ReqCurrentTime.Id => ReqCurrentTime.Decode(ref reader, serverVersion),
            ReqRealTimeBars.Id => ReqRealTimeBars.Decode(ref reader, serverVersion),
            CancelRealTimeBars.Id => CancelRealTimeBars.Decode(ref reader, serverVersion),
            CalculateImpliedVolatility.Id => CalculateImpliedVolatility.Decode(ref reader, serverVersion),
            CalculateOptionPrice.Id => CalculateOptionPrice.Decode(ref reader, serverVersion),
            CancelCalculateImpliedVolatility.Id => CancelCalculateImpliedVolatility.Decode(ref reader, serverVersion),
            CancelCalculateOptionPrice.Id => CancelCalculateOptionPrice.Decode(ref reader, serverVersion),
            ReqGlobalCancel.Id => ReqGlobalCancel.Decode(ref reader, serverVersion),
            ReqMarketDataType.Id => ReqMarketDataType.Decode(ref reader, serverVersion),
            ReqPositions.Id => ReqPositions.Decode(ref reader, serverVersion),
            ReqAccountSummary.Id => ReqAccountSummary.Decode(ref reader, serverVersion),
            CancelAccountSummary.Id => CancelAccountSummary.Decode(ref reader, serverVersion),
            CancelPositions.Id => CancelPositions.Decode(ref reader, serverVersion),
            QueryDisplayGroups.Id => QueryDisplayGroups.Decode(ref reader, serverVersion),
            SubscribeToGroupEvents.Id => SubscribeToGroupEvents.Decode(ref reader, serverVersion),
            UpdateDisplayGroup.Id => UpdateDisplayGroup.Decode(ref reader, serverVersion),
            UnsubscribeFromGroupEvents.Id => UnsubscribeFromGroupEvents.Decode(ref reader, serverVersion),
            StartApi.Id => StartApi.Decode(ref reader, serverVersion),
            ReqPositionsMulti.Id => ReqPositionsMulti.Decode(ref reader, serverVersion),
            CancelPositionsMulti.Id => CancelPositionsMulti.Decode(ref reader, serverVersion),
            ReqAccountUpdatesMulti.Id => ReqAccountUpdatesMulti.Decode(ref reader, serverVersion),
            CancelAccountUpdatesMulti.Id => CancelAccountUpdatesMulti.Decode(ref reader, serverVersion),
            ReqSecDefOptParams.Id => ReqSecDefOptParams.Decode(ref reader, serverVersion),
            ReqSoftDollarTiers.Id => ReqSoftDollarTiers.Decode(ref reader, serverVersion),
            ReqFamilyCodes.Id => ReqFamilyCodes.Decode(ref reader, serverVersion),
            ReqMatchingSymbols.Id => ReqMatchingSymbols.Decode(ref reader, serverVersion),
            ReqMktDepthExchanges.Id => ReqMktDepthExchanges.Decode(ref reader, serverVersion),
            ReqSmartComponents.Id => ReqSmartComponents.Decode(ref reader, serverVersion),
            ReqNewsArticle.Id => ReqNewsArticle.Decode(ref reader, serverVersion),
            ReqNewsProviders.Id => ReqNewsProviders.Decode(ref reader, serverVersion),
            ReqHistoricalNews.Id => ReqHistoricalNews.Decode(ref reader, serverVersion),
            ReqHeadTimestamp.Id => ReqHeadTimestamp.Decode(ref reader, serverVersion),
            ReqHistogramData.Id => ReqHistogramData.Decode(ref reader, serverVersion),
            CancelHistogramData.Id => CancelHistogramData.Decode(ref reader, serverVersion),
            CancelHeadTimestamp.Id => CancelHeadTimestamp.Decode(ref reader, serverVersion),
            ReqMarketRule.Id => ReqMarketRule.Decode(ref reader, serverVersion),
            ReqPnL.Id => ReqPnL.Decode(ref reader, serverVersion),
            CancelPnL.Id => CancelPnL.Decode(ref reader, serverVersion),
            ReqPnLSingle.Id => ReqPnLSingle.Decode(ref reader, serverVersion),
            CancelPnLSingle.Id => CancelPnLSingle.Decode(ref reader, serverVersion),
            ReqHistoricalTicks.Id => ReqHistoricalTicks.Decode(ref reader, serverVersion),
            ReqTickByTickData.Id => ReqTickByTickData.Decode(ref reader, serverVersion),
            CancelTickByTickData.Id => CancelTickByTickData.Decode(ref reader, serverVersion),
            ReqCompletedOrders.Id => ReqCompletedOrders.Decode(ref reader, serverVersion),
            ReqWshMetaData.Id => ReqWshMetaData.Decode(ref reader, serverVersion),
            CancelWshMetaData.Id => CancelWshMetaData.Decode(ref reader, serverVersion),
            ReqWshEventData.Id => ReqWshEventData.Decode(ref reader, serverVersion),
            CancelWshEventData.Id => CancelWshEventData.Decode(ref reader, serverVersion),
            ReqUserInfo.Id => ReqUserInfo.Decode(ref reader, serverVersion),
            ReqCurrentTimeInMillis.Id => ReqCurrentTimeInMillis.Decode(ref reader, serverVersion),
            _ => throw new TwsProtocolException(TwsProtocolErrorKind.UnknownMessageId, 505, $"{id} is not the id of a request of server versions 176 to 200.", field: "message id", byteOffset: 0),
        };
    }
}
