using System.Text.Json;

namespace TradingBlazor.Tests.Api;

public sealed class KillSwitchApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("{}", "level")]
    [InlineData("""{"level":"K7"}""", "level")]
    [InlineData("""{"level":"K1","scope":"planet"}""", "scope")]
    [InlineData("""{"level":"K1","scop":"firm"}""", "scop")]
    public async Task A_request_that_is_not_understood_is_refused_field_by_field_and_stops_nothing(string json, string field)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "api/v1/risk/kill-switch", json);

        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out _), body.GetRawText());
    }

    [Fact]
    public async Task Stopping_needs_a_key_and_so_does_looking()
    {
        using var content = new StringContent("""{"level":"K1"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await host.Stranger.PostAsync(new Uri("api/v1/risk/kill-switch", UriKind.Relative), content, ApiHost.Stop);
        using HttpResponseMessage seen = await host.Stranger.GetAsync(new Uri("api/v1/risk/kill-switch", UriKind.Relative), ApiHost.Stop);

        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Equal(401, (int)seen.StatusCode);
    }

    [Fact]
    public async Task Arming_again_without_a_reason_is_refused()
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "api/v1/risk/kill-switch/rearm", """{"scope":"firm"}""");

        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty("reason", out _), body.GetRawText());
    }
}
