namespace TradingCore.Bars;

/// <summary>
/// The market's time: the end of the newest five-second part, moved on by the local time passed since it came. So a minute closes on time
/// in a live market, when nothing comes any more, and in a replay of another year.
/// </summary>
internal struct MarketClock
{
    private DateTimeOffset _marketTime, _localTime;

    /// <summary>True once a five-second part has told the time.</summary>
    internal bool IsLive { get; private set; }

    /// <summary>The market's time as it was told last.</summary>
    internal readonly DateTimeOffset LastTold => _marketTime;

    /// <summary>True once anything has told the time.</summary>
    internal bool IsKnown { get; private set; }

    /// <summary>A part that ends at <paramref name="end"/> came at the local time <paramref name="received"/>. Late parts tell nothing.</summary>
    internal void OnPart(DateTimeOffset end, DateTimeOffset received)
    {
        if (IsLive && end <= _marketTime) return;
        (_marketTime, _localTime) = (end, received);
        IsLive = IsKnown = true;
    }

    /// <summary>History showed that the market's time is not before <paramref name="time"/>; used until a part tells it exactly.</summary>
    internal void OnHistory(DateTimeOffset time, DateTimeOffset now)
    {
        if (IsLive || (IsKnown && Now(now) >= time)) return;
        (_marketTime, _localTime) = (time, now);
        IsKnown = true;
    }

    /// <summary>The market's time at the local time <paramref name="now"/>; local time while nothing has told it.</summary>
    internal readonly DateTimeOffset Now(DateTimeOffset now) => !IsKnown ? now : now > _localTime ? _marketTime + (now - _localTime) : _marketTime;
}
