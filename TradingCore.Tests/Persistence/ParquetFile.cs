using Parquet;
using Parquet.Schema;

namespace TradingCore.Tests.Persistence;

/// <summary>Reads a Parquet file whole, column by column.</summary>
internal static class ParquetFile
{
    public static async Task<Dictionary<string, IReadOnlyList<object?>>> ReadAsync(Stream file, CancellationToken stop)
    {
        var columns = new Dictionary<string, IReadOnlyList<object?>>();
        await using ParquetReader reader = await ParquetReader.CreateAsync(file, cancellationToken: stop);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        int rows = (int)group.RowCount;
        foreach (DataField field in reader.Schema.GetDataFields())
        {
            if (field is not (DecimalDataField or DateTimeDataField) && field.ClrType != typeof(long))
            {
                var texts = new string[rows];
                await group.ReadAsync(field, texts, cancellationToken: stop);
                columns[field.Name] = texts;
            }
            else if (field.ClrType == typeof(decimal)) columns[field.Name] = await NullableAsync<decimal>(field);
            else if (field.ClrType == typeof(DateTime)) columns[field.Name] = await PlainAsync<DateTime>(field);
            else columns[field.Name] = await PlainAsync<long>(field);
        }
        return columns;

        async Task<object?[]> NullableAsync<T>(DataField field) where T : struct
        {
            var values = new T?[rows];
            await group.ReadAsync<T>(field, values, cancellationToken: stop);
            return [.. values.Cast<object?>()];
        }

        async Task<object?[]> PlainAsync<T>(DataField field) where T : struct
        {
            var values = new T[rows];
            await group.ReadAsync<T>(field, values, cancellationToken: stop);
            return [.. values.Cast<object?>()];
        }
    }
}
