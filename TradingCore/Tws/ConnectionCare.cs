using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;

namespace TradingCore.Tws;

/// <summary>
/// Looks after a session that is away: what its loss means, whether a person must act, when the gateway may be restarted, and the weekly login.
/// Used under the gateway's lock.
/// </summary>
internal sealed class ConnectionCare
{
    private readonly SessionContext _context;
    private readonly StatusBoard _board;
    private readonly PlannedRestart _restarts;
    private readonly WeeklyLoginWatch _login;
    private readonly RestartPolicy _policy;
    private DateTimeOffset? _downSince;
    private DateTimeOffset? _brokerLostSince;
    private DateTimeOffset? _standInSince;
    private DateTimeOffset? _calledTime;
    private SessionEnd? _lastEnd;
    private string _step = "";
    private int _noAnswers;
    private bool _hasBeenReady;
    private bool _isRunning;

    /// <summary>Reads the settings.</summary>
    public ConnectionCare(SessionContext context, StatusBoard board)
    {
        _context = context;
        _board = board;
        _downSince = context.Now;
        _restarts = new PlannedRestart(context.Options);
        _login = new WeeklyLoginWatch(new WeeklyLoginPlan(context.Options), context.Now, context.Options.LoginAfter, context.Options.CallInterval);
        _policy = new RestartPolicy(context.Options);
    }

    /// <summary>A session stands.</summary>
    public void OnReady()
    {
        if (_calledTime is not null) Tell(NoticeSeverity.Info, "The gateway answers again.");
        _hasBeenReady = true;
        _downSince = null;
        _lastEnd = null;
        _noAnswers = 0;
        _step = "";
        _calledTime = null;
        _brokerLostSince = null;
        _standInSince = null;
        _policy.OnReady();
        _board.Up();
    }

    /// <summary>An attempt has failed, or a session was lost: enters the state that this means.</summary>
    public void OnEnded(SessionEnd end, TimeSpan delay, int attempts)
    {
        DateTimeOffset now = _context.Now;
        _downSince ??= now;
        _brokerLostSince = null;
        _lastEnd = end;
        _noAnswers = end.Kind switch
        {
            SessionEndKind.NoAnswer => _noAnswers + 1,
            SessionEndKind.Stuck => _context.Options.StuckAfter,
            _ => 0,
        };
        Diagnosis found = Diagnose(end, now);
        if (found.State == SessionState.GatewayStuck && _board.State != SessionState.GatewayStuck) _context.Log.GatewayStuck(found.Cause);
        _step = found.Step;
        _board.Down(_downSince.Value, found.NeedsPerson);
        _board.Enter(found.State, found.Cause, WithAttempt(found.Step), now + delay, attempts);
    }

    /// <summary>The next attempt begins; what a person should do is still to be read.</summary>
    public string NextStep => _step;

    /// <summary>Does what time brings; says whether the restart command is to run now. The caller reports its end with <see cref="OnRestarted"/>.</summary>
    public bool Tick(DateTimeOffset now)
    {
        bool isUp = _context.IsReady && _board.IsBrokerConnected;
        if (_login.Advance(now, isUp) is { } reminder) Tell(reminder.Severity, reminder.Text, reminder.CallsPerson);
        _board.Plan(_restarts.Next(now - PlannedRestart.Grace), _login.PlannedTime, _login.IsOverdue);
        if (!_context.IsReady) CallWhenLong(now);
        else if (_context.IsFenced && _board.IsBrokerConnected) CallWhenReadOnly(now);
        else WatchBroker(now);
        return MayRestart(now);
    }

    /// <summary>The restart command ended.</summary>
    public void OnRestarted(RestartResult result)
    {
        _isRunning = false;
        string name = RestartCommand.NameOf(_context.Options.RestartCommand);
        _context.Log.RestartEnded(name, result.IsWell, result.Text);
        if (result.IsWell) Tell(NoticeSeverity.Info, $"The restart command {name} has run: {result.Text}. The connection is tried again.");
        else Tell(NoticeSeverity.Error, $"The restart command {name} failed: {result.Text}. Restart the gateway by hand.", callsPerson: true);
    }

    private Diagnosis Diagnose(SessionEnd end, DateTimeOffset now) => ConnectionDiagnosis.Of(new FailureFacts
    {
        End = end,
        Now = now,
        DownSince = _downSince ?? now,
        HasBeenReady = _hasBeenReady,
        NoAnswers = _noAnswers,
        StuckAfter = _context.Options.StuckAfter,
        LoginAfter = _context.Options.LoginAfter,
        RestartedTime = _restarts.Last(now),
        IsLoginOverdue = _login.IsOverdue,
    });

