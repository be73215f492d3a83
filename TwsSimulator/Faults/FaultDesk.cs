using Microsoft.Extensions.Logging;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;

namespace TwsSimulator.Faults;

/// <summary>
/// Stands between clients and gateway: lets requests and messages through, or lets the active faults have them. Used by the gateway's loop only, but
/// for <see cref="Gates"/>.
/// </summary>
internal sealed class FaultDesk(TimeProvider clock, ILogger log, Func<GatewayEvent, CancellationToken, ValueTask> post)
{
    private readonly List<Fault> _active = [];
    private readonly List<Armed> _armed = [];
    private readonly Dictionary<Fault, ITimer> _timers = [];

    /// <summary>Gates that all connections pass.</summary>
    public FaultGates Gates { get; } = new();

    /// <summary>What faults may touch; set once the gateway is built.</summary>
    public IFaultScene Scene { get; set; } = null!;

    /// <summary>Names of what lasts now.</summary>
    public IEnumerable<string> ActiveKinds => _active.Select(f => f.Kind);

    /// <summary>The lasting faults.</summary>
    public IReadOnlyList<Fault> Active => _active;

    /// <summary>Steps of a script are due: each acts when the one before it has, or waits for its occasion.</summary>
    /// <param name="steps">The steps, in order.</param>
    /// <param name="applied">Completed when the last one has acted; ends with the error of the first that cannot.</param>
    public void OnDue(IReadOnlyList<FaultStep> steps, TaskCompletionSource applied) => Act(steps, 0, applied);

    /// <summary>A script was given up: its step waits no more.</summary>
    public void OnGivenUp(TaskCompletionSource applied) => _armed.RemoveAll(a => a.Applied == applied);

    /// <summary>Ends a lasting fault; nothing when it has ended already.</summary>
    public void Finish(Fault fault)
    {
        if (!Forget(fault))
            return;
        log.FaultEnded(fault.Kind);
        fault.End(Scene);
    }

    /// <summary>Ends everything of a kind, or everything.</summary>
    public void Clear(string? kind)
    {
        foreach (Fault fault in _active.Where(f => kind is null || f.Kind == kind).ToArray())
            Finish(fault);
    }

    /// <summary>What clients have subscribed to.</summary>
    public DataSubscriptions Subscriptions { get; } = new();

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client) => Subscriptions.Leave(client);

    /// <summary>A request came; false when a fault keeps it.</summary>
    public bool Takes(ClientSession client, IRequest request)
    {
        Subscriptions.OnRequest(client, request, Scene);
        if (_active.Count == 0)
            return true;
        foreach (Fault fault in Snapshot())
            if (!fault.OnRequest(Scene, client, request)) return false;
        return true;
    }

    /// <summary>A request was handled, or kept by a fault: steps that waited for it act.</summary>
    public void OnHandled(ClientSession client, IRequest request, bool isChange)
    {
        if (_armed.Count == 0)
            return;
        FaultOccasion? occasion = request switch
        {
            StartApi when client.ClientId >= 0 => FaultOccasion.ClientConnected,
            ReqMktData or ReqRealTimeBars or ReqTickByTickData or ReqMktDepth => FaultOccasion.Subscribed,
            ReqHistoricalData => FaultOccasion.HistoryRequested,
            PlaceOrder { Order.WhatIf: true } => null,
            PlaceOrder => isChange ? FaultOccasion.OrderModified : FaultOccasion.OrderPlaced,
            CancelOrder or ReqGlobalCancel => FaultOccasion.CancelRequested,
            _ => null,
        };
        if (occasion is { } happened)
            Happen(happened);
    }

    /// <summary>A message on its way out: what the client is told, or null when it is told nothing.</summary>
    public IResponse? Filter(ClientSession client, IResponse message)
    {
        IResponse? told = message;
        if (_active.Count > 0)
        {
            foreach (Fault fault in Snapshot())
            {
                told = fault.OnResponse(Scene, client, told);
                if (told is null) break;
            }
        }

        return told;
    }

    /// <summary>An order has filled: steps that waited for it act once the fill is told.</summary>
    public void OnFilled()
    {
        if (_armed.Count > 0)
            Happen(FaultOccasion.OrderFilled);
    }

    private void Happen(FaultOccasion occasion)
    {
        // Those that begin to wait because of it wait for the next one.
        foreach (Armed armed in _armed.ToArray())
        {
            if (armed.Step.When != occasion || --armed.Left > 0)
                continue;
            _armed.Remove(armed);
            if (TryApply(armed.Step, armed.Applied))
                Act(armed.Steps, armed.Index + 1, armed.Applied);
        }
    }

    private void Act(IReadOnlyList<FaultStep> steps, int from, TaskCompletionSource applied)
    {
        for (int i = from; i < steps.Count; i++)
        {
            if (steps[i].When is not null)
            {
                _armed.Add(new Armed(steps, i, applied) { Left = steps[i].Count });
                return;
            }

            if (!TryApply(steps[i], applied))
                return;
        }

        applied.TrySetResult();
    }

    private bool TryApply(FaultStep step, TaskCompletionSource applied)
    {
        Fault? begun = null;
        try
        {
            Fault fault = begun = step.Create();
            log.FaultStarted(fault.Kind);
            if (fault.Lasts)
            {
                _active.Add(fault);
                if (fault.For is { } time)
                    _timers[fault] = clock.CreateTimer(_ => _ = PostEndAsync(fault), null, time, Timeout.InfiniteTimeSpan);
            }

            fault.Start(Scene);
            return true;
        }
        catch (SimulatorException e)
        {
            // One that could not begin must not act on what comes later.
            if (begun is not null) Forget(begun);
            applied.TrySetException(e);
            return false;
        }
    }

    private bool Forget(Fault fault)
    {
        if (_timers.Remove(fault, out ITimer? timer))
            timer.Dispose();
        return _active.Remove(fault);
    }

    private async Task PostEndAsync(Fault fault) => await post(new FaultOver(fault), CancellationToken.None).ConfigureAwait(false);

    // A copy, because a fault may end itself or another one while it is asked.
    private Fault[] Snapshot() => [.. _active];

    private sealed class Armed(IReadOnlyList<FaultStep> steps, int index, TaskCompletionSource applied)
    {
        public IReadOnlyList<FaultStep> Steps => steps;

        public int Index => index;

        public FaultStep Step => steps[index];

        public TaskCompletionSource Applied => applied;

        public int Left { get; set; }
    }
}
