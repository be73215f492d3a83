using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Hosting;

/// <summary>
/// The file <c>kill</c> in the data folder: whoever can write it can stop trading, without browser, network or key. It holds the switch for as long as
/// it is there. Form: <c>[K1..K4] [scope] [reason]</c>, for example <c>K3 symbol:SPY wrong prices</c>, a name with spaces in quotes; an
/// empty file means K2 for everything.
/// </summary>
/// <param name="Level">How far to go.</param>
/// <param name="Scope">What to stop.</param>
/// <param name="Reason">Why; empty when the file does not say.</param>
public sealed record KillFile(KillLevel Level, RiskScope Scope, string Reason)
{
    /// <summary>Name of the file.</summary>
    public const string Name = "kill";

    private const int LengthMax = 1_000;

    /// <summary>Reads the content. What cannot be understood stops everything: somebody wanted to stop something.</summary>
    public static KillFile Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = text.ReplaceLineEndings(" ").Trim();
        if (rest.Length > LengthMax) rest = rest[..LengthMax];
        KillLevel level = KillLevel.Cancel;
        RiskScope scope = RiskScope.Firm;
        if (TryTake(ref rest, word => TryLevel(word, out level)) is false) level = KillLevel.Cancel;
        TryTake(ref rest, word => KillWords.TryScope(word, out scope));
        return new KillFile(level, scope, rest);
    }

    /// <summary>The content that <see cref="Parse"/> reads as this.</summary>
    public override string ToString() => $"K{(int)Level} {KillWords.Of(Scope.Name.Contains(' ', StringComparison.Ordinal) ? Scope with { Name = $"\"{Scope.Name}\"" } : Scope)} {Reason}".TrimEnd();

    private static bool TryLevel(string word, out KillLevel level) => KillWords.TryLevel(word, out level);

    private static bool TryTake(ref string rest, Func<string, bool> isTaken)
    {
        (string word, string after) = First(rest);
        if (word.Length == 0 || !isTaken(word)) return false;
        rest = after;
        return true;
    }

    // A quote that does not end is no scope: only a part of what was meant would stop.
    private static (string Word, string After) First(string text)
    {
        int end = text.IndexOf(' ', StringComparison.Ordinal), quote = text.IndexOf(":\"", StringComparison.Ordinal);
        if (quote < 0 || (end >= 0 && end < quote)) return end < 0 ? (text, "") : (text[..end], text[(end + 1)..].TrimStart());
        int close = text.IndexOf('"', quote + 2);
        if (close < 0 || (close + 1 < text.Length && text[close + 1] != ' ')) return ("", text);
        return (text[..(quote + 1)] + text[(quote + 2)..close], text[(close + 1)..].TrimStart());
    }
}
