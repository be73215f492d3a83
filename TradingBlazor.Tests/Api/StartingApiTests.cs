using System.Text.Json;

namespace TradingBlazor.Tests.Api;

public sealed class StartingApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("risk/kill-switch")]
    [InlineData("risk")]
    [InlineData("risk/limits")]
    [InlineData("orders")]
    [InlineData("positions")]
    [InlineData("executions")]
    [InlineData("tie-out")]
    public async Task What_the_last_run_left_is_not_called_empty_before_it_was_read(string path)
    {
        host.View.HasBegun = false;
        (int before, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, $"api/v1/{path}");
        host.View.HasBegun = true;
        (int after, _, _) = await host.SendAsync(HttpMethod.Get, $"api/v1/{path}");

        Assert.Equal((503, "starting", 200), (before, body.GetProperty("code").GetString(), after));
    }

    [Fact]
    public async Task An_engine_that_starts_or_takes_over_is_not_ready_and_says_so_instead_of_an_empty_watchlist()
    {
        host.View.HasBegun = false;
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "ready");
        host.View.HasBegun = true;

        JsonElement dependencies = body.GetProperty("dependencies");
        Assert.Equal(503, status);
        Assert.False(dependencies.GetProperty("marketData").GetProperty("ready").GetBoolean());
        Assert.StartsWith("the engine is starting", dependencies.GetProperty("marketData").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("the engine is starting", dependencies.GetProperty("tws").GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kill_switch_is_taken_and_the_status_told_meanwhile()
    {
        host.View.HasBegun = false;
        (int status, _, _) = await host.SendAsync(HttpMethod.Get, "api/v1/status");
        (int kill, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "api/v1/risk/kill-switch", """{"level":"K7"}""");
        host.View.HasBegun = true;

        Assert.Equal((200, 400, "invalidRequest"), (status, kill, body.GetProperty("code").GetString()));
    }
}
