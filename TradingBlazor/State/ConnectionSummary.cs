using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>How good something is, for its colour.</summary>
public enum Tone
{
    /// <summary>Red: not working.</summary>
    Bad = 0,
    /// <summary>Amber: working, not to be trusted fully.</summary>
    Caution,
    /// <summary>Green: working.</summary>
    Good,
}

/// <summary>The session in one chip.</summary>
/// <param name="State">Code for programs: <c>ready blocked reconciling readonly connecting handshaking waiting reset stuck stopped stale</c>.</param>
/// <param name="Tone">Colour.</param>
/// <param name="Text">A word or three.</param>
/// <param name="Age">Age of the newest message; empty when none ever came.</param>
/// <param name="Detail">Since when, cause, next step, attempts, farms and address, a sentence a line.</param>
/// <param name="HelpUrl">Page on which a person does what is needed; empty when nothing is, or no page is set.</param>
public sealed record ConnectionSummary(string State, Tone Tone, string Text, string Age, string Detail, string HelpUrl)
{
    /// <summary>Judges a status at <paramref name="now"/>.</summary>
    /// <param name="status">The session.</param>
    /// <param name="now">The time to judge at; only the age and the silence depend on it.</param>
    /// <param name="silentAfter">Silence from which a connected session is not trusted.</param>
    public static ConnectionSummary Of(SessionStatus status, DateTimeOffset now, TimeSpan silentAfter)
    {
        (string state, Tone tone, string text) = HeadOf(status, now, silentAfter);
        return new ConnectionSummary(state, tone, text, status.LastMessageTime is { } last ? Format.Age(now - last) : "", Sentences(status, text, now), HelpOf(status));
    }

    /// <summary>What is looked at most often, without the sentences: code, colour and words as <see cref="Of"/> gives them.</summary>
    public static (string State, Tone Tone, string Text) HeadOf(SessionStatus status, DateTimeOffset now, TimeSpan silentAfter)
    {
        TimeSpan? age = status.LastMessageTime is { } last ? now - last : null;
        return status.State switch
        {
            SessionState.Stopped => ("stopped", Tone.Bad, "Stopped"),
            SessionState.Connecting => ("connecting", Tone.Bad, "Connecting"),
            SessionState.Handshaking => ("handshaking", Tone.Bad, "Handshaking"),
            SessionState.WaitingToReconnect => ("waiting", Tone.Bad, status.IsEngineAway ? "Engine not heard" : Waiting(status, now)),
            SessionState.Suspended => ("suspended", Tone.Bad, "Disconnected on purpose"),
            SessionState.NightlyReset => ("reset", Tone.Caution, "Nightly reset, " + Retry(status, now)),
            SessionState.GatewayStuck => ("stuck", Tone.Bad, "Gateway stuck, " + Retry(status, now)),
            _ when !status.IsBrokerConnected => ("stale", Tone.Bad, "Broker away"),
            SessionState.Reconciling => ("reconciling", Tone.Caution, "Reconciling"),
            _ when !status.IsVerified => ("reconciling", Tone.Caution, "Not verified"),
            SessionState.ReadOnly => ("readonly", Tone.Bad, $"Read-only: client id {status.ClientId} in use"),
            _ when age is null || age > silentAfter => ("stale", Tone.Caution, "No data"),
            _ when status.HasCompetingSession => ("ready", Tone.Bad, "Logged in elsewhere"),
            _ when status.Readiness.State == ReadinessState.Blocked => ("blocked", Tone.Bad, "Not ready for the open"),
            _ when status.HasBrokenFarm => ("ready", Tone.Caution, "Farm trouble"),
            _ => ("ready", Tone.Good, "Connected"),
        };
    }

    /// <summary>The page of <see cref="HelpUrl"/>.</summary>
    public static string HelpOf(SessionStatus status) => status.NeedsPerson ? status.LoginHelpUrl : "";

    /// <summary>Why new orders cannot leave, in a sentence; empty when they can.</summary>
    public static string WhyNotTrading(SessionStatus status) => status switch
    {
        { IsEngineAway: true } => $"{Format.Sentence(status.Cause)} {Format.Sentence(status.NextStep)}".TrimEnd(),
        { IsConnected: false, State: SessionState.Ready or SessionState.Reconciling or SessionState.ReadOnly } => "The gateway is connected, the broker behind it is away. New orders wait until it is back.",
        { IsConnected: false } => $"Not connected to the gateway. {Format.Sentence(status.Cause)} {Format.Sentence(status.NextStep)}".TrimEnd(),
        { IsTradingEnabled: true } => "",
        { TradingDisabledReason.Length: > 0 } => status.TradingDisabledReason,
        { IsVerified: false } => "Orders, executions and positions are being compared with the broker. New orders wait until they agree.",
        _ => "Trading is switched off.",
    };

