using System.Net;
using System.Text;
using System.Text.Json;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Api;

/// <summary>What programs do wrong is answered with a problem that says what, in one form, and is no error of this program.</summary>
public sealed class MistakeTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Order = """{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT"}""";

    public static TheoryData<string, string, string, byte[], int, string> Mistakes => new()
    {
        { "GET", "/api/v1/nothing", "", [], 404, "notFound" },
        { "PATCH", "/api/v1/orders", "", [], 405, "methodNotAllowed" },
        { "POST", "/api/v1/orders", "text/plain", Encoding.UTF8.GetBytes(Order), 415, "notJson" },
        { "POST", "/api/v1/orders", "", Encoding.UTF8.GetBytes(Order), 415, "notJson" },
        { "POST", "/api/v1/orders", "application/json", "{\"symbol\":"u8.ToArray(), 400, "invalidRequest" },
        { "POST", "/api/v1/orders", "application/json", [], 400, "invalidRequest" },
        { "POST", "/api/v1/orders", "application/json", [.. "{\"symbol\":\"SP"u8, 0xFF, .. "\",\"side\":\"BUY\",\"quantity\":1,\"type\":\"MKT\"}"u8], 400, "invalidRequest" },
        { "POST", "/api/v1/orders", "application/json", "{\"symbol\":\"\\ud800\",\"side\":\"BUY\",\"quantity\":1,\"type\":\"MKT\"}"u8.ToArray(), 400, "invalidRequest" },
        { "POST", "/api/v1/orders", "application/json", "{\"symbol\":\"SPY\",\"side\":\"BUY\",\"quantity\":1,\"type\":\"MKT\",\"\\udc00\":1}"u8.ToArray(), 400, "invalidRequest" },
        { "POST", "/api/v1/orders", "application/json", Encoding.UTF8.GetBytes($$"""{"symbol":"{{new string('A', 100_000)}}"}"""), 413, "tooLarge" },
        { "POST", "/api/v1/orders", "application/json", Encoding.UTF8.GetBytes($$"""{"symbol":"{{new string('A', 2_000_000)}}"}"""), 413, "tooLarge" },
        { "POST", "/api/v1/approvals/none/approve", "", [], 409, "refused" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_a_problem_with_code_words_path_and_trace_and_no_error_in_the_log(string method, string path, string type, byte[] body, int status, string code)
    {
        int before = host.Commands.Calls.Count;
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
        // The answer may come before the body was sent, and the server reads no more of it then.
        request.Headers.ExpectContinue = body.Length > 0;
        if (type.Length > 0) request.Content.Headers.ContentType = new(type);

        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);

        JsonElement problem = await ApiHost.BodyAsync(answer);
        Assert.Equal((status, "application/problem+json", code, status), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.Equal(($"urn:tradingblazor:problem:{code}", path), (problem.GetProperty("type").GetString(), problem.GetProperty("instance").GetString()));
        Assert.All(new[] { "title", "detail", "traceId" }, p => Assert.NotEmpty(problem.GetProperty(p).GetString()!));
        Assert.Equal(before, host.Commands.Calls.Count);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(host.Folder, "logs")).SelectMany(Lines), l => l.Contains("\"@l\":\"Error\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/orders", 70_000, false)]
    [InlineData("/api/v1/orders", 70_000, true)]
    [InlineData("/api/v1/approvals/none/approve", 70_000, false)]
    [InlineData("/api/v1/approvals/none/approve", 70_000, true)]
    [InlineData("/api/v1/positions/SPY/close", 70_000, true)]
    [InlineData("/api/v1/alerts/heartbeats/bot", 2_000_000, false)]
    [InlineData("/api/v1/alerts/heartbeats/bot", 2_000_000, true)]
    [InlineData("/hubs/stream/negotiate?negotiateVersion=1", 2_000_000, false)]
    [InlineData("/hubs/stream/negotiate?negotiateVersion=1", 2_000_000, true)]
    [InlineData("/account/sign-in", 2_000_000, false)]
    [InlineData("/account/sign-out", 2_000_000, false)]
    [InlineData("/account/sign-out", 2_000_000, true)]
    [InlineData("/account/passkeys/request-options", 2_000_000, true)]
    public async Task A_body_that_is_too_large_is_refused_whoever_would_read_it_and_however_it_is_sent(string path, int bytes, bool isChunked)
    {
        int before = host.Commands.Calls.Count;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes($"a={new string('b', bytes)}")) };
        request.Content.Headers.ContentType = new(path.StartsWith("/account", StringComparison.Ordinal) ? "application/x-www-form-urlencoded" : "application/json");
        request.Headers.TransferEncodingChunked = isChunked;

        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);

        Assert.Equal((413, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("tooLarge", (await ApiHost.BodyAsync(answer)).GetProperty("code").GetString());
        // The rest of the body is not waited for: the next request needs another connection.
        Assert.True(answer.Headers.ConnectionClose);
        Assert.Equal(before, host.Commands.Calls.Count);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(host.Folder, "logs")).SelectMany(Lines), l => l.Contains("\"@l\":\"Error\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_its_senders_fault_and_no_error_of_the_program()
    {
        using var content = new StringContent(new string('a', 5_000), Encoding.UTF8, "application/x-www-form-urlencoded");

        using HttpResponseMessage answer = await host.Stranger.PostAsync("/account/sign-out", content, ApiHost.Stop);

        Assert.Equal((400, "antiforgery"), ((int)answer.StatusCode, (await ApiHost.BodyAsync(answer)).GetProperty("code").GetString()));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(host.Folder, "logs")).SelectMany(Lines), l => l.Contains("\"@l\":\"Error\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "notFound")]
    [InlineData("GET", "/api/v1/outages/0.5", 404, "notFound")]
    [InlineData("POST", "/api/v1/orders", 415, "notJson")]
    [InlineData("PATCH", "/api/v1/orders", 405, "methodNotAllowed")]
    [InlineData("POST", "/api/v1/orders/TB-1/nothing", 404, "notFound")]
    [InlineData("POST", "/api/v1/keys", 404, "notFound")]
    public async Task A_problem_is_told_in_the_same_form_to_who_would_rather_have_something_else(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET") request.Content = new StringContent(Order, Encoding.UTF8, "text/plain");
        request.Headers.Accept.ParseAdd("text/html");

        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);

        JsonElement problem = await ApiHost.BodyAsync(answer);
        Assert.Equal((status, "application/problem+json", code), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, problem.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/orders?state=", 9_000, 0, 0, 414, "addressTooLong")]
    [InlineData("/settings?", 9_000, 0, 0, 414, "addressTooLong")]
    [InlineData("/api/v1/orders", 0, 1, 40_000, 431, "headersTooLarge")]
    [InlineData("/api/v1/orders", 0, 101, 10, 431, "headersTooLarge")]
    public async Task An_address_or_headers_that_are_too_large_are_refused_with_what_is_allowed(string path, int more, int headers, int length, int status, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path + new string('a', more));
        for (int i = 0; i < headers; i++) request.Headers.Add($"X-Note-{i}", new string('a', length));

        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);

        JsonElement problem = await ApiHost.BodyAsync(answer);
        Assert.Equal((status, "application/problem+json", code), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, problem.GetProperty("code").GetString()));
        Assert.Contains("allowed", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/orders?sybmol=SPY", "sybmol")]
    [InlineData("DELETE", "/api/v1/orders?symbol=SPY&sides=BUY", "sides")]
    [InlineData("POST", "/api/v1/positions/SPY/close?acount=DU1", "acount")]
    public async Task A_command_whose_filter_is_misspelt_is_not_carried_out_for_everything(string method, string path, string parameter)
    {
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "");
        int before = host.Commands.Calls.Count;

        (int status, JsonElement problem, _) = await host.SendAsync(new HttpMethod(method), path);

        Assert.Equal(400, status);
        Assert.Equal(parameter, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal(before, host.Commands.Calls.Count);
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/api/v1/orders", HttpStatusCode.OK)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound)]
    public async Task Who_asks_without_wanting_the_body_gets_the_status_of_the_answer(string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(ApiHost.Stop));
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Split('\n');
    }
}
