using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>What must be the same before and after a death: orders, fills, positions and the watchlist, as the API tells them.</summary>
internal sealed record TradedBook(string Orders, string Executions, string Positions, string Watchlist)
{
    /// <summary>Reads it, when every contract of the watchlist is known again: that takes a request for each, which nothing else waits for.</summary>
    public static async Task<TradedBook> ReadAsync(Api api, CancellationToken stop) => new(
        Lines(await api.ListAsync("orders", stop), "id", "orderId", "permId", "symbol", "side", "quantity", "type", "limitPrice", "tif", "state", "filled", "averageFillPrice", "createdTime"),
        Lines(await api.ListAsync("executions", stop), "execId", "orderId", "symbol", "side", "quantity", "price", "time", "commission"),
        Lines(await api.ListAsync("positions", stop), "account", "symbol", "quantity", "averagePrice", "realizedPnl", "commission", "brokerQuantity", "isTiedOut"),
        Lines(await Until.NotNullAsync("the contracts of the watchlist", async () => await api.ListAsync("watchlist", stop) is var list && list.All(w => (long)w!["conId"]! > 0) ? list : null, stop), "symbol", "conId"));

    private static string Lines(JsonArray list, params string[] members) =>
        string.Join('\n', list.Select(item => string.Join(' ', members.Select(m => $"{m}={item![m]?.ToJsonString() ?? "null"}"))).Order(StringComparer.Ordinal));
}
