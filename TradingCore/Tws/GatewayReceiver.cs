using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;
using TradingCore.Tws.Mapping;
using TwsProtocol;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tws;

/// <summary>Takes each decoded message to the part it belongs to. Called by the reader under the gateway's lock.</summary>
internal sealed class GatewayReceiver(SessionContext context, GatewayParts parts, ReadyGate ready, Action<int> onPortReset, Action<SessionEnd> expectClose) : ResponseHandler
{
    /// <inheritdoc/>
    public override void OnUnknown(int messageId) => context.Log.UnknownMessage(messageId, context.Counters.Unknown());

    /// <inheritdoc/>
    public override void On(in TickPrice message)
    {
        if (!parts.Subscriptions.OnPrice(message)) Late("tickPrice", message.ReqId);
        else parts.Board.Competing(false);
    }

    /// <inheritdoc/>
    public override void On(in TickSize message)
    {
        if (!parts.Subscriptions.OnSize(message)) Late("tickSize", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(in TickGeneric message)
    {
        if (!parts.Subscriptions.OnGeneric(message)) Late("tickGeneric", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(in TickString message)
    {
        if (!parts.Subscriptions.OnText(message)) Late("tickString", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(TickReqParams message)
    {
        if (!parts.Subscriptions.OnAccepted(message.ReqId)) Late("tickReqParams", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(MarketDataTypeMessage message)
    {
        if (!parts.Subscriptions.OnDataType(message)) Late("marketDataType", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(in RealTimeBar message)
    {
        if (!parts.Subscriptions.OnBar(message)) Late("realtimeBar", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(ContractData message)
    {
        if (context.Book.TryFind(message.ReqId, RequestKind.ContractSearch, out PendingRequest search)) ContractLookups.OnDetails(search, message.ContractDetails);
        else if (Find(message.ReqId, RequestKind.ContractDetails, "contractDetails") is { } request) InstrumentResolver.OnDetails(request, message.ContractDetails);
    }

    /// <inheritdoc/>
    public override void On(BondContractData message)
    {
        if (context.Book.TryFind(message.ReqId, RequestKind.ContractSearch, out PendingRequest search)) ContractLookups.OnDetails(search, message.ContractDetails);
        else if (Find(message.ReqId, RequestKind.ContractDetails, "bondContractDetails") is { } request) InstrumentResolver.OnDetails(request, message.ContractDetails);
    }

    /// <inheritdoc/>
    public override void On(ContractDataEnd message)
    {
        if (context.Book.TryFind(message.ReqId, RequestKind.ContractSearch, out PendingRequest search)) parts.Lookups.OnDetailsEnd(search);
        else if (Find(message.ReqId, RequestKind.ContractDetails, "contractDetailsEnd") is { } request) parts.Resolver.OnDetailsEnd(request);
    }

    /// <inheritdoc/>
    public override void On(SymbolSamples message)
    {
        if (Find(message.ReqId, RequestKind.SymbolSearch, "symbolSamples") is { } request) parts.Lookups.OnSamples(request, message);
    }

    /// <inheritdoc/>
    public override void On(in MarketDepth message)
    {
        if (!parts.Depth.OnRow(message)) Late("updateMktDepth", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(in MarketDepthL2 message)
    {
        if (!parts.Depth.OnRow(message)) Late("updateMktDepthL2", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(RerouteMktDepthReq message)
    {
        if (!parts.Depth.OnReroute(message)) Late("rerouteMktDepthReq", message.ReqId);
    }

    /// <inheritdoc/>
    public override void On(MarketRule message) => parts.Resolver.OnRule(message);

    /// <inheritdoc/>
    public override void On(HistoricalData message)
    {
        if (Find(message.ReqId, RequestKind.History, "historicalData") is { } request)
            parts.History.OnBars(request, message, endsRequest: parts.ServerVersion < ServerVersion.HistoricalDataEnd);
    }

    /// <inheritdoc/>
    public override void On(HistoricalDataEnd message)
    {
        if (Find(message.ReqId, RequestKind.History, "historicalDataEnd") is { } request) parts.History.OnEnd(request);
    }

    /// <inheritdoc/>
    public override void On(OpenOrder message)
    {
        if (message.Order.WhatIf)
        {
            if (!parts.Orders.TryAnswerPreview(message.OrderId, OrderMap.ToPreview(message.OrderState))) Late("openOrder (what-if)", message.OrderId);
            return;
        }
        BrokerOrderReceived order = OrderMap.ToDomain(message.OrderId, message.Contract, message.Order, message.OrderState, isCompleted: false, context.Now, context.LoginZone);
        if (IsOurs(message.Order.ClientId))
        {
            parts.Orders.Seen(message.OrderId, OrderMap.IsFinal(order.Status));
            if (!OrderMap.IsFinal(order.Status) && parts.Orders.TakePreview(message.OrderId)) OnPreviewWorks(message.OrderId);
        }
        context.Post(order);
    }

    /// <inheritdoc/>
    public override void On(CompletedOrder message) =>
        context.Post(OrderMap.ToDomain(0, message.Contract, message.Order, message.OrderState, isCompleted: true, context.Now, context.LoginZone));

    /// <inheritdoc/>
    public override void On(in OrderStatus message)
    {
        BrokerOrderStatus status = OrderMap.StatusOf(message.Status);
        if (IsOurs(message.ClientId)) parts.Orders.Seen(message.OrderId, OrderMap.IsFinal(status));
        context.Post(new OrderStatusReceived(
            new OrderId(Math.Max(0, message.OrderId)), message.ClientId, new PermId(message.PermId), status,
            message.Filled ?? 0m, message.Remaining ?? 0m,
            message.AvgFillPrice != 0d ? WireNumber.ToDecimal(message.AvgFillPrice) : null, message.WhyHeld)
        { Time = context.Now });
    }

    /// <inheritdoc/>
    public override void On(OrderBound message) =>
        context.Post(new OrderBoundReceived(new PermId(message.PermId), message.ClientId, new OrderId(message.OrderId)) { Time = context.Now });

    /// <inheritdoc/>
    public override void On(ExecDetails message) =>
        context.Post(new ExecutionReceived(
            ExecutionMap.ToFill(message.Contract, message.Execution, context.LoginZone, context.Now), IsReplay: context.Book.HasGivenOut(message.ReqId))
        { Time = context.Now });

    /// <inheritdoc/>
    public override void On(ExecDetailsEnd message)
    {
        if (Find(message.ReqId, RequestKind.Executions, "execDetailsEnd") is { } request) parts.Reconciliation.OnExecutionsEnd(request);
    }

    /// <inheritdoc/>
    public override void On(CommissionReport message)
    {
        // "No value" is not nothing to pay: the commission is told when it is known.
        if (WireNumber.ToDecimal(message.Commission) is not { } commission) return;
        context.Post(new CommissionReceived(new ExecId(message.ExecId), commission, message.Currency, WireNumber.ToDecimal(message.RealizedPNL)) { Time = context.Now });
    }

    /// <inheritdoc/>
    public override void On(OpenOrderEnd message)
    {
        if (!parts.OrderPoll.OnEnd()) parts.Reconciliation.OnOpenOrdersEnd();
    }

    /// <inheritdoc/>
    public override void On(TwsProtocol.Messages.Responses.CompletedOrdersEnd message) => parts.Reconciliation.OnCompletedOrdersEnd();

    /// <inheritdoc/>
    public override void On(PositionMessage message) => parts.Accounts.OnPosition(message);

    /// <inheritdoc/>
    public override void On(PositionEnd message) => parts.Reconciliation.OnPositionsEnd();

    /// <inheritdoc/>
    public override void On(AccountSummary message) => parts.Accounts.OnSummary(message);

    /// <inheritdoc/>
    public override void On(AccountSummaryEnd message) => parts.Accounts.OnSummaryEnd(message);

    /// <inheritdoc/>
    public override void On(ReceiveFA message) => parts.Accounts.OnAdvisor(message);

    /// <inheritdoc/>
    public override void On(in PnL message)
    {
        if (Find(message.ReqId, RequestKind.AccountPnl, "pnl") is { } request) parts.Accounts.OnPnl(request, message);
    }

    /// <inheritdoc/>
    public override void On(in PnLSingle message)
    {
        if (Find(message.ReqId, RequestKind.PositionPnl, "pnlSingle") is { } request) parts.Accounts.OnPositionPnl(request, message);
    }

    /// <inheritdoc/>
    public override void On(NewsProviders message) => parts.News.OnProviders(message);

    /// <inheritdoc/>
    public override void On(NewsBulletin message) => parts.News.OnBulletin(message);

    /// <inheritdoc/>
    public override void On(HistoricalNews message)
    {
        if (Find(message.ReqId, RequestKind.News, "historicalNews") is { } request) parts.News.OnHeadline(request, message);
    }

    /// <inheritdoc/>
    public override void On(HistoricalNewsEnd message)
    {
        if (Find(message.ReqId, RequestKind.News, "historicalNewsEnd") is { } request) parts.News.OnEnd(request);
    }

    /// <inheritdoc/>
    public override void On(ManagedAccounts message) => ready.OnAccounts(message.AccountsList);

    /// <inheritdoc/>
    public override void On(NextValidId message)
    {
        context.Book.KeepApartFrom(message.OrderId);
        parts.Life.OnOrderId();
        ready.OnNextValidId(message.OrderId);
    }

    /// <inheritdoc/>
    public override void On(CurrentTime message)
    {
        parts.Life.OnTime();
        if (message.Time is <= 0 or >= 253_402_300_800) return;
        TimeSpan offset = DateTimeOffset.FromUnixTimeSeconds(message.Time) - context.Now;
        // The wire has whole seconds; less than two of them is no difference worth a correction.
        context.ServerClockOffset = offset.Duration() < TimeSpan.FromSeconds(2) ? TimeSpan.Zero : offset;
    }

    /// <inheritdoc/>
    public override void On(ErrorMessage message)
    {
        int id = message.ReqId;
        if (id > 0 && context.Book.TryFind(id, out PendingRequest request)) OnRequestError(request, message);
        else if (id > 0 && context.Book.HasGivenOut(id)) Late($"error {message.ErrorCode}", id);
        else if (id > 0) OnOrderError(id, message);
        else OnNotice(message);
    }

    private void OnRequestError(PendingRequest request, ErrorMessage message)
    {
        int code = message.ErrorCode;
        string text = message.ErrorMsg;
        SubscriptionOutcome outcome = ErrorCodes.ForSubscription(code, text, context.Options.MarketDataType);
        if (code == ErrorCodes.CompetingSession) parts.Board.Competing(true);
        switch (request.Kind)
        {
            case RequestKind.MarketData:
                parts.Subscriptions.OnTicksError(request, code, text, outcome);
                break;
            case RequestKind.RealTimeBars:
                parts.Subscriptions.OnBarsError(request, code, text, outcome);
                break;
            case RequestKind.Depth:
                parts.Depth.OnError(request, code, text);
                break;
            case var _ when TwsErrors.Find(code).Kind is TwsErrorKind.Warning or TwsErrorKind.Information:
                context.Log.Notice(code, text);
                break;
            case RequestKind.ContractDetails:
                parts.Resolver.OnError(request, code, text);
                break;
            case RequestKind.SymbolSearch or RequestKind.ContractSearch:
                parts.Lookups.OnError(request, code, text);
                break;
            case RequestKind.History:
                parts.History.OnError(request, code, text);
                break;
            case RequestKind.News:
                parts.News.OnError(request, code, text);
                break;
            case RequestKind.Executions:
                context.Log.Notice(code, text);
                parts.Reconciliation.OnExecutionsError(request);
                break;
            default:
                parts.Accounts.OnError(request, code, text);
                break;
        }
    }

    private void OnOrderError(int orderId, ErrorMessage message)
    {
        bool isWarning = ErrorCodes.OrderLivesOn(message.ErrorCode, parts.Orders.IsModification(orderId));
        context.Log.OrderError(orderId, message.ErrorCode, message.ErrorMsg, isWarning, parts.Orders.CorrelationIdOf(orderId));
        if (parts.Orders.IsPreview(orderId))
        {
            if (!isWarning || !ErrorCodes.IsDocumented(message.ErrorCode)) parts.Orders.TryAnswerPreview(orderId, new MarginPreview(null, "", null, null, null, null, null, $"{message.ErrorMsg} ({message.ErrorCode})"));
            return;
        }
        context.Post(new OrderErrorReceived(new OrderId(orderId), message.ErrorCode, message.ErrorMsg, isWarning) { Time = context.Now, Advice = ErrorCodes.AdviceOn(message.ErrorCode) });
    }

    // A gateway that does not understand the question must not leave an order behind.
    private void OnPreviewWorks(int orderId)
    {
        context.Log.PreviewWorks(orderId);
        context.Send(new TwsProtocol.Messages.Requests.CancelOrder(orderId), SendPriority.Cancel, orderId);
        context.Post(new SessionNotice(NoticeSeverity.Error, $"The gateway works order {orderId}, which it was only asked about (what-if). Its cancel was sent; look at it in TWS.", CallsPerson: true) { Time = context.Now });
    }

    private void OnNotice(ErrorMessage message)
    {
        int code = message.ErrorCode;
        string text = message.ErrorMsg;
        switch (code)
        {
            case ErrorCodes.BrokerLost or ErrorCodes.ServerLinkBroken:
                context.Log.BrokerLost(code, text);
                parts.Depth.OnBrokerLost();
                parts.Board.BrokerLost(NightlyReset.Explain($"the gateway lost its connection to IB ({code})", context.Now));
                break;
            case ErrorCodes.RestoredDataLost:
                context.Log.BrokerRestored(code, text);
                parts.Board.BrokerRestored("the gateway has IB again, market data was lost (1101)");
                parts.Subscriptions.AskAllAgain();
                parts.Depth.AskAllAgain();
                break;
            case ErrorCodes.RestoredDataKept:
                context.Log.BrokerRestored(code, text);
                parts.Board.BrokerRestored("the gateway has IB again, market data was kept (1102)");
                parts.Subscriptions.ExpectBarsSoon();
                parts.Depth.AskAllAgain();
                break;
            case ErrorCodes.ClientIdInUse:
                context.Log.Notice(code, text);
                expectClose(new SessionEnd(
                    SessionEndKind.ClientIdInUse,
                    $"client id {(context.IsFenced ? context.Options.AlternateClientIdOrDefault : context.Options.ClientId)} is in use by another connection (326); the gateway may still hold our last one, or another program uses the id: it is tried again"));
                break;
            case ErrorCodes.PortReset:
                context.Log.Notice(code, text);
                expectClose(new SessionEnd(SessionEndKind.Lost, $"the gateway moved its port (1300): {text}"));
                if (LastNumber(text) is { } port and > 0 and <= 65_535) onPortReset(port);
                break;
            default:
                OnFarmOrOther(code, text);
                break;
        }
        context.Post(new GatewayNotice(code, text) { Time = context.Now });
    }

    private void OnFarmOrOther(int code, string text)
    {
        if (ErrorCodes.FarmOf(code) is not { } farm)
        {
            context.Log.Notice(code, text);
            return;
        }
        string name = ErrorCodes.FarmName(text);
        if (farm.Health == FarmHealth.Disconnected) context.Log.FarmBroken(name, code);
        else context.Log.FarmWell(name, code);
        parts.Board.Farm(code, text);
    }

    private bool IsOurs(int clientId) => clientId == context.Options.ClientId;

    private PendingRequest? Find(int id, RequestKind kind, string message)
    {
        if (context.Book.TryFind(id, kind, out PendingRequest request)) return request;
        Late(message, id);
        return null;
    }

    private void Late(string message, int id)
    {
        context.Counters.Late();
        context.Log.LateReply(message, id);
    }

    private static int? LastNumber(string text)
    {
        int end = text.Length;
        while (end > 0 && !char.IsAsciiDigit(text[end - 1])) end--;
        int start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
        return int.TryParse(text.AsSpan(start, end - start), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
