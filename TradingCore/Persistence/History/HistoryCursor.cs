using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TradingCore.Persistence.History;

/// <summary>The place after one row of a list that is sorted by time and key: it stays right while newer rows come.</summary>
/// <param name="Time">Time of the row.</param>
/// <param name="Key">Key of the row.</param>
public sealed record HistoryCursor(DateTimeOffset Time, string Key)
{
    /// <summary>As a text for an address.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Time.UtcTicks}|{Key}")));

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static HistoryCursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Base64Url.IsValid(text)) return null;
        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new HistoryCursor(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1])
            : null;
    }
}
