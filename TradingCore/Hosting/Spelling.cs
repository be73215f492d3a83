namespace TradingCore.Hosting;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest of <paramref name="words"/>, when it is near enough to be a slip of the fingers; null otherwise.</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        (string Word, int Distance) best = words.Select(w => (w, Distance(word, w))).OrderBy(x => x.Item2).FirstOrDefault(("", int.MaxValue));
        return best.Distance <= Math.Max(1, Math.Min(word.Length, best.Word.Length) / 3) ? best.Word : null;
    }

    /// <summary>Letters to insert, delete, change or swap with their neighbour, whatever their case.</summary>
    internal static int Distance(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
