using System.Text;

namespace TwsProtocol.Inspection;

/// <summary>
/// Overwrites account numbers in frames with text of the same length (DU1234567 becomes DU*****67), so that a recording can be shown to others
/// and its frames stay valid.
/// </summary>
/// <remarks>
/// Known are the accounts given, those a managedAccounts message named, and everything that looks like one of IB's: U, F or I, with a D before it for
/// demo and paper, and five to nine digits. Not thread-safe.
/// </remarks>
public sealed class AccountMask
{
    private const int AccountsMax = 1_000;
    private const int DigitsMin = 5;
    private const int DigitsMax = 9;
    private const int ShownFrom = 7;
    private const int ShownAtEachEnd = 2;
    private const int FoundAnywhereFrom = 5;
    private readonly List<byte[]> _accounts = [];

    /// <summary>Starts with accounts that are known already.</summary>
    /// <param name="accounts">Account numbers; empty ones are passed over.</param>
    public AccountMask(IEnumerable<string> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        foreach (string account in accounts) Add(Encoding.Latin1.GetBytes(account.Trim()));
    }

    /// <summary>Learns the accounts of a managedAccounts message; any other message teaches nothing.</summary>
    /// <param name="payload">Payload of a server's frame, without its length.</param>
    public void Learn(ReadOnlySpan<byte> payload)
    {
        if (!payload.StartsWith("15\0"u8)) return;
        ReadOnlySpan<byte> rest = payload[3..];
        int version = rest.IndexOf((byte)0);
        if (version < 0) return;
        rest = rest[(version + 1)..];
        int end = rest.IndexOf((byte)0);
        if (end < 0) return;
        ReadOnlySpan<byte> list = rest[..end];
        foreach (Range part in list.Split((byte)',')) Add(list[part].Trim((byte)' '));
    }

    /// <summary>Overwrites all account numbers.</summary>
    /// <param name="payload">Bytes of one frame after its length; changed in place.</param>
    public void Apply(Span<byte> payload)
    {
        foreach (byte[] account in _accounts)
        {
            if (account.Length >= FoundAnywhereFrom) HideAll(payload, account);
        }
        int at = 0;
        while (at < payload.Length)
        {
            int start = at;
            while (at < payload.Length && char.IsAsciiLetterOrDigit((char)payload[at])) at++;
            if (at == start)
            {
                at++;
                continue;
            }
            Span<byte> word = payload[start..at];
            if (LooksLikeAccount(word) || IsShortAccount(word)) Hide(word);
        }
    }

    private static void HideAll(Span<byte> payload, ReadOnlySpan<byte> account)
    {
        while (payload.IndexOf(account) is var found and >= 0)
        {
            Hide(payload.Slice(found, account.Length));
            payload = payload[(found + account.Length)..];
        }
    }

    private static void Hide(Span<byte> account)
    {
        if (account.Length >= ShownFrom) account[ShownAtEachEnd..^ShownAtEachEnd].Fill((byte)'*');
        else account.Fill((byte)'*');
    }

    private static bool LooksLikeAccount(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> rest = word;
        bool isDemo = rest[0] == 'D';
        if (isDemo) rest = rest[1..];
        if (rest.IsEmpty || rest[0] is not ((byte)'U' or (byte)'F' or (byte)'I')) return false;
        rest = rest[1..];
        // Paper accounts of some years have one letter more, as DUH123456; the list of an advisor ends in one, as F1234567A.
        if (isDemo && !rest.IsEmpty && char.IsAsciiLetterUpper((char)rest[0])) rest = rest[1..];
        if (!rest.IsEmpty && char.IsAsciiLetterUpper((char)rest[^1])) rest = rest[..^1];
        return rest.Length is >= DigitsMin and <= DigitsMax && !rest.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    // A short number may be part of any word; only a word of its own is taken for the account.
    private bool IsShortAccount(ReadOnlySpan<byte> word)
    {
        foreach (byte[] account in _accounts)
        {
            if (account.Length < FoundAnywhereFrom && word.SequenceEqual(account)) return true;
        }
        return false;
    }

    private void Add(ReadOnlySpan<byte> account)
    {
        if (account.IsEmpty || _accounts.Count >= AccountsMax) return;
        foreach (byte[] known in _accounts)
        {
            if (account.SequenceEqual(known)) return;
        }
        _accounts.Add(account.ToArray());
    }
}
