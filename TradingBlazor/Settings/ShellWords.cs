namespace TradingBlazor.Settings;

/// <summary>A command as somebody copies it from a page into the shell of the machine: a path with spaces is one word there.</summary>
internal static class ShellWords
{
    /// <summary>The words as one line.</summary>
    public static string Line(params IEnumerable<string> words) => string.Join(' ', words.Select(w => Quoted(w, OperatingSystem.IsWindows())));

    /// <summary>A word that the shell takes as it is.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isWindows">True for the shells of Windows, which know no single quotes around a word.</param>
    public static string Quoted(string word, bool isWindows)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_=:./,+@%".Contains(c, StringComparison.Ordinal) || (isWindows && c == '\\'))) return word;
        return isWindows ? $"\"{word}\"" : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
