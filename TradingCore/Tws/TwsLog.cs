using Microsoft.Extensions.Logging;
using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>Log messages of the session. Accounts appear masked only.</summary>
internal static partial class TwsLog
{
    [LoggerMessage(EventId = TwsEventIds.Connecting, Level = LogLevel.Debug, Message = "Connecting to {Host}:{Port} as client {ClientId}, attempt {Attempt}")]
    public static partial void Connecting(this ILogger log, string host, int port, int clientId, int attempt);

    [LoggerMessage(EventId = TwsEventIds.Connected, Level = LogLevel.Debug, Message = "Gateway speaks version {ServerVersion}; its time is '{ConnectionTime}'")]
    public static partial void Connected(this ILogger log, int serverVersion, string connectionTime);

    [LoggerMessage(EventId = TwsEventIds.SessionReady, Level = LogLevel.Information, Message = "Session with {Host}:{Port} is ready: version {ServerVersion}, client {ClientId}, accounts {MaskedAccounts}, next order id {NextOrderId}")]
    public static partial void SessionReady(this ILogger log, string host, int port, int serverVersion, int clientId, string maskedAccounts, int nextOrderId);

    [LoggerMessage(EventId = TwsEventIds.Disconnected, Level = LogLevel.Warning, Message = "Session with {Host}:{Port} ended: {Cause}; {Unsent} messages were not sent")]
    public static partial void Disconnected(this ILogger log, string host, int port, string cause, int unsent);

    [LoggerMessage(EventId = TwsEventIds.WaitingToReconnect, Level = LogLevel.Debug, Message = "Next attempt in {Delay} ({Cause})")]
    public static partial void WaitingToReconnect(this ILogger log, TimeSpan delay, string cause);

    [LoggerMessage(EventId = TwsEventIds.NoSession, Level = LogLevel.Warning, Message = "No session with the gateway: {Cause}. Everything else runs; the connection is tried again until it stands")]
    public static partial void NoSession(this ILogger log, string cause);

    [LoggerMessage(EventId = TwsEventIds.Redirected, Level = LogLevel.Information, Message = "Gateway sends us to {Host}:{Port}")]
    public static partial void Redirected(this ILogger log, string host, int port);

    [LoggerMessage(EventId = TwsEventIds.Stopped, Level = LogLevel.Information, Message = "Session stopped")]
    public static partial void SessionStopped(this ILogger log);

    [LoggerMessage(EventId = TwsEventIds.HalfOpen, Level = LogLevel.Warning, Message = "Nothing heard for {Silence}; the connection is taken for dead")]
    public static partial void HalfOpen(this ILogger log, TimeSpan silence);

    [LoggerMessage(EventId = TwsEventIds.BrokerLost, Level = LogLevel.Warning, Message = "The gateway lost IB ({Code}): {Text}")]
    public static partial void BrokerLost(this ILogger log, int code, string text);

    [LoggerMessage(EventId = TwsEventIds.BrokerRestored, Level = LogLevel.Information, Message = "The gateway has IB again ({Code}): {Text}")]
    public static partial void BrokerRestored(this ILogger log, int code, string text);

    [LoggerMessage(EventId = TwsEventIds.FarmBroken, Level = LogLevel.Warning, Message = "Farm {Farm} is broken ({Code}); the order connection is not touched")]
    public static partial void FarmBroken(this ILogger log, string farm, int code);

    [LoggerMessage(EventId = TwsEventIds.IllegalTransition, Level = LogLevel.Error, Message = "The session went from {From} to {To}, which its table does not know")]
    public static partial void IllegalTransition(this ILogger log, SessionState from, SessionState to);

    [LoggerMessage(EventId = TwsEventIds.QuotesSilent, Level = LogLevel.Warning, Message = "No quotes of {Ticker} for {Silence} though its market is open; asked for again")]
    public static partial void QuotesSilent(this ILogger log, string ticker, TimeSpan silence);

    [LoggerMessage(EventId = TwsEventIds.FarmWell, Level = LogLevel.Debug, Message = "Farm {Farm} is well ({Code})")]
    public static partial void FarmWell(this ILogger log, string farm, int code);

    [LoggerMessage(EventId = TwsEventIds.AdvisorNotRead, Level = LogLevel.Warning, Message = "Advisor data of type {Type} is no XML: {Problem}")]
    public static partial void AdvisorNotRead(this ILogger log, int type, string problem);

    [LoggerMessage(EventId = TwsEventIds.Notice, Level = LogLevel.Information, Message = "Gateway notice {Code}: {Text}")]
    public static partial void Notice(this ILogger log, int code, string text);

    [LoggerMessage(EventId = TwsEventIds.CompetingSession, Level = LogLevel.Warning, Message = "No data of {Ticker}: the user is logged in with live data elsewhere (10197); asked again in {Delay}")]
    public static partial void CompetingSession(this ILogger log, string ticker, TimeSpan delay);

    [LoggerMessage(EventId = TwsEventIds.ReadOnlyStandIn, Level = LogLevel.Warning, Message = "Client id {ClientId} was refused {Refusals} times because it is in use; connected read-only as client {AlternateClientId} until it is free")]
    public static partial void ReadOnlyStandIn(this ILogger log, int clientId, int refusals, int alternateClientId);

