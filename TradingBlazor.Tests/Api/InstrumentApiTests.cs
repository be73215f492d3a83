using System.Text.Json;
using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.MarketData.Search;

namespace TradingBlazor.Tests.Api;

public sealed class InstrumentApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_search_tells_what_to_watch_to_get_exactly_the_contract()
    {
        var hit = new ContractHit(new ContractQuery("AAPL  270115C00180000", SecurityType.Option, "SMART", "USD"), new ConId(7), "AAPL 270115C00180000", SecurityType.Option, "SMART", "USD", "APPLE INC", "20270115", 180m, "C", []);
        host.Search.OnSearch = _ => Task.FromResult(QueryAnswer.Of<ContractHit>([hit]));

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/instruments?query=AAPL%20OPT%20202701%20180%20C");

        Assert.Equal((200, "AAPL OPT 202701 180 C"), (status, host.Search.Searches[^1]));
        JsonElement found = body.EnumerateArray().Single();
        Assert.Equal(("AAPL  270115C00180000 OPT SMART USD", "OPT", 7, "180"), (found.GetProperty("query").GetString(), found.GetProperty("securityType").GetString(), found.GetProperty("conId").GetInt32(), found.GetProperty("strike").GetRawText()));
    }

    [Theory]
    [InlineData("/api/v1/instruments")]
    [InlineData("/api/v1/instruments?query=")]
    public async Task A_search_for_nothing_is_explained(string path)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, path);

        Assert.Equal(400, status);
        Assert.Contains("ES FUT CME", body.GetProperty("errors").GetProperty("query")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_the_gateway_cannot_be_asked_for_is_the_fault_of_the_request()
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/instruments?query=%E4%BB%BB");

        Assert.Equal((400, "invalidRequest"), (status, body.GetProperty("code").GetString()));
        Assert.Contains("Latin letters", body.GetProperty("errors").GetProperty("query")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_the_search_says_so()
    {
        host.Search.OnSearch = _ => Task.FromResult(QueryAnswer.Failed<ContractHit>("The gateway is not connected; contracts can be searched when it is back."));

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/instruments?query=spy");

        Assert.Equal((503, "searchUnavailable"), (status, body.GetProperty("code").GetString()));
    }
}
