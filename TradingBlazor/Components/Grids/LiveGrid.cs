using Microsoft.AspNetCore.Components;
using TradingBlazor.Components.Shared;
using TradingBlazor.State;
using TradingBlazor.State.Preferences;

namespace TradingBlazor.Components.Grids;

/// <summary>
/// A grid over a snapshot: filter, groups, sorting, columns of choice and export. Rows are components of their own and render by themselves;
/// the grid renders when rows come, go or change their place.
/// </summary>
public abstract class LiveGrid<T> : LiveComponent
{
    /// <summary>What a person has set up.</summary>
    [Inject] protected DeskPreferences Preferences { get; set; } = null!;

    /// <summary>Hands out files.</summary>
    [Inject] protected FileSaver Files { get; set; } = null!;

    /// <summary>Rows at most, until more are asked for.</summary>
    [Parameter] public int Most { get; set; } = 200;

    /// <summary>Whether filter, groups, columns and export are shown.</summary>
    [Parameter] public bool HasTools { get; set; } = true;

    /// <summary>The columns.</summary>
    protected abstract GridModel<T> Model { get; }

    /// <summary>Name under which the set-up is stored.</summary>
    protected abstract string Name { get; }

    /// <summary>How it is set up.</summary>
    protected GridSettings Settings { get; private set; } = new();

    /// <summary>What is typed into the filter.</summary>
    protected string Filter { get; private set; } = "";

    /// <summary>The rows as they are shown.</summary>
    protected IReadOnlyList<GridGroup<T>> Groups { get; set; } = [];

    /// <summary>Rows that pass the filter but are not shown, because they are too many.</summary>
    protected int Hidden { get; private set; }

    /// <summary>The columns that are shown.</summary>
    protected IReadOnlyList<GridColumn<T>> Shown { get; private set; } = [];

    /// <summary>All rows in the grid's own order.</summary>
    protected abstract IEnumerable<T> Rows();

    /// <summary>Makes the rows anew: filter, order, groups.</summary>
    protected void Arrange()
    {
        if (Shown.Count == 0) Shown = Settings.Shown(Model.Columns);
        IReadOnlyList<GridGroup<T>> all = Model.Arrange(Rows(), Settings, Filter);
        int left = Most;
        var groups = new List<GridGroup<T>>(all.Count);
        foreach (GridGroup<T> group in all)
        {
            if (left <= 0) break;
            groups.Add(group.Rows.Count <= left ? group : group with { Rows = [.. group.Rows.Take(left)] });
            left -= group.Rows.Count;
        }
        Groups = groups;
        Hidden = all.Sum(g => g.Rows.Count) - groups.Sum(g => g.Rows.Count);
    }

    /// <summary>Shows more rows.</summary>
    protected void ShowMore()
    {
        Most += 500;
        Arrange();
    }

    /// <summary>Filters.</summary>
    protected void UseFilter(string filter)
    {
        Filter = filter;
        Arrange();
    }

    /// <summary>Sets it up another way, and remembers it.</summary>
    protected void Use(GridSettings settings)
    {
        Settings = settings;
        Shown = settings.Shown(Model.Columns);
        Arrange();
        Preferences.SetJson("grid." + Name, settings.Write());
    }

    /// <summary>Saves what is shown, and what passes the filter beyond it, as a file.</summary>
    protected async Task ExportAsync() =>
        await Files.SaveAsync($"{Name}.csv", "text/csv", await Model.WriteAsync(Model.Arrange(Rows(), Settings, Filter), Settings), Assets);

    /// <summary>The same as Apache Parquet.</summary>
    protected async Task ExportParquetAsync() =>
        await Files.SaveAsync($"{Name}.parquet", "application/vnd.apache.parquet", await Model.WriteParquetAsync(Model.Arrange(Rows(), Settings, Filter), Settings), Assets);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await Preferences.LoadAsync();
        if (GridSettings.Read(Preferences.GetJson("grid." + Name)) is not { } stored) return;
        Settings = stored;
        Shown = stored.Shown(Model.Columns);
        Arrange();
    }
}