    [LoggerMessage(EventId = TwsEventIds.OwnIdFree, Level = LogLevel.Information, Message = "Client id {ClientId} is free again; the read-only connection makes room for it")]
    public static partial void OwnIdFree(this ILogger log, int clientId);

    [LoggerMessage(EventId = TwsEventIds.GatewayStuck, Level = LogLevel.Error, Message = "The gateway is stuck: {Cause}")]
    public static partial void GatewayStuck(this ILogger log, string cause);

    [LoggerMessage(EventId = TwsEventIds.FencedRefused, Level = LogLevel.Error, Message = "{Message} with id {Id} was refused: the connection is read-only, under an alternate client id")]
    public static partial void FencedRefused(this ILogger log, string message, int id);

    [LoggerMessage(EventId = TwsEventIds.LeaseRefused, Level = LogLevel.Error, Message = "{Message} with id {Id} was not sent: {Reason}")]
    public static partial void LeaseRefused(this ILogger log, string message, int id, string reason);

    [LoggerMessage(EventId = TwsEventIds.RestartBegins, Level = LogLevel.Warning, Message = "Restart command {Program} begins (run {Run} of at most {Runs}): the gateway {Why}")]
    public static partial void RestartBegins(this ILogger log, string program, int run, int runs, string why);

    [LoggerMessage(EventId = TwsEventIds.RestartEnded, Level = LogLevel.Warning, Message = "Restart command {Program} is over, well {IsWell}: {Text}")]
    public static partial void RestartEnded(this ILogger log, string program, bool isWell, string text);

    [LoggerMessage(EventId = TwsEventIds.BadFrame, Level = LogLevel.Warning, Message = "A frame could not be read and was skipped (the {Count}th): {Reason}")]
    public static partial void BadFrame(this ILogger log, long count, string reason);

    [LoggerMessage(EventId = TwsEventIds.UnknownMessage, Level = LogLevel.Warning, Message = "Message id {MessageId} is not known and was skipped (the {Count}th unknown one)")]
    public static partial void UnknownMessage(this ILogger log, int messageId, long count);

    [LoggerMessage(EventId = TwsEventIds.RefusedByEncoder, Level = LogLevel.Error, Message = "{Message} with id {Id} was not sent: {Reason}")]
    public static partial void RefusedByEncoder(this ILogger log, string message, int id, string reason);

    [LoggerMessage(EventId = TwsEventIds.SendLaneFull, Level = LogLevel.Error, Message = "{Message} with id {Id} was not sent: too many messages wait already")]
    public static partial void SendLaneFull(this ILogger log, string message, int id);

    [LoggerMessage(EventId = TwsEventIds.LateReply, Level = LogLevel.Debug, Message = "{Message} for request {Id}, which is not alive, was ignored")]
    public static partial void LateReply(this ILogger log, string message, int id);

    [LoggerMessage(EventId = TwsEventIds.EventDropped, Level = LogLevel.Error, Message = "The engine takes no events any more: {Reason}")]
    public static partial void EngineClosed(this ILogger log, string reason);

    [LoggerMessage(EventId = TwsEventIds.DroppedWhileDisconnected, Level = LogLevel.Warning, Message = "{What} of order {OrderId} was dropped: not connected [{CorrelationId}]")]
    public static partial void DroppedWhileDisconnected(this ILogger log, string what, int orderId, string correlationId);

    [LoggerMessage(EventId = TwsEventIds.ReadOnlyRefused, Level = LogLevel.Warning, Message = "Order {OrderId} was refused: Tws:ReadOnly is on [{CorrelationId}]")]
    public static partial void ReadOnlyRefused(this ILogger log, int orderId, string correlationId);

    [LoggerMessage(EventId = TwsEventIds.OrderSent, Level = LogLevel.Information, Message = "Order {OrderId} ({OrderRef}): {Side} {Quantity} {Ticker} {Type} handed to the wire, modification {IsModification} [{CorrelationId}]")]
    public static partial void OrderSent(this ILogger log, int orderId, OrderRef orderRef, OrderSide side, decimal quantity, string ticker, OrderType type, bool isModification, string correlationId);

    [LoggerMessage(EventId = TwsEventIds.CancelSent, Level = LogLevel.Information, Message = "Cancel of order {OrderId} ({OrderRef}) handed to the wire [{CorrelationId}]")]
    public static partial void CancelSent(this ILogger log, int orderId, OrderRef orderRef, string correlationId);

    [LoggerMessage(EventId = TwsEventIds.GlobalCancelSent, Level = LogLevel.Warning, Message = "Global cancel handed to the wire: every order of every client")]
    public static partial void GlobalCancelSent(this ILogger log);

    [LoggerMessage(EventId = TwsEventIds.OrderError, Level = LogLevel.Warning, Message = "Order {OrderId}: {Code} {Text} (order lives on: {IsWarning}) [{CorrelationId}]")]
    public static partial void OrderError(this ILogger log, int orderId, int code, string text, bool isWarning, string correlationId);

