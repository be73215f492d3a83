namespace TradingBlazor.Api.Model;

/// <summary>Everything a program needs to judge the system.</summary>
/// <param name="Mode"><c>simulator</c>, <c>paper</c> or <c>live</c>. <example>simulator</example></param>
/// <param name="Session">The session with the gateway.</param>
/// <param name="Verified">True when orders, executions and positions agree with the broker since the last gap.</param>
/// <param name="TradingEnabled">True when new orders may leave.</param>
/// <param name="TradingDisabledReason">Why trading is off; empty when it is on.</param>
/// <param name="Readiness">Whether everything that trading needs is there before the next open.</param>
/// <param name="Persistence">The stored data.</param>
/// <param name="Bars">How far the bars can be trusted.</param>
/// <param name="Build">Version of the program.</param>
/// <param name="StartedTime">When the process started.</param>
/// <param name="Time">Now.</param>
/// <param name="Role">What this process does: <c>all</c>, <c>engine</c> or <c>web</c>. <example>all</example></param>
/// <param name="Redis">Redis; null when it is not configured.</param>
public sealed record StatusDto(
    string Mode, SessionDto Session, bool Verified, bool TradingEnabled, string TradingDisabledReason, OpenReadinessDto Readiness, PersistenceDto Persistence, BarTruthDto Bars, string Build,
    DateTimeOffset StartedTime, DateTimeOffset Time, string Role, RedisDto? Redis);

/// <summary>Redis, which carries the engine's state to further web processes. Without it trading goes on.</summary>
/// <param name="Degraded">True while it does not answer.</param>
/// <param name="Failure">Why; empty while it answers.</param>
/// <param name="Breaker"><c>closed</c>, <c>halfOpen</c> or <c>open</c>. <example>closed</example></param>
/// <param name="LeaseHeld">True while this engine holds its lease for certain; null in a web process.</param>
/// <param name="FencingToken">Fencing token of the engine: the own one, or in a web process that of the engine it hears; 0 before there is one.</param>
public sealed record RedisDto(bool Degraded, string Failure, string Breaker, bool? LeaseHeld, long FencingToken);

/// <summary>How far the bars of this run can be trusted.</summary>
/// <param name="Compared">Closed minutes that were compared with the broker's own.</param>
/// <param name="Corrected">Of those, minutes that differed and were replaced.</param>
/// <param name="Revised">Changes of closed minutes, of any cause.</param>
/// <param name="GapsHealed">Stretches without five-second bars that are whole again.</param>
/// <param name="GapsUnverified">Stretches without five-second bars that are not.</param>
public sealed record BarTruthDto(long Compared, long Corrected, long Revised, long GapsHealed, int GapsUnverified);

/// <summary>The session with the gateway.</summary>
/// <param name="State"><c>stopped</c>, <c>connecting</c>, <c>handshaking</c>, <c>reconciling</c>, <c>ready</c>, <c>readOnly</c>, <c>waitingToReconnect</c>, <c>nightlyReset</c> or <c>gatewayStuck</c>. <example>ready</example></param>
/// <param name="Since">Since when the state holds.</param>
/// <param name="Cause">Why it is in this state.</param>
/// <param name="NextStep">What happens next; empty when nothing is due.</param>
/// <param name="NextAttemptTime">When the next attempt to connect is due; null when none is.</param>
/// <param name="DownSince">Since when there is no session; null while one stands.</param>
/// <param name="Attempts">Attempts since the last good session; while read-only, refusals of the own client id.</param>
/// <param name="Host">Gateway host.</param>
/// <param name="Port">Gateway port.</param>
/// <param name="ClientId">API client id that orders belong to.</param>
/// <param name="AlternateClientId">Client id of a read-only connection that stands in for it; null otherwise.</param>
/// <param name="ServerVersion">Negotiated server version; 0 when not connected.</param>
/// <param name="LastMessageTime">When the last message came; null before the first.</param>
/// <param name="LastMessageAgeMs">Its age in milliseconds; null before the first.</param>
/// <param name="IsBrokerConnected">False while the gateway is there but the broker behind it is away.</param>
/// <param name="BrokenFarms">Data farms with trouble.</param>
/// <param name="HasCompetingSession">True while there is no market data because the login is used elsewhere.</param>
/// <param name="PlannedRestartTime">When the gateway is going to restart as planned; null when no time is set.</param>
/// <param name="PlannedLoginTime">When a person logs the gateway in for the week; null when no time is set.</param>
/// <param name="IsLoginOverdue">True from that time until the gateway is connected.</param>
/// <param name="NeedsPerson">True when the connection cannot come back without a person; <c>nextStep</c> says what to do.</param>
/// <param name="LoginHelpUrl">Page on which a person reaches the gateway's window; empty when none is set.</param>
/// <param name="Probe">Round trips to the gateway.</param>
/// <param name="Farms">Every data farm the gateway has told of.</param>
/// <param name="MarketDataLines">Market data lines.</param>
public sealed record SessionDto(
    string State, DateTimeOffset Since, string Cause, string NextStep, DateTimeOffset? NextAttemptTime, DateTimeOffset? DownSince, int Attempts, string Host, int Port, int ClientId,
    int? AlternateClientId, int ServerVersion, DateTimeOffset? LastMessageTime, long? LastMessageAgeMs, bool IsBrokerConnected, IReadOnlyList<string> BrokenFarms, bool HasCompetingSession,
    DateTimeOffset? PlannedRestartTime, DateTimeOffset? PlannedLoginTime, bool IsLoginOverdue, bool NeedsPerson, string LoginHelpUrl, ProbeDto Probe,
    IReadOnlyList<FarmDto> Farms, LinesDto MarketDataLines);

