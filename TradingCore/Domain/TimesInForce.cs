namespace TradingCore.Domain;

/// <summary>The codes of times in force, as on the wire.</summary>
public static class TimesInForce
{
    private static readonly Dictionary<TimeInForce, string> Codes = new()
    {
        [TimeInForce.Day] = "DAY",
        [TimeInForce.Gtc] = "GTC",
        [TimeInForce.Ioc] = "IOC",
        [TimeInForce.Gtd] = "GTD",
        [TimeInForce.Fok] = "FOK",
        [TimeInForce.Opg] = "OPG",
    };

    private static readonly Dictionary<string, TimeInForce> ByCode = Codes.ToDictionary(c => c.Value, c => c.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Times in force that can be sent.</summary>
    public static IEnumerable<TimeInForce> All => Codes.Keys;

    /// <summary>Code on the wire; empty for <see cref="TimeInForce.Other"/>.</summary>
    public static string Code(this TimeInForce tif) => Codes.GetValueOrDefault(tif, "");

    /// <summary>True for one that this system sends.</summary>
    public static bool IsKnown(this TimeInForce tif) => Codes.ContainsKey(tif);

    /// <summary>True when it ends at once: filled or cancelled.</summary>
    public static bool IsImmediate(this TimeInForce tif) => tif is TimeInForce.Ioc or TimeInForce.Fok;

    /// <summary>The time in force of a code; <see cref="TimeInForce.Other"/> for one that this system does not send.</summary>
    public static TimeInForce OfCode(string code) => ByCode.GetValueOrDefault(code, TimeInForce.Other);
}
