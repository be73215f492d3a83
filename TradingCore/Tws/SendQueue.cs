using TwsProtocol.Wire;

namespace TradingCore.Tws;

/// <summary>A message on its way out.</summary>
/// <param name="Message">The message.</param>
/// <param name="Id">Request or order id to report a refusal with; -1 when it has none.</param>
internal readonly record struct Outgoing(IRequest Message, int Id);

/// <summary>
/// What waits to be written, in three lanes: cancels, orders, everything else. Bounded: a full lane refuses. Any thread puts in,
/// one writer takes out.
/// </summary>
internal sealed class SendQueue(int capacityPerLane)
{
    private readonly Lock _gate = new();
    private readonly Queue<Outgoing>[] _lanes = [new(), new(), new()];
    private TaskCompletionSource _arrival = NewSignal();

    /// <summary>Sends on the caller's thread what waits, when nobody else is sending: true when nothing waits any more. Null until somebody sends.</summary>
    /// <remarks>Orders and cancels need not wait until the sender's thread is awake: that takes longer than sending them.</remarks>
    public Func<bool>? SendNow { get; set; }

    /// <summary>Messages that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _lanes[0].Count + _lanes[1].Count + _lanes[2].Count;
        }
    }

    /// <summary>The same without the lock, perhaps of the moment before: whoever measures must not hold up an order.</summary>
    public int RoughCount => _lanes[0].Count + _lanes[1].Count + _lanes[2].Count;

    /// <summary>Messages of one urgency that wait.</summary>
    public int CountOf(SendPriority priority)
    {
        lock (_gate) return _lanes[(int)priority].Count;
    }

    /// <summary>Puts a message at the end of its lane; false when the lane is full.</summary>
    public bool TryEnqueue(IRequest message, SendPriority priority, int id = -1)
    {
        lock (_gate)
        {
            Queue<Outgoing> lane = _lanes[(int)priority];
            // A cancel must not overtake the order that it is about: the gateway would not know it yet.
            if (priority == SendPriority.Cancel && id >= 0 && IsWaiting(SendPriority.Order, id)) lane = _lanes[(int)SendPriority.Order];
            if (lane.Count >= capacityPerLane) return false;
            lane.Enqueue(new Outgoing(message, id));
            if (priority == SendPriority.Request || SendNow is null)
            {
                _arrival.TrySetResult();
                return true;
            }
        }
        if (SendNow is { } send && send()) return true;
        lock (_gate) _arrival.TrySetResult();
        return true;
    }

    /// <summary>Takes the most urgent message that the pacer lets pass.</summary>
    /// <param name="pacer">Decides.</param>
    /// <param name="message">The message; its sending is already noted with the pacer.</param>
    /// <param name="wait">When false is returned: how long until the pacer lets the next one pass; infinite when nothing waits.</param>
    public bool TryDequeue(MessagePacer pacer, out Outgoing message, out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        lock (_gate)
        {
            for (int lane = 0; lane < _lanes.Length; lane++)
            {
                if (_lanes[lane].Count == 0) continue;
                TimeSpan due = pacer.WaitFor((SendPriority)lane);
                if (due == TimeSpan.Zero)
                {
                    pacer.Sent((SendPriority)lane);
                    message = _lanes[lane].Dequeue();
                    return true;
                }
                if (wait == Timeout.InfiniteTimeSpan || due < wait) wait = due;
            }
            if (_arrival.Task.IsCompleted) _arrival = NewSignal();
        }
        message = default;
        return false;
    }

    /// <summary>Completes when a message came in after the last failed <see cref="TryDequeue"/>.</summary>
    public Task ArrivalAsync()
    {
        lock (_gate) return _arrival.Task;
    }

    /// <summary>Forgets all that waits; returns how many there were.</summary>
    public int Clear()
    {
        lock (_gate)
        {
            int dropped = 0;
            foreach (Queue<Outgoing> lane in _lanes)
            {
                dropped += lane.Count;
                lane.Clear();
            }
            return dropped;
        }
    }

    private bool IsWaiting(SendPriority lane, int id)
    {
        foreach (Outgoing message in _lanes[(int)lane])
            if (message.Id == id) return true;
        return false;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
