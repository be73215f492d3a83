namespace TradingCore.Domain;

/// <summary>The wire codes of <see cref="SecurityType"/>.</summary>
public static class SecurityTypes
{
    private static readonly (SecurityType Type, string Code)[] Codes =
    [
        (SecurityType.Stock, "STK"), (SecurityType.Future, "FUT"), (SecurityType.Option, "OPT"), (SecurityType.FutureOption, "FOP"),
        (SecurityType.Forex, "CASH"), (SecurityType.Crypto, "CRYPTO"), (SecurityType.Index, "IND"), (SecurityType.Cfd, "CFD"),
        (SecurityType.Bond, "BOND"), (SecurityType.Fund, "FUND"), (SecurityType.Commodity, "CMDTY"), (SecurityType.Warrant, "WAR"),
        (SecurityType.Combo, "BAG"),
    ];

    /// <summary>All codes, for messages to people.</summary>
    public static string AllCodes { get; } = string.Join(", ", Codes.Select(c => c.Code));

    /// <summary>Wire code, for example <c>STK</c>; empty for <see cref="SecurityType.Unknown"/>.</summary>
    public static string Code(SecurityType type)
    {
        foreach ((SecurityType t, string code) in Codes)
            if (t == type) return code;
        return "";
    }

    /// <summary>Reads a wire code in any case.</summary>
    public static bool TryParse(string code, out SecurityType type)
    {
        foreach ((SecurityType t, string c) in Codes)
        {
            if (!c.Equals(code, StringComparison.OrdinalIgnoreCase)) continue;
            type = t;
            return true;
        }
        type = SecurityType.Unknown;
        return false;
    }
}
