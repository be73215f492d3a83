using TradingCore.Persistence.Export;

namespace TradingBlazor.State;

/// <summary>One column that a grid can show.</summary>
/// <param name="Key">Name in stored settings; never renamed.</param>
/// <param name="Title">Heading.</param>
/// <param name="Css">Classes of heading and cell: width, and <c>num</c> for numbers.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Value">Its value, for sorting and for a file: string, long, decimal or DateTimeOffset; null for nothing.</param>
/// <param name="IsUsual">Shown until a person chooses otherwise.</param>
/// <param name="Hint">What it means, where the heading does not say it.</param>
/// <param name="Parts">What a cell with more than one value is in a file, a column each; null for the value itself.</param>
public sealed record GridColumn<T>(string Key, string Title, string Css, ExportKind Kind, Func<T, object?> Value, bool IsUsual = true, string Hint = "", IReadOnlyList<ExportColumn<T>>? Parts = null)
{
    /// <summary>The column as that of a file, or several.</summary>
    public IReadOnlyList<ExportColumn<T>> ToExport() => Parts ?? [new(Key, Kind, Value)];
}
