using TradingBlazor.Components.Shared;

namespace TradingBlazor.Components.Operating;

/// <summary>A panel whose figures move with the time and are read once a second: more often nobody can read them.</summary>
public abstract class SecondComponent : LiveComponent
{
    private long _second = -1;

    /// <inheritdoc/>
    public sealed override bool HasNews(DateTimeOffset now)
    {
        long second = now.UtcTicks / TimeSpan.TicksPerSecond;
        if (second == _second) return false;
        _second = second;
        Look(now);
        return true;
    }

    /// <summary>Reads what is shown.</summary>
    protected abstract void Look(DateTimeOffset now);
}
