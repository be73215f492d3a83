using System.Text.Json;

namespace TradingBlazor.State;

/// <summary>How a person has set up a grid. Stored for the person; what is typed into its filter is not.</summary>
public sealed record GridSettings
{
    /// <summary>Columns in the order in which they are shown; empty for the usual ones.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Column it is sorted by; empty for the grid's own order.</summary>
    public string SortBy { get; init; } = "";

    /// <summary>Largest first.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Column it is grouped by; empty for none.</summary>
    public string GroupBy { get; init; } = "";

    /// <summary>Reads stored settings; null when they are none.</summary>
    public static GridSettings? Read(string? json)
    {
        if (string.IsNullOrEmpty(json)) return null;
        try
        {
            return JsonSerializer.Deserialize<GridSettings>(json);
        }
        catch (JsonException)
        {
            // Stored by another version: the usual columns are better than none.
            return null;
        }
    }

    /// <summary>The settings as text.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Sorted by a column: up, then down, then as the grid has it.</summary>
    public GridSettings SortedBy(string key) =>
        SortBy != key ? this with { SortBy = key, IsDescending = false } : !IsDescending ? this with { IsDescending = true } : this with { SortBy = "", IsDescending = false };

    /// <summary>With a column shown or hidden; the last one stays.</summary>
    public GridSettings With<T>(IReadOnlyList<GridColumn<T>> all, string key, bool isShown)
    {
        var shown = Shown(all).Select(c => c.Key).Where(k => k != key).ToHashSet(StringComparer.Ordinal);
        if (isShown) shown.Add(key);
        return shown.Count == 0 ? this : this with { Columns = [.. all.Select(c => c.Key).Where(shown.Contains)] };
    }

    /// <summary>The columns that are shown.</summary>
    public IReadOnlyList<GridColumn<T>> Shown<T>(IReadOnlyList<GridColumn<T>> all)
    {
        GridColumn<T>[] chosen = [.. all.Where(c => Columns.Contains(c.Key))];
        return chosen.Length > 0 ? chosen : [.. all.Where(c => c.IsUsual)];
    }
}
