using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components;
using TradingBlazor.Security.Access;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Security;

/// <summary>Every route against every role, from the list of routes that the running program has.</summary>
public sealed class RouteTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Files = ["/_framework/", "/_content/", "/css/", "/js/", "/lib/", "/favicon", "/TradingBlazor", "/icons/", "/manifest.", "/offline.", "/sw."];

    [Fact]
    public void Somebody_has_decided_about_every_route()
    {
        string[] undecided = [.. Routes().Where(r => !RouteTable.TryFind(r.Name, out _)).Select(r => r.Name)];

        Assert.True(undecided.Length == 0, $"Add to RouteTable: {string.Join(", ", undecided)}");
        Assert.True(Routes().Count() > 50);
    }

    [Fact]
    public void Every_route_of_the_table_is_there()
    {
        HashSet<string> there = [.. Routes().Select(r => r.Name)];

        Assert.DoesNotContain(RouteTable.Decisions.Keys, r => !there.Contains(r));
    }

    [Fact]
    public void Every_route_asks_for_what_the_table_says()
    {
        string[] wrong =
        [
            .. from route in Routes()
               where RouteTable.TryFind(route.Name, out _)
               let found = Needed(route.Endpoint)
               let expected = RouteTable.TryFind(route.Name, out Permission? p) ? p : null
               where found != expected
               select $"{route.Name}: {found?.ToString() ?? "open"} instead of {expected?.ToString() ?? "open"}",
        ];

        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void A_page_inside_a_circuit_is_closed_as_its_address_is()
    {
        string[] open = [.. typeof(App).Assembly.GetTypes().Where(t => t.IsDefined(typeof(RouteAttribute), false) && t.IsDefined(typeof(AllowAnonymousAttribute), true)).Select(t => t.Name)];

        Assert.Equal(["Error", "Invitation", "NotFound", "Refused", "SecondFactor", "SignIn"], open.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("viewer")]
    [InlineData("trader")]
    [InlineData("riskManager")]
    [InlineData("admin")]
    public async Task A_role_reaches_what_the_table_opens_to_it_and_nothing_else(string role)
    {
        using Person? person = role.Length > 0 ? await Person.CreateAsync(host.Address, host.KeyFile, role, ApiHost.Stop) : null;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var stranger = new HttpClient(handler) { BaseAddress = host.Address };
        string token = person is null ? "" : (await ApiHost.BodyAsync(await person.Http.GetAsync("api/v1/session", ApiHost.Stop))).GetProperty("csrfToken").GetString()!;
        Permission has = Roles.Of(role);
        var wrong = new List<string>();

        foreach ((string name, Endpoint _) in Routes().Where(r => !r.Name.Contains("/_blazor", StringComparison.Ordinal) && !r.Name.Contains("/sign-out", StringComparison.Ordinal)))
        {
            RouteTable.TryFind(name, out Permission? needed);
            using HttpResponseMessage answer = await SendAsync(person?.Http ?? stranger, name, token);
            bool isRefused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || answer.Headers.Location?.ToString() is { } to && (to.Contains("/account/sign-in", StringComparison.Ordinal) || to.Contains("/account/refused", StringComparison.Ordinal));
            bool isMeant = needed is null || (person is not null && (has & needed) == needed);
            if (isRefused == isMeant) wrong.Add($"{name}: {(int)answer.StatusCode} {answer.Headers.Location}");
            // 503 says that the history or the gateway is not there, which is so in this host.
            if ((int)answer.StatusCode >= 500 && answer.StatusCode != HttpStatusCode.ServiceUnavailable) wrong.Add($"{name}: {(int)answer.StatusCode}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static Permission? Needed(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) return null;
        Permission sum = endpoint.Metadata.OfType<NeedsAttribute>().Aggregate(Permission.None, (all, n) => all | n.Permission);
        // What names nothing is under the fallback, unless it was closed by name.
        return endpoint.Metadata.OfType<NeedsAttribute>().Any() ? sum : Permission.View;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string route, string token)
    {
        string[] parts = route.Split(' ');
        string path = string.Join('/', parts[1].Split('/').Select(s => s.Contains("documentName", StringComparison.Ordinal) ? "v1.json" : s.StartsWith('{') ? "SPY" : s));
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), path);
        if (parts[0] != "GET")
        {
            // What is of another kind than a route takes is refused for that before anybody asks who sent it.
            request.Content = new StringContent("{}", Encoding.UTF8, path.EndsWith("/statement", StringComparison.Ordinal) ? "application/xml" : "application/json");
            request.Headers.Add("X-Csrf-Token", token);
        }
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ApiHost.Stop);
    }

    /// <summary>Routes that the program serves, without static files; a page is counted as what a browser gets.</summary>
    private IEnumerable<(string Name, Endpoint Endpoint)> Routes() =>
        host.Services.GetServices<EndpointDataSource>().Concat(((IEndpointRouteBuilder)host.App).DataSources).SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]).Select(m => (Method: m, Endpoint: e)))
            .Where(r => r.Method is not ("HEAD" or "OPTIONS") && !(r.Method == "POST" && r.Endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null))
            .Select(r => (Name: $"{r.Method} /{r.Endpoint.RoutePattern.RawText!.Trim('/')}", Endpoint: (Endpoint)r.Endpoint))
            .Where(r => !Files.Any(f => r.Name.Contains($" {f}", StringComparison.Ordinal)) && !r.Name.Contains("{**", StringComparison.Ordinal))
            .DistinctBy(r => r.Name);
}
