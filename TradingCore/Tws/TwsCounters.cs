namespace TradingCore.Tws;

/// <summary>What the session has counted since it was made.</summary>
/// <param name="MessagesReceived">Frames received.</param>
/// <param name="MessagesSent">Frames sent.</param>
/// <param name="BadFrames">Frames that could not be read and were skipped.</param>
/// <param name="UnknownMessages">Frames with an id that this version does not know; skipped.</param>
/// <param name="LateReplies">Answers to requests that were no longer alive; ignored.</param>
/// <param name="RefusedSends">Messages that were not sent: lane full, or not encodable.</param>
/// <param name="Connects">Sessions that became ready.</param>
public sealed record TwsStatistics(long MessagesReceived, long MessagesSent, long BadFrames, long UnknownMessages, long LateReplies, long RefusedSends, long Connects);

/// <summary>Counters that any thread may raise.</summary>
internal sealed class TwsCounters
{
    private long _received;
    private long _sent;
    private long _badFrames;
    private long _unknown;
    private long _late;
    private long _refused;
    private long _connects;

    public void Received() => Interlocked.Increment(ref _received);

    public void Sent() => Interlocked.Increment(ref _sent);

    public long BadFrame() => Interlocked.Increment(ref _badFrames);

    public long Unknown() => Interlocked.Increment(ref _unknown);

    public void Late() => Interlocked.Increment(ref _late);

    public void Refused() => Interlocked.Increment(ref _refused);

    public void Connected() => Interlocked.Increment(ref _connects);

    public TwsStatistics Read() => new(
        Interlocked.Read(ref _received), Interlocked.Read(ref _sent), Interlocked.Read(ref _badFrames), Interlocked.Read(ref _unknown),
        Interlocked.Read(ref _late), Interlocked.Read(ref _refused), Interlocked.Read(ref _connects));
}
