using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>A position and a resting order, made over the API.</summary>
internal static class Trades
{
    /// <summary>Buys 20 SPY at market and leaves an order for 10 more far below; both are settled with the broker when this returns.</summary>
    /// <returns>Id of the resting order.</returns>
    public static async Task<string> PositionAndRestingOrderAsync(Api api, CancellationToken stop)
    {
        await api.ReadyToTradeAsync("SPY", stop);
        JsonNode bought = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 20, type = "MKT" }, stop);
        await api.OrderInStateAsync((string)bought["id"]!, "filled", stop);
        decimal bid = (decimal)(await api.GetAsync("quotes/SPY", stop))["bid"]!;
        JsonNode rests = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 10, type = "LMT", limitPrice = Math.Round(bid * 0.9m, 2), tif = "GTC" }, stop);
        string id = (string)rests["id"]!;
        await api.OrderInStateAsync(id, "working", stop);
        await Until.TrueAsync(
            "the broker to confirm position and commission",
            async () => (await api.ListAsync("positions", stop)).Any(p => (decimal?)p!["brokerQuantity"] == 20m && (decimal?)p["quantity"] == 20m)
                        && (await api.ListAsync("executions", stop)).All(e => e!["commission"] is not null),
            stop);
        return id;
    }
}
