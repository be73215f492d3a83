using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingCore.Engine.Events;

/// <summary>The session's state changed. Mode, verified and trading flags in it are filled by the engine, not by the session.</summary>
public sealed record SessionChanged(SessionStatus Status) : EngineEvent;

/// <summary>Something about the connection that people are told: a login that is due, a restart, a gateway that is stuck.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Text">Sentences.</param>
/// <param name="CallsPerson">True when somebody must act: see <see cref="TradingNotice.CallsPerson"/>.</param>
public sealed record SessionNotice(NoticeSeverity Severity, string Text, bool CallsPerson) : EngineEvent;

/// <summary>Lowest order id the gateway accepts from this client id.</summary>
public sealed record NextValidIdReceived(OrderId OrderId, int ClientId) : EngineEvent;

/// <summary>A notice that belongs to no request (farm states, 1100, 1101, 1102 ...).</summary>
public sealed record GatewayNotice(int Code, string Text) : EngineEvent;

/// <summary>Time passed; sent a few times a second. Closes bars, runs timers.</summary>
public sealed record ClockTick : EngineEvent;

/// <summary>All open orders of a reconciliation round were reported.</summary>
public sealed record OpenOrdersEnd(int Round) : EngineEvent;

/// <summary>All completed orders of a round were reported, or the gateway cannot tell them.</summary>
public sealed record CompletedOrdersEnd(int Round) : EngineEvent;

/// <summary>All executions of a round were reported.</summary>
public sealed record ExecutionsEnd(int Round) : EngineEvent;

/// <summary>All positions of a round were reported.</summary>
public sealed record PositionsEnd(int Round) : EngineEvent;

/// <summary>Whether this engine may trade its account, seen from the lease that keeps a second engine out.</summary>
/// <param name="Problem">Why no new order may leave; empty when orders may.</param>
public sealed record LeaseChanged(string Problem) : EngineEvent;

/// <summary>Whether what the engine wrote reaches the tables that people and programs read.</summary>
/// <param name="Problem">Why it has not for too long; empty when it does.</param>
public sealed record HistoryChanged(string Problem) : EngineEvent;
