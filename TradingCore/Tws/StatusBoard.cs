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
            Since = context.Now,
            Cause = cause,
            NextStep = nextStep,
            NextAttemptTime = nextAttempt,
            Attempts = attempts ?? _status.Attempts,
        };
        if (state is SessionState.Connecting or SessionState.WaitingToReconnect or SessionState.NightlyReset or SessionState.Stopped)
        {
            _farms.Clear();
            _isBrokerLost = false;
            _status = _status with { ServerVersion = 0, IsBrokerConnected = false, HasCompetingSession = false, Farms = [] };
        }
        // The gateway may have told of a loss before it told its accounts.
        else if (state is SessionState.Reconciling or SessionState.Ready)
        {
            _status = _status with { IsBrokerConnected = !_isBrokerLost };
        }
        Publish();
    }

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
        Enter(SessionState.Reconciling, cause, "orders, executions and positions are compared with the broker");
    }

    /// <summary>All lists of the newest round came. Whether they agree is the engine's finding.</summary>
    public void Reconciled()
    {
        if (State == SessionState.Reconciling && IsBrokerConnected) Enter(SessionState.Ready, "connected");
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

    /// <summary>When the gateway restarts next; posts only when that is news.</summary>
    public void PlanRestart(DateTimeOffset? time)
    {
        if (_status.PlannedRestartTime == time) return;
        _status = _status with { PlannedRestartTime = time };
        Publish();
    }

    /// <summary>Posts the status as it is.</summary>
    public void Publish() => context.Post(new SessionChanged(Status) { Time = context.Now });

    /// <summary>Notes when the last message came. Not posted: it changes with every message.</summary>
    public void Heard() => _heard = context.Now;
}
