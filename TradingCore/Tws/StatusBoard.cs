using TradingCore.Domain;
using TradingCore.Engine.Events;

namespace TradingCore.Tws;

/// <summary>
/// The session's state as people see it: state, since when, cause, next step. Socket, broker and farms are kept apart: a broken farm never
/// changes the state of the socket. Every change is posted. Used under the gateway's lock.
/// </summary>
internal sealed class StatusBoard(SessionContext context)
{
    private readonly FarmBoard _farms = new();

    private DateTimeOffset? _heard;
    private bool _isBrokerLost;
    private SessionStatus _status = new()
    {
        State = SessionState.Stopped,
        Since = context.Now,
        Cause = "not started",
        Host = context.Options.Host,
        Port = context.Options.Port,
        ClientId = context.Options.ClientId,
        DownSince = context.Now,
        LoginHelpUrl = context.Options.LoginHelpUrl,
    };

    /// <summary>The present status.</summary>
    public SessionStatus Status => _status with { LastMessageTime = _heard };

    /// <summary>State alone.</summary>
    public SessionState State => _status.State;

    /// <summary>False between notice 1100 and 1101 or 1102.</summary>
    public bool IsBrokerConnected => _status.IsBrokerConnected;

    /// <summary>Goes to another state (or to the same one anew) and posts it.</summary>
    public void Enter(SessionState state, string cause, string nextStep = "", DateTimeOffset? nextAttempt = null, int? attempts = null)
    {
        // Said aloud and carried out all the same: a status that refuses to change would be the worse lie.
        if (!SessionTransitions.IsLegal(_status.State, state)) context.Log.IllegalTransition(_status.State, state);
        _status = _status with
        {
            State = state,
            // A gateway that stays stuck is stuck since it was found so, however often it is tried.
            Since = state == SessionState.GatewayStuck && _status.State == state ? _status.Since : context.Now,
            Cause = cause,
            NextStep = nextStep,
            NextAttemptTime = nextAttempt,
            Attempts = attempts ?? _status.Attempts,
        };
        if (state is SessionState.Connecting or SessionState.WaitingToReconnect or SessionState.NightlyReset or SessionState.GatewayStuck or SessionState.Suspended or SessionState.Stopped)
        {
            _farms.Clear();
            _isBrokerLost = false;
            _status = _status with { ServerVersion = 0, IsBrokerConnected = false, HasCompetingSession = false, Farms = [], Probe = GatewayProbe.None, AlternateClientId = null };
        }
        // The gateway may have told of a loss before it told its accounts.
        else if (state is SessionState.Reconciling or SessionState.Ready or SessionState.ReadOnly)
        {
            _status = _status with { IsBrokerConnected = !_isBrokerLost };
        }
        Publish();
    }

    /// <summary>The next attempts go elsewhere; published with the state that follows.</summary>
    public void Moved(SessionTarget to) => _status = _status with { Host = to.Host, Port = to.Port, ClientId = to.ClientId };

    /// <summary>The gateway told its version.</summary>
    public void Handshaken(int serverVersion, string host, int port) => _status = _status with { ServerVersion = serverVersion, Host = host, Port = port };

    /// <summary>The gateway told the accounts of the login.</summary>
    public void SetAccounts(IReadOnlyList<AccountId> accounts) => _status = _status with { Accounts = accounts };

    /// <summary>Notice 1100: the socket is open, the broker behind it is away.</summary>
    public void BrokerLost(string cause)
    {
        _isBrokerLost = true;
        _status = _status with { IsBrokerConnected = false, Since = context.Now, Cause = cause, NextStep = "the gateway reconnects to IB by itself" };
        Publish();
    }

    /// <summary>Notice 1101 or 1102: everything must be compared with the broker anew.</summary>
    public void BrokerRestored(string cause)
    {
        _isBrokerLost = false;
        _status = _status with { NeedsPerson = false };
        Enter(SessionState.Reconciling, cause, "orders, executions and positions are compared with the broker");
    }

