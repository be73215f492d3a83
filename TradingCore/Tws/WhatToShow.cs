using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>Which kind of price bars are made of, by product.</summary>
/// <remarks>Source: responses.md section 8, table of security types.</remarks>
internal static class WhatToShow
{
    private static readonly string[] Trades = ["TRADES"];
    private static readonly string[] TradesThenMidpoint = ["TRADES", "MIDPOINT"];
    private static readonly string[] Midpoint = ["MIDPOINT"];

    // The documentation of real-time bars lists TRADES, the gateway asks for AGGTRADES in its refusal; so each is tried in turn.
    private static readonly string[] CryptoBars = ["TRADES", "AGGTRADES", "MIDPOINT"];
    private static readonly string[] CryptoHistory = ["AGGTRADES", "TRADES", "MIDPOINT"];

    /// <summary>For real-time bars: the first choice, then what to fall back to when the gateway refuses it.</summary>
    public static IReadOnlyList<string> ForRealTimeBars(SecurityType type) => type switch
    {
        SecurityType.Forex or SecurityType.Cfd or SecurityType.Commodity or SecurityType.Fund => Midpoint,
        SecurityType.Crypto => CryptoBars,
        SecurityType.Index => Trades,
        _ => TradesThenMidpoint,
    };

    /// <summary>For history: the first choice, then what to fall back to.</summary>
    public static IReadOnlyList<string> ForHistory(SecurityType type) => type switch
    {
        SecurityType.Crypto => CryptoHistory,
        SecurityType.Forex or SecurityType.Cfd or SecurityType.Commodity or SecurityType.Fund => Midpoint,
        _ => Trades,
    };
}
