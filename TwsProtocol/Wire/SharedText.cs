using System.Text;

namespace TwsProtocol.Wire;

/// <summary>Returns one string object for equal short texts, so that venue codes of ticks are not allocated again and again.</summary>
/// <remarks>
/// A fixed table, one candidate per slot, last writer wins: bounded memory, no lock. Reading or writing a reference is
/// atomic, and a lost race costs one extra allocation, never a wrong text.
/// </remarks>
internal static class SharedText
{
    private const int Slots = 4096;
    private const int LengthMax = 24;
    private static readonly string?[] Table = new string?[Slots];

    public static string Get(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return "";
        if (text.Length > LengthMax) return Encoding.Latin1.GetString(text);
        uint hash = 2166136261;
        foreach (byte b in text) hash = (hash ^ b) * 16777619;
        ref string? slot = ref Table[(hash ^ (hash >> 16)) % Slots];
        string? known = slot;
        if (known is not null && IsSame(known, text)) return known;
        string created = Encoding.Latin1.GetString(text);
        slot = created;
        return created;
    }

    private static bool IsSame(string known, ReadOnlySpan<byte> text)
    {
        if (known.Length != text.Length) return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (known[i] != text[i]) return false;
        }
        return true;
    }
}
