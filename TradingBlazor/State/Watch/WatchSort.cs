using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;

namespace TradingBlazor.State.Watch;

/// <summary>A column by which a watchlist can be sorted.</summary>
public enum WatchColumn
{
    /// <summary>The person's own order.</summary>
    None = 0,
    /// <summary>Name.</summary>
    Symbol,
    /// <summary>Last price.</summary>
    Last,
    /// <summary>Change in percent.</summary>
    Change,
    /// <summary>Volume of the day.</summary>
    Volume,
}

/// <summary>Sorts and filters a watchlist by what is known at one moment.</summary>
/// <param name="Column">Column.</param>
/// <param name="IsDescending">Largest first.</param>
public readonly record struct WatchSort(WatchColumn Column, bool IsDescending)
{
    /// <summary>True when prices change the order: then it is made anew once a second and not at every tick.</summary>
    public bool IsLive => Column is WatchColumn.Last or WatchColumn.Change or WatchColumn.Volume;

    /// <summary>The next state when a column's head is pressed: largest first for numbers, then the reverse, then the own order.</summary>
    public WatchSort Press(WatchColumn column)
    {
        bool firstDescending = column != WatchColumn.Symbol;
        if (Column != column) return new WatchSort(column, firstDescending);
        return IsDescending == firstDescending ? new WatchSort(column, !firstDescending) : default;
    }

    /// <summary>What is shown, in its order. What has no value stands last either way.</summary>
    public IReadOnlyList<WatchlistItem> Apply(IReadOnlyList<WatchlistItem> items, string filter, ITradingView view)
    {
        string text = filter.Trim();
        IEnumerable<WatchlistItem> shown = text.Length == 0 ? items : items.Where(i => Fits(i, text));
        if (Column == WatchColumn.None) return text.Length == 0 ? items : [.. shown];
        if (Column == WatchColumn.Symbol)
            return [.. IsDescending ? shown.OrderByDescending(i => i.Ticker, StringComparer.OrdinalIgnoreCase) : shown.OrderBy(i => i.Ticker, StringComparer.OrdinalIgnoreCase)];
        WatchColumn column = Column;
        bool isDescending = IsDescending;
        return
        [
            .. shown.Select((Item, Index) => (Item, Index, Value: ValueOf(view.FindQuote(Item.Ticker), column)))
                .OrderBy(i => i.Value is null).ThenBy(i => isDescending ? -i.Value : i.Value).ThenBy(i => i.Index).Select(i => i.Item),
        ];
    }

    private static bool Fits(WatchlistItem item, string text) =>
        item.Ticker.Contains(text, StringComparison.OrdinalIgnoreCase)
        || item.Instrument?.LongName.Contains(text, StringComparison.OrdinalIgnoreCase) == true
        || ContractWords.Kind(item.Instrument?.Contract.SecurityType ?? item.Query.SecurityType).StartsWith(text, StringComparison.OrdinalIgnoreCase);

    private static decimal? ValueOf(Quote? quote, WatchColumn column) => column switch
    {
        WatchColumn.Last => quote?.Mark,
        WatchColumn.Change => quote?.ChangePercent,
        _ => quote?.Volume,
    };
}