    private bool MayRestart(DateTimeOffset now)
    {
        // Never beside a session that stands: orders may be under way on it.
        if (_isRunning || _context.IsReady || _downSince is not { } since) return false;
        bool isStuck = _board.State == SessionState.GatewayStuck;
        if (!_policy.TryBegin(now, since, _lastEnd?.Kind, isStuck)) return false;
        _isRunning = true;
        string name = RestartCommand.NameOf(_context.Options.RestartCommand);
        string why = isStuck ? "takes connections and does not answer" : $"cannot be reached since {Say.Moment(since)}";
        _context.Log.RestartBegins(name, _policy.Runs, RestartPolicy.RunsMax, why);
        Tell(NoticeSeverity.Warning, $"The gateway {why}: the restart command {name} runs now ({_policy.Runs} of at most {RestartPolicy.RunsMax} runs until there is a session).");
        return true;
    }

    // Without a session for long: somebody must look, whatever the reason, and is told again until there is one.
    private void CallWhenLong(DateTimeOffset now)
    {
        if (_downSince is not { } since || now - since < _context.Options.LoginAfter || _lastEnd is not { } end) return;
        // The broker's own reset is planned; a person who sleeps can do nothing about it.
        if (_hasBeenReady && NightlyReset.Covers(now) && !_login.IsOverdue) return;
        if (_calledTime is { } called && now - called < _context.Options.CallInterval) return;
        _calledTime = now;
        // Read anew: what was no reason for a call at the last attempt has lasted since.
        Diagnosis found = Diagnose(end, now);
        // What to do comes first: a telephone shows the beginning of a text.
        string step = found.Step.Length > 0 ? Sentence(found.Step) : "Look at the gateway.";
        string restarts = _policy.IsUsedUp ? $" The restart command has run {RestartPolicy.RunsMax} times and did not help." : "";
        Tell(NoticeSeverity.Error, $"{step} There is no connection to the gateway since {Say.Moment(since)}: {found.Cause}.{restarts}", callsPerson: true);
    }

    // Nothing can be traded until somebody closes the other program; the gateway frees the id of a dead connection by itself before that.
    private void CallWhenReadOnly(DateTimeOffset now)
    {
        _standInSince ??= now;
        _brokerLostSince = null;
        if (now - _standInSince < _context.Options.LoginAfter) return;
        if (_calledTime is { } called && now - called < _context.Options.CallInterval) return;
        _calledTime = now;
        Tell(NoticeSeverity.Error, $"Close the other program that uses client id {_context.Options.ClientId}; if there is none, restart the gateway. The session is read-only since {Say.Moment(_standInSince!.Value)}, because the id is in use.", callsPerson: true);
    }

    private void WatchBroker(DateTimeOffset now)
    {
        if (_board.IsBrokerConnected)
        {
            if (_brokerLostSince is not null && _calledTime is not null) Tell(NoticeSeverity.Info, "The gateway is connected to IB again.");
            (_brokerLostSince, _calledTime) = (null, null);
            return;
        }
        _brokerLostSince ??= now;
        TimeSpan away = now - _brokerLostSince.Value;
        if (away < _context.Options.LoginAfter || NightlyReset.Covers(now)) return;
        _board.BrokerNeedsPerson($"{LoginAdvice.Step}; the gateway reconnects to IB by itself when its login is good");
        if (_calledTime is { } called && now - called < _context.Options.CallInterval) return;
        _calledTime = now;
        Tell(NoticeSeverity.Error, $"{LoginAdvice.Sentence} The gateway has no connection to IB since {Say.Moment(_brokerLostSince!.Value)}.", callsPerson: true);
    }

    // When the next attempt is stands in a field of its own: a number in a sentence would be old as soon as it is read.
    private static string WithAttempt(string step) => step.Length == 0 ? "connects again by itself" : $"{step}; the connection is tried again by itself";

    private void Tell(NoticeSeverity severity, string text, bool callsPerson = false) =>
        _context.Post(new SessionNotice(severity, text, callsPerson) { Time = _context.Now });

    private static string Sentence(string part) => $"{char.ToUpperInvariant(part[0])}{part[1..].TrimEnd('.')}.";
}
