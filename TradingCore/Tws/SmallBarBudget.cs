namespace TradingCore.Tws;

/// <summary>
/// The broker's budget for bars of 30 seconds or less: requests in any ten minutes, shared by history and new real-time bars.
/// Used under the gateway's lock.
/// </summary>
/// <remarks>Source: responses.md section 8, 60 requests in any 10 minutes, BID_ASK counts twice.</remarks>
internal sealed class SmallBarBudget(TimeProvider clock)
{
    /// <summary>Requests in any ten minutes.</summary>
    public const int RequestsMax = 60;

    /// <summary>Length of the window: ten minutes, and what a message may wait on its way out, because the gateway counts when it reads.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(15);

    private readonly Queue<long> _taken = new();

    /// <summary>Takes <paramref name="weight"/> requests when at least <paramref name="keepFree"/> stay free after it.</summary>
    public bool TryTake(int weight, int keepFree)
    {
        Prune();
        if (_taken.Count + weight + keepFree > RequestsMax) return false;
        for (int i = 0; i < weight; i++) _taken.Enqueue(clock.GetTimestamp());
        return true;
    }

    /// <summary>Requests taken in the last ten minutes.</summary>
    public int Used
    {
        get
        {
            Prune();
            return _taken.Count;
        }
    }

    private void Prune()
    {
        while (_taken.TryPeek(out long oldest) && clock.GetElapsedTime(oldest) >= Window) _taken.Dequeue();
    }
}
