using System.Globalization;
using TradingCore.Persistence.Export;

namespace TradingBlazor.State;

/// <summary>A group of rows, or all of them.</summary>
/// <param name="Name">What they have in common; empty when the grid is not grouped.</param>
/// <param name="Rows">The rows.</param>
public sealed record GridGroup<T>(string Name, IReadOnlyList<T> Rows);

/// <summary>Filters, sorts and groups the rows of a grid, and writes them as a file.</summary>
public sealed class GridModel<T>(IReadOnlyList<GridColumn<T>> columns)
{
    /// <summary>Every column.</summary>
    public IReadOnlyList<GridColumn<T>> Columns => columns;

    /// <summary>The rows as they are shown.</summary>
    /// <param name="rows">All rows in the grid's own order.</param>
    /// <param name="settings">Sorting and grouping.</param>
    /// <param name="filter">Words that a row must have in any of its columns, with blanks between; empty for all.</param>
    public IReadOnlyList<GridGroup<T>> Arrange(IEnumerable<T> rows, GridSettings settings, string filter)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(settings);
        string[] words = filter.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        T[] kept = [.. words.Length == 0 ? rows : rows.Where(r => words.All(w => Has(r, w)))];
        if (Find(settings.SortBy) is { } by) kept = [.. settings.IsDescending ? kept.OrderByDescending(by.Value, Ordering.Instance) : kept.OrderBy(by.Value, Ordering.Instance)];
        if (Find(settings.GroupBy) is not { } group) return [new GridGroup<T>("", kept)];
        return [.. kept.GroupBy(r => Text(group.Value(r))).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new GridGroup<T>(g.Key.Length > 0 ? g.Key : "none", [.. g]))];
    }

    /// <summary>The rows as comma-separated values, in the columns that are shown.</summary>
    public async Task<byte[]> WriteAsync(IEnumerable<GridGroup<T>> groups, GridSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var to = new MemoryStream();
        await CsvExport.WriteAsync(to, Exported(settings), groups.SelectMany(g => g.Rows).ToAsyncEnumerable(), CancellationToken.None);
        return to.ToArray();
    }

    /// <summary>The same as Apache Parquet.</summary>
    public async Task<byte[]> WriteParquetAsync(IEnumerable<GridGroup<T>> groups, GridSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var to = new MemoryStream();
        await ParquetExport.WriteAsync(to, Exported(settings), groups.SelectMany(g => g.Rows).ToAsyncEnumerable(), CancellationToken.None);
        return to.ToArray();
    }

    private ExportColumn<T>[] Exported(GridSettings settings) => [.. settings.Shown(columns).SelectMany(c => c.ToExport()).DistinctBy(c => c.Name)];

    private GridColumn<T>? Find(string key) => key.Length == 0 ? null : columns.FirstOrDefault(c => c.Key == key);

    private bool Has(T row, string word) => columns.Any(c => Text(c.Value(row)).Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    // What is not known is less than everything that is.
    private sealed class Ordering : IComparer<object?>
    {
        public static readonly Ordering Instance = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (string a, string b) => string.CompareOrdinal(a, b),
            (IComparable a, _) when x.GetType() == y!.GetType() => a.CompareTo(y),
            _ => string.CompareOrdinal(Text(x), Text(y)),
        };
    }
}