    [LoggerMessage(EventId = TwsEventIds.PreviewWorks, Level = LogLevel.Error, Message = "Order {OrderId} was only asked about (what-if), and the gateway works it; its cancel was sent")]
    public static partial void PreviewWorks(this ILogger log, int orderId);

    [LoggerMessage(EventId = TwsEventIds.RoundStarted, Level = LogLevel.Debug, Message = "Reconciliation round {Round}: asking for orders, executions and positions")]
    public static partial void RoundStarted(this ILogger log, int round);

    [LoggerMessage(EventId = TwsEventIds.RoundEnded, Level = LogLevel.Information, Message = "Reconciliation round {Round}: the broker has told all")]
    public static partial void RoundEnded(this ILogger log, int round);

    [LoggerMessage(EventId = TwsEventIds.ListOverdue, Level = LogLevel.Warning, Message = "Reconciliation round {Round}: {List} did not come within {Waited}; asking again")]
    public static partial void ListOverdue(this ILogger log, int round, string list, TimeSpan waited);

    [LoggerMessage(EventId = TwsEventIds.InstrumentResolved, Level = LogLevel.Debug, Message = "'{Query}' is {Ticker}, contract id {ConId}")]
    public static partial void InstrumentResolved(this ILogger log, ContractQuery query, string ticker, ConId conId);

    [LoggerMessage(EventId = TwsEventIds.InstrumentNotResolved, Level = LogLevel.Warning, Message = "'{Query}' could not be resolved: {Code} {Reason}")]
    public static partial void InstrumentNotResolved(this ILogger log, ContractQuery query, int code, string reason);

    [LoggerMessage(EventId = TwsEventIds.AmbiguousContract, Level = LogLevel.Information, Message = "'{Query}' names {Count} contracts; taking {Ticker} on {Exchange}")]
    public static partial void AmbiguousContract(this ILogger log, ContractQuery query, int count, string ticker, string exchange);

    [LoggerMessage(EventId = TwsEventIds.SubscriptionStarted, Level = LogLevel.Debug, Message = "Data of {Ticker} flows")]
    public static partial void SubscriptionFlows(this ILogger log, string ticker);

    [LoggerMessage(EventId = TwsEventIds.SubscriptionFailed, Level = LogLevel.Warning, Message = "No data of {Ticker}: {Code} {Reason}")]
    public static partial void SubscriptionRefused(this ILogger log, string ticker, int code, string reason);

    [LoggerMessage(EventId = TwsEventIds.SubscriptionAdvice, Level = LogLevel.Information, Message = "About the data of {Ticker}: {Code} {Text}")]
    public static partial void SubscriptionAdvice(this ILogger log, string ticker, int code, string text);

    [LoggerMessage(EventId = TwsEventIds.SubscriptionSilent, Level = LogLevel.Warning, Message = "Bars of {Ticker} are silent for {Silence} in trading hours; asking for them again")]
    public static partial void SubscriptionSilent(this ILogger log, string ticker, TimeSpan silence);

    [LoggerMessage(EventId = TwsEventIds.BarsFallBack, Level = LogLevel.Information, Message = "Bars of {Ticker} from {Refused} were refused ({Code}); trying {Next}")]
    public static partial void BarsFallBack(this ILogger log, string ticker, string refused, int code, string next);

    [LoggerMessage(EventId = TwsEventIds.DepthOutOfStep, Level = LogLevel.Warning, Message = "Order book of {Ticker}: row {Position} (operation {Operation}) does not fit the rows that came; the book is asked for anew")]
    public static partial void DepthOutOfStep(this ILogger log, string ticker, int position, int operation);

    [LoggerMessage(EventId = TwsEventIds.HistoryAnswered, Level = LogLevel.Debug, Message = "History of {Ticker} {Size} ({Reason}): {Count} bars")]
    public static partial void HistoryAnswered(this ILogger log, string ticker, BarSize size, string reason, int count);

    [LoggerMessage(EventId = TwsEventIds.HistoryFailed, Level = LogLevel.Warning, Message = "History of {Ticker} {Size} ({Reason}) failed: {Code} {Text}")]
    public static partial void HistoryRefused(this ILogger log, string ticker, BarSize size, string reason, int code, string text);

    [LoggerMessage(EventId = TwsEventIds.HistoryPaced, Level = LogLevel.Information, Message = "History of {Ticker} {Size} met the broker's pacing; asked again in {Delay}")]
    public static partial void HistoryPaced(this ILogger log, string ticker, BarSize size, TimeSpan delay);

    [LoggerMessage(EventId = TwsEventIds.CaptureFailed, Level = LogLevel.Warning, Message = "Traffic is not recorded: {Path} cannot be written: {Reason}. Correct Tws:CaptureFile and start again, or leave it out")]
    public static partial void CaptureFailed(this ILogger log, string path, string reason);

    [LoggerMessage(EventId = TwsEventIds.UnexpectedError, Level = LogLevel.Error, Message = "Unexpected error in the session's {Where}; the session goes on")]
    public static partial void UnexpectedError(this ILogger log, Exception exception, string where);
}