    /// <summary>Why buttons that send an order at once are off, a sentence; empty when they are not. Whatever else speaks against an order is for Risk to say.</summary>
    public static string WhyNotSending(SessionStatus status) => status.IsConnected ? "" : status.IsEngineAway ? $"{Format.Sentence(status.Cause)} Nothing can be sent until the engine is heard again." : "The gateway or the broker is away: nothing can be sent until the connection is back.";

    private static string NotReady(ReadinessReport readiness, DateTimeOffset now)
    {
        string open = readiness.OpenTime is { } time ? $" {(readiness.Ticker.Length > 0 ? $"of {readiness.Ticker} " : "")}at {Format.StampEt(time, now)} ET" : "";
        return $"Not ready for the open{open}: {readiness.Missing}";
    }

    private static string Serves(FarmKind kind) => kind switch
    {
        FarmKind.MarketData => "market data",
        FarmKind.History => "history",
        _ => "contract",
    };

    private static string Waiting(SessionStatus status, DateTimeOffset now) => "Disconnected, " + Retry(status, now);

    private static string Retry(SessionStatus status, DateTimeOffset now) =>
        status.NextAttemptTime is { } next && next > now ? $"retry in {Math.Ceiling((next - now).TotalSeconds):0} s" : "retrying";

    private static string Sentences(SessionStatus status, string text, DateTimeOffset now)
    {
        var lines = new List<string>();
        // Each attempt is a state of its own; what counts is since when there is no session.
        DateTimeOffset since = status.State is SessionState.GatewayStuck ? status.Since : status.DownSince ?? status.Since;
        string what = status.State is SessionState.Connecting or SessionState.Handshaking ? "Disconnected" : status.State == SessionState.Ready && status.IsConnected ? "Connected" : text.Split(',')[0];
        if (since > DateTimeOffset.UnixEpoch) lines.Add($"{what} since {Format.StampEt(since, now)} ET.");
        if (status.Cause.Length > 0) lines.Add(Format.Sentence(status.Cause));
        if (status.NextStep.Length > 0) lines.Add(Format.Sentence(status.NextStep));
        if (!status.IsConnected && status.Attempts > 0) lines.Add($"{status.Attempts} {(status.Attempts == 1 ? "attempt" : "attempts")} to connect so far.");
        if (status is { State: SessionState.ReadOnly, Attempts: > 0 }) lines.Add($"Client id {status.ClientId} was refused {status.Attempts} {(status.Attempts == 1 ? "time" : "times")} so far.");
        if (status.Readiness.State == ReadinessState.Blocked) lines.Add(NotReady(status.Readiness, now));
        if (status.HasCompetingSession) lines.Add("No market data: the login is used elsewhere. Log out of TWS, IBKR Mobile or the Client Portal there; the data comes back by itself.");
        if (status.PlannedRestartTime is { } restart) lines.Add($"The gateway restarts at {Format.MinuteEt(restart)} ET.");
        if (status.PlannedLoginTime is { } login)
            lines.Add(status.IsLoginOverdue ? $"The weekly login is overdue: it was planned for {Format.StampEt(login, now)} ET." : $"The next weekly login is planned for {Format.DayEt(login)} ET.");
        foreach (FarmState farm in status.Farms.Where(f => f.Health == FarmHealth.Disconnected))
            lines.Add($"The broker's {Serves(farm.Kind)} farm {farm.Name} is away since {Format.StampEt(farm.Since, now)} ET; orders are not touched by it.");
        if (status.Lines.Waiting > 0) lines.Add($"All {status.Lines.Max} market data lines are in use; {status.Lines.Waiting} contracts wait for one.");
        if (status.Probe.RoundTrip is { } trip) lines.Add($"The gateway answers in {Format.Milliseconds(trip)}, {Format.Milliseconds(status.Probe.Smoothed ?? trip)} in the mean.");
        if (status is { IsConnected: true, State: not SessionState.ReadOnly, IsTradingEnabled: false, TradingDisabledReason.Length: > 0 }) lines.Add(status.TradingDisabledReason);
        if (status.Host.Length > 0) lines.Add($"Gateway {status.Host}:{status.Port}, client {status.AlternateClientId ?? status.ClientId}{(status.ServerVersion > 0 ? $", server version {status.ServerVersion}" : "")}.");
        return string.Join("\n", lines);
    }
}