    /// <summary>All lists of the newest round came. Whether they agree is the engine's finding.</summary>
    public void Reconciled()
    {
        if (State != SessionState.Reconciling || !IsBrokerConnected) return;
        if (_status.AlternateClientId is { } alternate) EnterStandIn(SessionState.ReadOnly, alternate, _status.NextAttemptTime, _status.Attempts);
        else Enter(SessionState.Ready, "connected");
    }

    /// <summary>The connection stands in for the own client id; set before the state is entered.</summary>
    public void StandIn(int? alternateClientId) => _status = _status with { AlternateClientId = alternateClientId };

    /// <summary>A session stands; it says what it is when it only stands in for the own client id.</summary>
    /// <param name="refusals">Refusals of the own client id so far.</param>
    public void EnterSession(int refusals)
    {
        if (_status.AlternateClientId is { } alternate)
            EnterStandIn(SessionState.Reconciling, alternate, context.Now + context.Options.ClientIdProbeInterval, refusals);
        else
            Enter(SessionState.Reconciling, "connected", "orders, executions and positions are compared with the broker", attempts: 0);
    }

    // Whatever happens on a connection that stands in, this is what there is to know of it.
    private void EnterStandIn(SessionState state, int alternate, DateTimeOffset? nextAttempt, int refusals)
    {
        int own = context.Options.ClientId;
        Enter(
            state,
            $"client id {own} is in use by another connection (326): connected read-only as client {alternate}",
            $"client id {own} is tried every {context.Options.ClientIdProbeInterval.TotalSeconds:0.#} s and used again when it is free: close the other program that uses it. Until then prices, positions and cancel all work, and no order leaves",
            nextAttempt, refusals);
    }

    /// <summary>An attempt that changes no state: of a gateway that is stuck, or of the own client id while the session is read-only.</summary>
    public void NoteAttempt(int attempts, DateTimeOffset? nextAttempt)
    {
        _status = _status with { Attempts = attempts, NextAttemptTime = nextAttempt };
        Publish();
    }

    /// <summary>There is no session since <paramref name="since"/>; published with the state that follows.</summary>
    public void Down(DateTimeOffset since, bool needsPerson) => _status = _status with { DownSince = since, NeedsPerson = needsPerson };

    /// <summary>A session stands; published with the state that follows.</summary>
    public void Up() => _status = _status with { DownSince = null, NeedsPerson = false };

    /// <summary>The broker is away for so long that a person must look; posts only when that is news.</summary>
    public void BrokerNeedsPerson(string nextStep)
    {
        if (_status.NeedsPerson) return;
        _status = _status with { NeedsPerson = true, NextStep = nextStep };
        Publish();
    }

    /// <summary>A round trip ended, or was missed; posts only when that is news.</summary>
    public void Probed(GatewayProbe probe)
    {
        if (ReferenceEquals(_status.Probe, probe)) return;
        _status = _status with { Probe = probe };
        Publish();
    }

    /// <summary>The gateway tells of a farm; posts only when that is news.</summary>
    public void Farm(int code, string text)
    {
        if (!_farms.Take(code, text, context.Now)) return;
        _status = _status with { Farms = _farms.All };
        Publish();
    }

    /// <summary>Market data stopped because the login is used elsewhere, or flows again; posts only when that is news.</summary>
    public void Competing(bool isCompeting)
    {
        if (_status.HasCompetingSession == isCompeting) return;
        _status = _status with { HasCompetingSession = isCompeting };
        Publish();
    }

    /// <summary>When the gateway restarts next and when it is logged in for the week; posts only when that is news.</summary>
    public void Plan(DateTimeOffset? restart, DateTimeOffset? login, bool isLoginOverdue)
    {
        if ((_status.PlannedRestartTime, _status.PlannedLoginTime, _status.IsLoginOverdue) == (restart, login, isLoginOverdue)) return;
        _status = _status with { PlannedRestartTime = restart, PlannedLoginTime = login, IsLoginOverdue = isLoginOverdue };
        Publish();
    }

    /// <summary>Posts the status as it is.</summary>
    public void Publish() => context.Post(new SessionChanged(Status) { Time = context.Now });

    /// <summary>Notes when the last message came. Not posted: it changes with every message.</summary>
    public void Heard() => _heard = context.Now;
}
