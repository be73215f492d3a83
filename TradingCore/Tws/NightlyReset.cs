using TradingCore.Tws.Mapping;

namespace TradingCore.Tws;

/// <summary>IB's servers reset once a day. A loss in that window is planned: it is told as such, and the session goes on as after any other.</summary>
/// <remarks>Source: responses.md section 7.3, North America about 23:45 to 00:45 US/Eastern. The other regions' windows differ from source to source and are left out.</remarks>
internal static class NightlyReset
{
    private static readonly TimeSpan Start = new(23, 45, 0);
    private static readonly TimeSpan End = new(0, 45, 0);

    /// <summary>True inside the window.</summary>
    public static bool Covers(DateTimeOffset time)
    {
        if (WireTime.FindZone("US/Eastern") is not { } zone) return false;
        TimeSpan local = TimeZoneInfo.ConvertTime(time, zone).TimeOfDay;
        return local >= Start || local < End;
    }

    /// <summary><paramref name="cause"/>, with a word about the reset when <paramref name="time"/> is inside the window.</summary>
    public static string Explain(string cause, DateTimeOffset time) =>
        Covers(time) ? $"{cause}; IB resets its servers every night from 23:45 to 00:45 US/Eastern, so this is likely planned" : cause;
}
