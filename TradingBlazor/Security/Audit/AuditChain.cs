using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Audit;

/// <summary>The hash that ties an entry to everything before it.</summary>
internal static class AuditChain
{
    /// <summary>What the first entry follows.</summary>
    public static readonly string Origin = new('0', 64);

    /// <summary>SHA-256 over the previous hash and every field, each with its length before it, so that no text can move from one field into the next.</summary>
    public static string HashOf(AuditRow row)
    {
        var text = new StringBuilder();
        Add(row.PreviousHash);
        Add(row.Number.ToString(CultureInfo.InvariantCulture));
        Add(row.Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        Add(row.Who);
        Add(row.Address);
        Add(row.Action);
        Add(row.Subject);
        Add(row.Old);
        Add(row.New);
        Add(row.Reason);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        void Add(string field) => text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field};");
    }
}
