using MudBlazor;
using TradingBlazor.Components.Charts;
using TradingBlazor.Components.RiskDesk;
using TradingBlazor.Components.Trading;
using TradingBlazor.Components.Trading.Ladder;
using TradingBlazor.State.Docking;
using TradingCore.Domain;

namespace TradingBlazor.Components.Docking;

/// <summary>Every panel of the desk. A new one is a line here.</summary>
public static class Panels
{
    /// <summary>Id of the first chart.</summary>
    public const string Chart = "chart";

    /// <summary>Id of the first depth ladder.</summary>
    public const string Ladder = "ladder";

    /// <summary>The first of each kind, in the order in which lists show them.</summary>
    public static IReadOnlyList<PanelDefinition> All { get; } =
    [
        new("watchlist", "Watchlist", Icons.Material.Filled.FormatListBulleted, typeof(Watchlist), "Prices of the symbols you watch."),
        new(Chart, "Chart", Icons.Material.Filled.CandlestickChart, typeof(PriceChart), "Candles, averages and your fills of the selected symbol.") { Most = 6 },
        new("ticket", "Ticket", Icons.Material.Filled.SwapVert, typeof(Ticket), "Write, check and send an order."),
        new(Ladder, "Depth ladder", Icons.Material.Filled.TableRows, typeof(DepthLadder), "The order book with your orders in it, to trade by click and keys.") { Most = 3 },
        new("orders", "Orders", Icons.Material.Filled.PendingActions, typeof(OrdersTable), "Orders of today, with change and cancel.", typeof(CancelAll), v => v.Orders.Count(o => o.State.IsWorking())),
        new("positions", "Positions", Icons.Material.Filled.AccountBalanceWallet, typeof(PositionsTable), "What you hold, with profit and loss, close and reverse.", typeof(FlattenAll), v => v.Positions.Count(p => p.Quantity != 0m)),
        new("executions", "Executions", Icons.Material.Filled.DoneAll, typeof(ExecutionsTable), "Fills of today.", null, v => v.Fills.Count),
        new("account", "Account", Icons.Material.Filled.AccountBalance, typeof(AccountSummary), "Equity, cash, margin and the day's profit and loss of each account."),
        new("risk", "Risk", Icons.Material.Filled.Speed, typeof(RiskUsagePanel), "How much of each limit is used."),
        new("news", "News", Icons.Material.Filled.Newspaper, typeof(NewsPanel), "Headlines of the selected symbol and bulletins of the broker."),
        new("log", "Log", Icons.Material.Filled.ReceiptLong, typeof(LogTable), "What happened: fills, refusals, connection."),
        new("outages", "Outages", Icons.Material.Filled.CloudOff, typeof(OutagesTable), "Times without gateway, and what was recovered.", null, v => v.Outages.Count),
    ];

    private static readonly Dictionary<string, PanelDefinition> ById = All.SelectMany(p => p.Copies()).ToDictionary(p => p.Id, StringComparer.Ordinal);

    /// <summary>A panel by its id; null when there is none.</summary>
    public static PanelDefinition? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>True for ids of panels that exist.</summary>
    public static bool IsKnown(string id) => ById.ContainsKey(id);

    /// <summary>The next of a kind that a layout does not show; null when it shows as many as there can be.</summary>
    public static PanelDefinition? Another(PanelDefinition kind, DockTree layout) => kind.Copies().FirstOrDefault(p => layout.GroupOf(p.Id) is null);
}
