using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Tws;

/// <summary>Keeps what the session posts, in order, and lets a test wait for it.</summary>
internal sealed class RecordingInbox : IEngineInbox
{
    private readonly Lock _gate = new();
    private readonly List<EngineInput> _inputs = [];
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _room;

    /// <summary>Called for every input, in order; a test plays the engine with it.</summary>
    public Action<EngineInput>? OnInput { get; set; }

    public IReadOnlyList<EngineInput> Inputs
    {
        get
        {
            lock (_gate) return [.. _inputs];
        }
    }

    public IReadOnlyList<T> Events<T>()
        where T : EngineEvent => [.. Inputs.Select(i => i.Event).OfType<T>()];

    public IReadOnlyList<MarketTick> Ticks => [.. Inputs.Where(i => i.Event is null).Select(i => i.Tick)];

    /// <summary>Refuses everything from now on until <see cref="MakeRoom"/>.</summary>
    public void BecomeFull()
    {
        lock (_gate) _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void MakeRoom()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            room = _room;
            _room = null;
        }
        room?.SetResult();
    }

    public bool TryPost(EngineInput input)
    {
        lock (_gate)
        {
            if (_room is not null) return false;
            _inputs.Add(input);
            TaskCompletionSource arrival = _arrival;
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            arrival.SetResult();
        }
        OnInput?.Invoke(input);
        return true;
    }

    public async ValueTask PostAsync(EngineInput input, CancellationToken stop)
    {
        while (!TryPost(input))
        {
            Task? room;
            lock (_gate) room = _room?.Task;
            if (room is not null) await room.WaitAsync(stop);
        }
    }

    /// <summary>Waits for the n-th event of a type.</summary>
    public async Task<T> EventAsync<T>(Func<T, bool>? where = null, int n = 1)
        where T : EngineEvent => (T)(await InputAsync(i => i.Event is T e && where?.Invoke(e) != false, n)).Event!;

    /// <summary>Waits for a tick.</summary>
    public async Task<MarketTick> TickAsync(Func<MarketTick, bool> where, int n = 1) => (await InputAsync(i => i.Event is null && where(i.Tick), n)).Tick;

    /// <summary>Waits for a state of the session.</summary>
    public async Task<SessionStatus> StateAsync(SessionState state, int n = 1) => (await EventAsync<SessionChanged>(e => Plain(e.Status.State) == state, n)).Status;

    // Between attempts at night the session says why; to whoever waits for the next one it is the same.
    private static SessionState Plain(SessionState state) => state == SessionState.NightlyReset ? SessionState.WaitingToReconnect : state;

    private async Task<EngineInput> InputAsync(Func<EngineInput, bool> where, int n)
    {
        CancellationToken limit = TestTime.Limit();
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                int seen = 0;
                foreach (EngineInput input in _inputs)
                    if (where(input) && ++seen == n) return input;
                arrival = _arrival.Task;
            }
            await arrival.WaitAsync(limit);
        }
    }
}
