using System.Net;
using System.Text;
using System.Text.Json;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Api;

public sealed class SecurityTests(ApiHost host) : IClassFixture<ApiHost>
{
    public static TheoryData<string, string> Writes => new()
    {
        { "POST", "/api/v1/orders" },
        { "POST", "/api/v1/orders/preview" },
        { "PUT", "/api/v1/orders/TB-1" },
        { "DELETE", "/api/v1/orders/TB-1" },
        { "DELETE", "/api/v1/orders" },
        { "POST", "/api/v1/watchlist" },
        { "DELETE", "/api/v1/watchlist/SPY" },
        { "POST", "/api/v1/positions/SPY/close" },
        { "POST", "/api/v1/positions/SPY/reverse" },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Nothing_is_changed_without_the_key(string method, string path)
    {
        int before = host.Commands.Calls.Count;
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };

        using HttpResponseMessage response = await host.Stranger.SendAsync(request, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        JsonElement problem = await ApiHost.BodyAsync(response);
        Assert.Equal("apiKeyRequired", problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.Equal(before, host.Commands.Calls.Count);
    }

    [Fact]
    public async Task A_key_that_differs_in_one_letter_is_wrong()
    {
        string key = (await File.ReadAllTextAsync(host.KeyFile, ApiHost.Stop)).Trim();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/orders");
        request.Headers.Add("X-Api-Key", key[..^1] + (key[^1] == 'A' ? 'E' : 'A'));

        using HttpResponseMessage response = await host.Stranger.SendAsync(request, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/orders")]
    [InlineData("/api/v1/status")]
    [InlineData("/api/v1/history/executions")]
    [InlineData("/openapi/v1.json")]
    public async Task Nothing_is_read_without_a_key_or_a_session(string path)
    {
        using HttpResponseMessage response = await host.Stranger.GetAsync(path, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("apiKeyRequired", (await ApiHost.BodyAsync(response)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/ready", HttpStatusCode.ServiceUnavailable)]
    public async Task Who_watches_the_process_needs_no_key(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await host.Stranger.GetAsync(path, ApiHost.Stop);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public void The_key_has_256_bits_and_only_its_owner_can_read_the_file()
    {
        string key = File.ReadAllText(host.KeyFile).Trim();

        Assert.Equal(43, key.Length);
        Assert.Matches("^[A-Za-z0-9_-]+$", key);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.KeyFile));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("192.168.1.5")]
    [InlineData("localhost.evil.example")]
    public async Task A_name_that_was_made_to_point_here_is_not_served(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/orders");
        request.Headers.Host = name;

        using HttpResponseMessage response = await host.Stranger.SendAsync(request, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        Assert.Equal("foreignHost", (await ApiHost.BodyAsync(response)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]:5080")]
    [InlineData("127.0.0.1:80")]
    public async Task The_names_of_the_own_machine_are_served(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/orders");
        request.Headers.Host = name;

        using HttpResponseMessage response = await host.Http.SendAsync(request, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_write_even_with_the_key()
    {
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "");
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/orders");
        request.Headers.Add("Origin", "https://evil.example");

        using HttpResponseMessage response = await host.Http.SendAsync(request, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("foreignOrigin", (await ApiHost.BodyAsync(response)).GetProperty("code").GetString());
    }
}
