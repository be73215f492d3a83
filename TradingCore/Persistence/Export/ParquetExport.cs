using Parquet;
using Parquet.Schema;

namespace TradingCore.Persistence.Export;

/// <summary>Apache Parquet: decimals as DECIMAL(38, 18), times as microseconds in UTC, compressed.</summary>
/// <remarks>Numbers with more than 18 digits behind the point are rounded to the 18th; quantities and prices of a broker have fewer, average prices may have more.</remarks>
public static class ParquetExport
{
    private const int Precision = 38;
    private const int Scale = 18;
    private const int GroupRows = 20_000;

    /// <summary>Writes all rows. The stream must know its position.</summary>
    public static async Task WriteAsync<T>(Stream to, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> rows, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        DataField[] fields = [.. columns.Select(c => Field(c.Name, c.Kind))];
        ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), to, cancellationToken: stop).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var group = new List<T>(GroupRows);
            await foreach (T row in rows.WithCancellation(stop).ConfigureAwait(false))
            {
                group.Add(row);
                if (group.Count < GroupRows) continue;
                await WriteGroupAsync(writer, fields, columns, group, stop).ConfigureAwait(false);
                group.Clear();
            }
            await WriteGroupAsync(writer, fields, columns, group, stop).ConfigureAwait(false);
        }
    }

    private static DataField Field(string name, ExportKind kind) => kind switch
    {
        ExportKind.Decimal => new DecimalDataField(name, Precision, Scale, isNullable: true),
        ExportKind.Time => new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros),
        ExportKind.Integer => new DataField<long>(name),
        _ => new DataField<string>(name),
    };

    private static async Task WriteGroupAsync<T>(ParquetWriter writer, DataField[] fields, IReadOnlyList<ExportColumn<T>> columns, List<T> rows, CancellationToken stop)
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int i = 0; i < fields.Length; i++)
        {
            Func<T, object?> value = columns[i].Value;
            switch (columns[i].Kind)
            {
                case ExportKind.Decimal:
                    await group.WriteAsync<decimal>(fields[i], rows.Select(r => value(r) is decimal d ? Math.Round(d, Scale) : (decimal?)null).ToArray(), cancellationToken: stop).ConfigureAwait(false);
                    break;
                case ExportKind.Time:
                    await group.WriteAsync<DateTime>(fields[i], rows.Select(r => ((DateTimeOffset)value(r)!).UtcDateTime).ToArray(), cancellationToken: stop).ConfigureAwait(false);
                    break;
                case ExportKind.Integer:
                    await group.WriteAsync<long>(fields[i], rows.Select(r => (long)value(r)!).ToArray(), cancellationToken: stop).ConfigureAwait(false);
                    break;
                default:
                    await group.WriteAsync(fields[i], rows.Select(r => (string?)value(r) ?? "").ToArray()).ConfigureAwait(false);
                    break;
            }
        }
    }
}
