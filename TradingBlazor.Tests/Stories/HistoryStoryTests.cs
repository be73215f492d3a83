using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>What was traded is found again over REST, page by page and as files.</summary>
[Collection(DeskTestsCollection.Name)]
public sealed class HistoryStoryTests(SimulatedDesk simulated)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trade_is_found_in_the_history_and_exported()
    {
        (AppProcess app, string resting) = await simulated.TradedAsync(Stop);
        using Api api = await Api.OfAsync(app, Stop);

        JsonNode executions = await Until.NotNullAsync(
            "the execution to be in the history",
            async () => await api.GetAsync("history/executions?symbol=SPY&side=BUY&limit=1", Stop) is { } page && page["items"]!.AsArray().Count > 0 ? page : null, Stop);
        JsonNode orders = await api.GetAsync("history/orders?state=working&symbol=SPY", Stop);
        string csv = await app.Http.GetStringAsync("api/v1/history/executions?format=csv", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/history/orders");
        request.Headers.Accept.ParseAdd("application/vnd.apache.parquet");
        using HttpResponseMessage parquet = await app.Http.SendAsync(request, Stop);
        byte[] file = await parquet.Content.ReadAsByteArrayAsync(Stop);

        Assert.Equal("SPY", (string?)executions["items"]![0]!["symbol"]);
        Assert.Equal(resting, (string?)Assert.Single(orders["items"]!.AsArray())!["id"]);
        Assert.StartsWith("time,account,symbol,", csv, StringComparison.Ordinal);
        Assert.Contains((string)executions["items"]![0]!["execId"]!, csv, StringComparison.Ordinal);
        Assert.Equal("orders.parquet", parquet.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("PAR1"u8.ToArray(), file[..4]);
        Assert.Equal("PAR1"u8.ToArray(), file[^4..]);
    }
}
