using TwsProtocol.Messages.Requests;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>
/// IB's documented limits for requests of small bars (30 seconds and less), over all clients: the same request not twice within
/// 15 seconds, fewer than six of one contract, exchange and kind within two seconds, 60 in ten minutes, BID_ASK counting twice.
/// New requests for real-time bars are counted for themselves: 60 in ten minutes.
/// </summary>
internal sealed class HistoryPacing(TimeProvider clock)
{
    private const int SmallBarSeconds = 30;
    private const int SimilarMax = 5;
    private const int RequestsMax = 60;
    private static readonly TimeSpan SameWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SimilarWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private readonly Queue<Asked> _asked = new();
    private readonly Queue<long> _bars = new();

    /// <summary>Counts a request; false when it comes too soon.</summary>
    public bool Takes(ReqHistoricalData request, Instrument instrument, BarSize size)
    {
        if (size.IsDaily || size.Seconds > SmallBarSeconds)
            return true;
        long now = clock.GetTimestamp();
        while (_asked.TryPeek(out Asked? oldest) && clock.GetElapsedTime(oldest.Timestamp, now) >= Window)
            _asked.Dequeue();
        string similar = $"{instrument.ConId} {request.Contract.Exchange} {request.WhatToShow}";
        string same = $"{similar} {request.EndDateTime} {request.DurationStr} {request.BarSizeSetting} {request.UseRTH}";
        int weight = request.WhatToShow.Equals("BID_ASK", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
        if (_asked.Any(a => a.Same == same && Since(a) < SameWithin)
            || _asked.Count(a => a.Similar == similar && Since(a) < SimilarWithin) >= SimilarMax
            || _asked.Sum(a => a.Weight) + weight > RequestsMax)
            return false;
        _asked.Enqueue(new Asked(now, same, similar, weight));
        return true;

        TimeSpan Since(Asked a) => clock.GetElapsedTime(a.Timestamp, now);
    }

    /// <summary>Counts a new request for real-time bars; false when it comes too soon.</summary>
    public bool TakesRealTimeBars()
    {
        long now = clock.GetTimestamp();
        while (_bars.TryPeek(out long oldest) && clock.GetElapsedTime(oldest, now) >= Window)
            _bars.Dequeue();
        if (_bars.Count >= RequestsMax)
            return false;
        _bars.Enqueue(now);
        return true;
    }

    private sealed record Asked(long Timestamp, string Same, string Similar, int Weight);
}
