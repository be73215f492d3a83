using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace TradingCore.Engine;

/// <summary>
/// The right to change the engine's state. One thread at a time has it and applies what waits in the inbox: the thread that brought the input, when nobody else
/// is at it, so that a tick needs no other thread to become an order; else the thread that has the turn, which looks again after it has let go.
/// A loop of the engine's own takes over what nobody entered for, and what is too much for a guest.
/// </summary>
/// <remarks>
/// Nothing is left lying: who adds an input looks afterwards whether the turn is free, and who lets go of the turn looks afterwards whether an input waits. One of the two
/// sees the other, because both ends are interlocked.
/// </remarks>
/// <param name="inbox">What is applied.</param>
/// <param name="applyBatch">Applies a bounded number of inputs and publishes. Called by one thread at a time.</param>
internal sealed class EngineTurn(EngineInbox inbox, Action applyBatch)
{
    // A thread of the socket or of a caller has its own work to go back to.
    private const int GuestBatchesMax = 4;

    // One pending call says all.
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ExceptionDispatchInfo? _failure;

    // Taken until the engine runs, and again after it has ended.
    private int _taken = 1;

    /// <summary>Applies what waits, on the calling thread, unless another thread has the turn.</summary>
    public void Enter() => Apply(GuestBatchesMax);

    /// <summary>Wakes the loop when nobody has the turn.</summary>
    public void Call()
    {
        // The input must be seen by whoever lets go of the turn after this look at it.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _taken) == 0) CallAlways();
    }

    /// <summary>Wakes the loop.</summary>
    public void CallAlways() => _calls.Writer.TryWrite(true);

    /// <summary>Opens the turn and takes it whenever it is called, until the inbox is closed and empty; keeps it then.</summary>
    public async Task RunAsync()
    {
        Interlocked.Exchange(ref _taken, 0);
        while (true)
        {
            Apply(int.MaxValue);
            Volatile.Read(ref _failure)?.Throw();
            if (inbox.IsCompleted) break;
            await _calls.Reader.ReadAsync().ConfigureAwait(false);
        }
        // The last guest may still apply the last batch.
        var wait = new SpinWait();
        while (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
        {
            Volatile.Read(ref _failure)?.Throw();
            wait.SpinOnce();
        }
    }

    private void Apply(int batchesMax)
    {
        for (int batch = 0; inbox.HasInputs; batch++)
        {
            if (batch == batchesMax)
            {
                Call();
                return;
            }
            if (Interlocked.CompareExchange(ref _taken, 1, 0) != 0) return;
            try
            {
                applyBatch();
            }
            catch (Exception e)
            {
                // The turn stays taken: a state that is half published is shown to nobody. The loop ends the run with it.
                Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(e));
                CallAlways();
                return;
            }
            Interlocked.Exchange(ref _taken, 0);
        }
        if (inbox.IsClosed) CallAlways();
    }
}