/// <summary>Round trips of the API to the gateway and back.</summary>
/// <param name="AnsweredTime">When the last answer came; null before the first of this connection.</param>
/// <param name="RoundTripMs">Milliseconds from question to answer of the last one; null before the first.</param>
/// <param name="SmoothedMs">Mean of the last ones, newer ones weighing more; null before the first.</param>
/// <param name="Unanswered">Questions in a row without an answer in time.</param>
public sealed record ProbeDto(DateTimeOffset? AnsweredTime, double? RoundTripMs, double? SmoothedMs, int Unanswered);

/// <summary>Whether everything that trading needs is there before the next open of a watched contract.</summary>
/// <param name="State"><c>notDue</c> (no open is near), <c>ready</c> or <c>blocked</c> (something is missing, and a person is called). <example>notDue</example></param>
/// <param name="Symbol">Contract that opens next; empty when no open is known.</param>
/// <param name="OpenTime">When it opens; null when no open is known.</param>
/// <param name="IsOpenAssumed">True when no contract has told its hours yet, so that New York's are assumed.</param>
/// <param name="Items">Everything that was looked at.</param>
public sealed record OpenReadinessDto(string State, string Symbol, DateTimeOffset? OpenTime, bool IsOpenAssumed, IReadOnlyList<OpenReadinessItemDto> Items);

/// <summary>One thing that trading needs.</summary>
/// <param name="Name"><c>connection</c>, <c>clientId</c>, <c>verified</c>, <c>farms</c>, <c>data</c>, <c>accounts</c> or <c>storage</c>. <example>connection</example></param>
/// <param name="Ready">True when it is there.</param>
/// <param name="Reason">How it is, or what is missing.</param>
public sealed record OpenReadinessItemDto(string Name, bool Ready, string Reason);

/// <summary>A data farm of the broker.</summary>
/// <param name="Name">Name. <example>usfarm</example></param>
/// <param name="Kind"><c>marketData</c>, <c>history</c> or <c>securityDefinition</c>.</param>
/// <param name="State"><c>connected</c>, <c>inactive</c> (idle, nothing is wrong) or <c>disconnected</c>.</param>
/// <param name="Since">Since when.</param>
public sealed record FarmDto(string Name, string Kind, string State, DateTimeOffset Since);

/// <summary>Market data lines: how many contracts can be watched at a time.</summary>
/// <param name="Used">Contracts that have a line.</param>
/// <param name="Max">Lines there are.</param>
/// <param name="Waiting">Contracts that wait for one.</param>
public sealed record LinesDto(int Used, int Max, int Waiting);

/// <summary>The stored data.</summary>
/// <param name="JournalSequence">Newest append of the journal.</param>
/// <param name="StoredSequence">Newest append that is in the history.</param>
/// <param name="Failure">What does not work; empty when all does.</param>
public sealed record PersistenceDto(long JournalSequence, long StoredSequence, string Failure);

/// <summary>One thing that the system needs.</summary>
/// <param name="Ready">True when it works.</param>
/// <param name="Reason">How it is, in a sentence.</param>
public sealed record DependencyDto(bool Ready, string Reason);

/// <summary>Whether the system can do its work.</summary>
/// <param name="Ready">True when everything that is configured works.</param>
/// <param name="Dependencies">Each thing it needs: <c>tws</c>, <c>marketData</c>, <c>persistence</c>, <c>redis</c>, and <c>lease</c> at an engine that has one.</param>
public sealed record ReadinessDto(bool Ready, IReadOnlyDictionary<string, DependencyDto> Dependencies);

/// <summary>The process answers.</summary>
/// <param name="Status">Always <c>ok</c>. <example>ok</example></param>
public sealed record HealthDto(string Status);

/// <summary>What became of a command that has no object of its own.</summary>
/// <param name="Message">A sentence.</param>
public sealed record CommandDto(string Message);

/// <summary>An order that was not sent, because it waits for a second person.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="ApprovalId">Name of the confirmation: <c>GET /api/v1/approvals/{id}</c>, where <c>Location</c> leads, tells what became of it. <example>5f0e4a538d2c</example></param>
public sealed record AwaitsSecondPersonDto(string Message, string ApprovalId);
