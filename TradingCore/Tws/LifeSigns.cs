using TwsProtocol.Messages.Requests;

namespace TradingCore.Tws;

/// <summary>
/// Whether the gateway at the other end still works: by the time it takes to answer, by questions that stay unanswered, by silence. Used under the
/// gateway's lock, but for <see cref="Heartbeat.OnHeard"/>.
/// </summary>
internal sealed class LifeSigns(SessionContext context, StatusBoard board, Reconciliation reconciliation)
{
    private readonly RequestProbe _requests = new(context);

    /// <summary>Signs of life.</summary>
    public Heartbeat Heartbeat { get; } = new(context.Options, context.Clock);

    /// <summary>A connection is ready: asks for the first time.</summary>
    public void OnReady()
    {
        Heartbeat.Reset();
        _requests.OnReady();
        Ask();
    }

    /// <summary>The gateway told its time.</summary>
    public void OnTime()
    {
        Heartbeat.OnAnswer(context.Now);
        board.Probed(Heartbeat.Probe);
    }

    /// <summary>The gateway told an order id.</summary>
    public void OnOrderId() => _requests.OnAnswer();

    /// <summary>Asks what is due; why the connection must be given up, or null while it lives.</summary>
    /// <param name="now">Now.</param>
    /// <param name="isBlocked">True while the reader waits for the engine: silence then is our own doing.</param>
    public SessionEnd? Tick(DateTimeOffset now, bool isBlocked)
    {
        HeartbeatStep step = Heartbeat.Tick(isBlocked);
        board.Probed(Heartbeat.Probe);
        switch (step)
        {
            case HeartbeatStep.Dead:
                context.Log.HalfOpen(Heartbeat.Silence);
                return new SessionEnd(SessionEndKind.Lost, $"nothing was heard for {Heartbeat.Silence.TotalSeconds:0.0} s: the connection is dead", IsSilent: true);
            case HeartbeatStep.Deaf:
                return new SessionEnd(SessionEndKind.Stuck, $"the gateway sends data and has not answered a question for {Heartbeat.Waiting.TotalSeconds:0.0} s", IsSilent: true);
            case HeartbeatStep.Ask:
                Ask();
                break;
        }
        int limit = context.Options.StuckAfter;
        // What must come from the broker cannot come while it is away, and that is not the gateway's fault.
        bool isStuck = board.IsBrokerConnected && (_requests.Tick(now) || reconciliation.Unanswered >= limit);
        return isStuck
            ? new SessionEnd(SessionEndKind.Stuck, $"the gateway gives signs of life and left {limit} {(limit == 1 ? "request" : "requests in a row")} unanswered")
            : null;
    }

    // Ahead of requests that wait, or their number would be taken for the gateway's slowness.
    private void Ask()
    {
        if (context.Send(new ReqCurrentTime(), SendPriority.Order)) Heartbeat.OnAsked();
    }
}
