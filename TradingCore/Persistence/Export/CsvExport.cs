using System.Buffers;
using System.Globalization;
using System.Text;

namespace TradingCore.Persistence.Export;

/// <summary>
/// Comma-separated values after RFC 4180: a heading, CRLF, quotes where needed, UTF-8 without a byte order mark. Numbers are written the same
/// everywhere, times in UTC.
/// </summary>
public static class CsvExport
{
    private const int FlushAt = 32 * 1024;

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>Writes all rows as they come.</summary>
    public static async Task WriteAsync<T>(Stream to, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> rows, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        text.AppendJoin(',', columns.Select(c => c.Name)).Append("\r\n");
        await foreach (T row in rows.WithCancellation(stop).ConfigureAwait(false))
        {
            for (int i = 0; i < columns.Count; i++)
            {
                if (i > 0) text.Append(',');
                Append(text, columns[i].Value(row));
            }
            text.Append("\r\n");
            if (text.Length >= FlushAt) await FlushAsync().ConfigureAwait(false);
        }
        await FlushAsync().ConfigureAwait(false);

        async Task FlushAsync()
        {
            await to.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), stop).ConfigureAwait(false);
            text.Clear();
        }
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: break;
            case decimal number: text.Append(CultureInfo.InvariantCulture, $"{number}"); break;
            case long number: text.Append(CultureInfo.InvariantCulture, $"{number}"); break;
            case DateTimeOffset time: text.Append(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}"); break;
            default: AppendText(text, (string)value); break;
        }
    }

    private static void AppendText(StringBuilder text, string value)
    {
        // A spreadsheet runs a text that begins like a formula; texts come from people, programs and brokers. The apostrophe makes it a text again.
        if (value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r') value = "'" + value;
        if (value.AsSpan().IndexOfAny(NeedsQuotes) < 0) text.Append(value);
        else text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
