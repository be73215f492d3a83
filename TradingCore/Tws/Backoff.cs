namespace TradingCore.Tws;

/// <summary>How long to wait before the next attempt: doubles from the shortest to the longest wait, with jitter.</summary>
/// <param name="min">First wait.</param>
/// <param name="max">Longest wait.</param>
/// <param name="random">Source of the jitter.</param>
internal sealed class Backoff(TimeSpan min, TimeSpan max, Random random)
{
    private const int DoublingsMax = 20;

    /// <summary>Waits handed out since the last <see cref="Reset"/>.</summary>
    public int Attempts { get; private set; }

    /// <summary>The next wait, between half and the whole of the present step, never above the longest wait.</summary>
    public TimeSpan Next()
    {
        // Jitter keeps many clients of a restarted gateway from knocking in step. Half to whole, so that a wait is never next to nothing.
        double step = Math.Min(max.TotalMilliseconds, min.TotalMilliseconds * Math.Pow(2, Math.Min(Attempts, DoublingsMax)));
        Attempts++;
        return TimeSpan.FromMilliseconds(step * (0.5 + random.NextDouble() / 2));
    }

    /// <summary>Starts again with the shortest wait; called when a session became ready.</summary>
    public void Reset() => Attempts = 0;
}
