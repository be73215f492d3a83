using Microsoft.Extensions.Logging;
using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine;

/// <summary>What the engine writes to the log: orders 3000, risk 4000, positions 5000.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(EventId = OrderEventIds.OrderAccepted, Level = LogLevel.Information, Message = "Order {OrderRef} accepted from {Source}: {Text} [{CorrelationId}]")]
    public static partial void OrderAccepted(this ILogger log, OrderRef orderRef, string source, string text, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderChanged, Level = LogLevel.Information, Message = "Order {OrderRef} is {State}: {Text} [{CorrelationId}]")]
    public static partial void OrderChanged(this ILogger log, OrderRef orderRef, OrderState state, string text, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.FillBooked, Level = LogLevel.Information, Message = "Execution {ExecId} of order {OrderRef} booked: {Text} [{CorrelationId}]")]
    public static partial void FillBooked(this ILogger log, ExecId execId, OrderRef orderRef, string text, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.FillCorrected, Level = LogLevel.Warning, Message = "Execution {ExecId} replaces an earlier report: now {Quantity} at {Price}")]
    public static partial void FillCorrected(this ILogger log, ExecId execId, decimal quantity, decimal price);

    [LoggerMessage(EventId = OrderEventIds.OldFillCorrected, Level = LogLevel.Warning, Message = "Execution {ExecId} corrects one that is summed up; the history is asked for it")]
    public static partial void OldFillCorrected(this ILogger log, ExecId execId);

    [LoggerMessage(EventId = OrderEventIds.DuplicateExecution, Level = LogLevel.Debug, Message = "Execution {ExecId} was booked already; not booked again")]
    public static partial void DuplicateExecution(this ILogger log, ExecId execId);

    [LoggerMessage(EventId = OrderEventIds.UnexpectedEvent, Level = LogLevel.Warning, Message = "Order {OrderRef}: {Kind} while {State} contradicts what is known; the broker is asked [{CorrelationId}]")]
    public static partial void UnexpectedEvent(this ILogger log, OrderRef orderRef, OrderEventKind kind, OrderState state, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderLost, Level = LogLevel.Warning, Message = "Order {OrderRef}: no answer from the broker; its state is unknown until the broker is asked [{CorrelationId}]")]
    public static partial void OrderLost(this ILogger log, OrderRef orderRef, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderAdopted, Level = LogLevel.Information, Message = "Order {OrderRef} found at the broker (permId {PermId}, client {ClientId}) and taken in [{CorrelationId}]")]
    public static partial void OrderAdopted(this ILogger log, OrderRef orderRef, PermId permId, int clientId, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderTwin, Level = LogLevel.Error, Message = "Order {OrderRef} is at the broker twice, under permId {First} and {Second} [{CorrelationId}]")]
    public static partial void OrderTwin(this ILogger log, OrderRef orderRef, PermId first, PermId second, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderTwinId, Level = LogLevel.Error, Message = "Order {OrderRef} (permId {PermId}) is told under order ids {First} and {Second}; the broker is asked which it has")]
    public static partial void OrderTwinId(this ILogger log, OrderRef orderRef, PermId permId, OrderId first, OrderId second);

    [LoggerMessage(EventId = OrderEventIds.OrderErrorUnmatched, Level = LogLevel.Warning, Message = "Error {Code} for order id {OrderId}, which is not known here: {Text}")]
    public static partial void OrderErrorUnmatched(this ILogger log, OrderId orderId, int code, string text);

    [LoggerMessage(EventId = OrderEventIds.OrderWarning, Level = LogLevel.Information, Message = "Order {OrderRef}: the broker remarks {Code}: {Text} [{CorrelationId}]")]
    public static partial void OrderWarning(this ILogger log, OrderRef orderRef, int code, string text, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.CommissionDropped, Level = LogLevel.Warning, Message = "Too many commissions wait for their executions; that of {ExecId} was dropped")]
    public static partial void CommissionDropped(this ILogger log, ExecId execId);

    [LoggerMessage(EventId = OrderEventIds.RoundStarted, Level = LogLevel.Information, Message = "Comparison {Round} with the broker started")]
    public static partial void RoundStarted(this ILogger log, int round);

    [LoggerMessage(EventId = OrderEventIds.RoundCompleted, Level = LogLevel.Information, Message = "Comparison {Round} with the broker complete: {Open} orders open, {Decided} decided by it")]
    public static partial void RoundCompleted(this ILogger log, int round, int open, int decided);

    [LoggerMessage(EventId = OrderEventIds.RoundTimedOut, Level = LogLevel.Warning, Message = "Comparison {Round} with the broker did not end in time; started again")]
    public static partial void RoundTimedOut(this ILogger log, int round);

    [LoggerMessage(EventId = OrderEventIds.JournalFailed, Level = LogLevel.Error, Message = "The journal cannot be written: no new order leaves until it can, cancels do")]
    public static partial void JournalFailed(this ILogger log, Exception problem);

    [LoggerMessage(EventId = OrderEventIds.PersonCalled, Level = LogLevel.Error, Message = "A person must act: {Text}")]
    public static partial void PersonCalled(this ILogger log, string text);

    [LoggerMessage(EventId = OrderEventIds.JournalRecovered, Level = LogLevel.Information, Message = "The journal is written again; nothing that was acknowledged is lost")]
    public static partial void JournalRecovered(this ILogger log);

    [LoggerMessage(EventId = OrderEventIds.EventFailed, Level = LogLevel.Critical, Message = "An input of kind {Kind} could not be applied: trading is halted, cancels still work. This is a defect; restart after looking at it")]
    public static partial void EventFailed(this ILogger log, Exception problem, string kind);

    [LoggerMessage(EventId = OrderEventIds.CancelSent, Level = LogLevel.Information, Message = "Cancel of order {OrderRef} sent [{CorrelationId}]")]
    public static partial void CancelSent(this ILogger log, OrderRef orderRef, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderOnWire, Level = LogLevel.Information, Message = "Order {OrderRef} on the wire {Milliseconds} ms after its command [{CorrelationId}]")]
    public static partial void OrderOnWire(this ILogger log, OrderRef orderRef, decimal milliseconds, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderHeld, Level = LogLevel.Information, Message = "Order {OrderRef} from {Source} waits for {Count} own orders to end that it would trade with: {Text} [{CorrelationId}]")]
    public static partial void OrderHeld(this ILogger log, OrderRef orderRef, string source, int count, string text, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderQueued, Level = LogLevel.Information, Message = "Order {OrderRef} from {Source} waits for the gateway until {Until:O}: {Text} [{CorrelationId}]")]
    public static partial void OrderQueued(this ILogger log, OrderRef orderRef, string source, DateTimeOffset until, string text, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.OrderReleased, Level = LogLevel.Information, Message = "Order {OrderRef} leaves the queue: the gateway is back and risk allows it [{CorrelationId}]")]
    public static partial void OrderReleased(this ILogger log, OrderRef orderRef, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.BracketCorrected, Level = LogLevel.Warning, Message = "Order {OrderRef}: its entry has filled {Filled}, so its quantity is changed to {Quantity} [{CorrelationId}]")]
    public static partial void BracketCorrected(this ILogger log, OrderRef orderRef, decimal quantity, decimal filled, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.BracketUnprotected, Level = LogLevel.Error, Message = "Order {OrderRef}: {Text} [{CorrelationId}]")]
    public static partial void BracketUnprotected(this ILogger log, OrderRef orderRef, string text, string correlationId);

    [LoggerMessage(EventId = OrderEventIds.SessionVerified, Level = LogLevel.Information, Message = "Orders, executions and positions agree with the broker")]
    public static partial void SessionVerified(this ILogger log);

    [LoggerMessage(EventId = OrderEventIds.SessionLost, Level = LogLevel.Warning, Message = "Connection lost: {Unknown} orders under way are unknown until it is back. {Cause}")]
    public static partial void SessionLost(this ILogger log, int unknown, string cause);

    [LoggerMessage(EventId = OrderEventIds.WarmingFailed, Level = LogLevel.Warning, Message = "The way of an order could not be kept warm and is left alone until the next start; trading goes on")]
    public static partial void WarmingFailed(this ILogger log, Exception problem);

    [LoggerMessage(EventId = OrderEventIds.EngineStarted, Level = LogLevel.Information, Message = "Engine started with {Orders} orders ({Open} open), {Fills} fills and {Positions} positions")]
    public static partial void EngineStarted(this ILogger log, int orders, int open, int fills, int positions);

    [LoggerMessage(EventId = OrderEventIds.EngineStopped, Level = LogLevel.Information, Message = "Engine stopped after {Inputs} inputs")]
    public static partial void EngineStopped(this ILogger log, long inputs);

    [LoggerMessage(EventId = RiskEventIds.OrderDenied, Level = LogLevel.Information, Message = "Order from {Source}: {Text} [{CorrelationId}]")]
    public static partial void OrderDenied(this ILogger log, string source, string text, string correlationId);

    [LoggerMessage(EventId = RiskEventIds.ModifyDenied, Level = LogLevel.Information, Message = "Change of order {OrderRef}: {Text} [{CorrelationId}]")]
    public static partial void ModifyDenied(this ILogger log, OrderRef orderRef, string text, string correlationId);

    [LoggerMessage(EventId = RiskEventIds.LatchTripped, Level = LogLevel.Error, Message = "Latch {Code} of a {Kind} tripped, trading there is {State}: {Reason}")]
    public static partial void LatchTripped(this ILogger log, string code, RiskScopeKind kind, TradingGate state, string reason);

    [LoggerMessage(EventId = RiskEventIds.LatchRearmed, Level = LogLevel.Warning, Message = "Latch {Code} of a {Kind} re-armed by {Who}: {Reason}")]
    public static partial void LatchRearmed(this ILogger log, string code, RiskScopeKind kind, string who, string reason);

    [LoggerMessage(EventId = RiskEventIds.PostTradeAlert, Level = LogLevel.Error, Message = "After a trade: {Text}")]
    public static partial void PostTradeAlert(this ILogger log, string text);

    [LoggerMessage(EventId = PositionEventIds.PositionAdopted, Level = LogLevel.Information, Message = "{Ticker}: {Quantity} held at the broker when the account was first met are taken over at {Price}")]
    public static partial void PositionAdopted(this ILogger log, string ticker, decimal quantity, decimal price);

    [LoggerMessage(EventId = PositionEventIds.PositionDiffers, Level = LogLevel.Warning, Message = "{Ticker}: own position {Own}, broker's {Broker}")]
    public static partial void PositionDiffers(this ILogger log, string ticker, decimal own, decimal broker);

    [LoggerMessage(EventId = PositionEventIds.TieOutHalted, Level = LogLevel.Error, Message = "{Kind} {Ticker}: own {Own}, broker's {Broker} {Currency}; no new order until it is settled")]
    public static partial void TieOutHalted(this ILogger log, TieOutKind kind, string ticker, decimal own, decimal broker, string currency);

    [LoggerMessage(EventId = PositionEventIds.TieOutReopened, Level = LogLevel.Information, Message = "{Kind} {Ticker}: agrees with the broker again")]
    public static partial void TieOutReopened(this ILogger log, TieOutKind kind, string ticker);

    [LoggerMessage(EventId = PositionEventIds.DifferenceBooked, Level = LogLevel.Warning, Message = "{Subject}: {Amount} booked without a trade; {Cause}")]
    public static partial void DifferenceBooked(this ILogger log, string subject, decimal amount, string cause);

    [LoggerMessage(EventId = PositionEventIds.StatementBooked, Level = LogLevel.Warning, Message = "{Count} executions in {Contracts} contracts booked from the broker's statement by {Who}")]
    public static partial void StatementBooked(this ILogger log, int count, int contracts, string who);

    [LoggerMessage(EventId = PositionEventIds.PositionAgrees, Level = LogLevel.Information, Message = "{Ticker}: position agrees with the broker again")]
    public static partial void PositionAgrees(this ILogger log, string ticker);

    [LoggerMessage(EventId = RiskEventIds.KillEngaged, Level = LogLevel.Critical, Message = "Kill switch {Level} of a {Kind} engaged from {Source} by {Who}: {Reason}")]
    public static partial void KillEngaged(this ILogger log, RiskScopeKind kind, KillLevel level, string source, string who, string reason);

    [LoggerMessage(EventId = RiskEventIds.KillRearmed, Level = LogLevel.Warning, Message = "Kill switch of a {Kind} armed again from {Source} by {Who}: {Reason}")]
    public static partial void KillRearmed(this ILogger log, RiskScopeKind kind, string source, string who, string reason);

    [LoggerMessage(EventId = RiskEventIds.KillPhaseChanged, Level = LogLevel.Warning, Message = "Kill switch of a {Kind} is {Phase}")]
    public static partial void KillPhaseChanged(this ILogger log, RiskScopeKind kind, KillPhase phase);

    [LoggerMessage(EventId = RiskEventIds.KillStuck, Level = LogLevel.Error, Message = "Kill switch of a {Kind} stays {Phase}: {WaitsFor}")]
    public static partial void KillStuck(this ILogger log, RiskScopeKind kind, KillPhase phase, string waitsFor);

    [LoggerMessage(EventId = RiskEventIds.KillCloses, Level = LogLevel.Warning, Message = "Kill switch of a {Kind} closes: {Text}")]
    public static partial void KillCloses(this ILogger log, RiskScopeKind kind, string text);
}
