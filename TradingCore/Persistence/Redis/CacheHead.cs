using System.Globalization;

namespace TradingCore.Persistence.Redis;

/// <summary>Says which engine wrote the cache, and up to what.</summary>
/// <param name="Token">Fencing token of the engine.</param>
/// <param name="Sequence">Number of the message that is in it.</param>
/// <param name="News">Number of the newest event of an order that is in it.</param>
internal readonly record struct CacheHead(long Token, long Sequence, long News)
{
    /// <summary>As it lies in the cache.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Token}:{Sequence}:{News}");

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is written in another way.</exception>
    public static CacheHead Read(string text) =>
        text.Split(':') is [string token, string sequence, string news] && Number(token) is { } t && Number(sequence) is { } s && Number(news) is { } n
            ? new CacheHead(t, s, n)
            : throw new FormatException($"The head of the state is '{text}'. Expected three numbers; an engine of another version may have written it.");

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
