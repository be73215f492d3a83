using System.Text.Json;

namespace TradingBlazor.Tests.Api;

/// <summary>Searches that cannot be answered. What can is in the stories, against a history that was traded.</summary>
public sealed class HistoryApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("history/executions?side=BOTH", "side", "BUY or SELL")]
    [InlineData("history/executions?from=yesterday", "from", "2026-10-05")]
    [InlineData("history/executions?from=2026-10-05&to=2026-10-05", "to", "is not after 'from'")]
    [InlineData("history/executions?format=xlsx", "format", "csv, parquet")]
    [InlineData("history/executions?cursor=x", "cursor", "Leave it out")]
    [InlineData("history/executions?limit=0", "limit", "1 to 5000")]
    [InlineData("history/orders?state=lost", "state", "pendingSubmit")]
    public async Task A_question_that_is_not_understood_is_told_field_by_field(string path, string field, string expected)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, $"api/v1/{path}");

        Assert.Equal(400, status);
        Assert.Contains(expected, body.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("history/executions")]
    [InlineData("history/orders?format=csv")]
    [InlineData("history/orders?format=parquet")]
    public async Task A_history_that_cannot_be_read_answers_503_with_the_reason(string path)
    {
        // The host of these tests runs no trading system, so nobody has made the tables.
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, $"api/v1/{path}");

        Assert.Equal(503, status);
        Assert.Equal("historyUnavailable", body.GetProperty("code").GetString());
        Assert.Contains("cannot be used", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
