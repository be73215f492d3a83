using TradingCore.Domain;

namespace TradingCore.Engine.Events;

/// <summary>A contract was resolved.</summary>
public sealed record InstrumentResolved(ContractQuery Query, Instrument Instrument) : EngineEvent;

/// <summary>A contract could not be resolved.</summary>
public sealed record InstrumentNotResolved(ContractQuery Query, int Code, string Reason) : EngineEvent;

/// <summary>Data of a contract starts (again): what happened since the last bar must be asked for.</summary>
public sealed record SubscriptionStarted(ConId ConId) : EngineEvent;

/// <summary>The gateway refuses data of a contract.</summary>
public sealed record SubscriptionFailed(ConId ConId, int Code, string Reason) : EngineEvent;

/// <summary>Data of a contract stays away though it was asked for again and its market is open. <see cref="SubscriptionHeard"/> says when it is back.</summary>
/// <param name="ConId">Contract.</param>
/// <param name="What">What stays away: <c>quotes</c> or <c>five-second bars</c>.</param>
/// <param name="Silence">For how long.</param>
public sealed record SubscriptionSilent(ConId ConId, string What, TimeSpan Silence) : EngineEvent;

/// <summary>Data that was told to be silent comes again.</summary>
/// <param name="ConId">Contract.</param>
/// <param name="What">What comes: <c>quotes</c> or <c>five-second bars</c>.</param>
public sealed record SubscriptionHeard(ConId ConId, string What) : EngineEvent;

/// <summary>A real-time bar of five seconds ended. <see cref="Bar.Parts"/> is 1; count 0 means that nothing traded.</summary>
public sealed record BarReceived(ConId ConId, Bar Bar) : EngineEvent;

/// <summary>Answer to a history request, oldest bar first.</summary>
public sealed record HistoryReceived(HistoryRequest Request, IReadOnlyList<Bar> Bars) : EngineEvent;

/// <summary>A history request failed.</summary>
public sealed record HistoryFailed(HistoryRequest Request, int Code, string Reason) : EngineEvent;
