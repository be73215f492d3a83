using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using TradingBlazor.Hosting;
using TradingBlazor.Security;
using TradingBlazor.Tests.Harness;
using TradingCore.Engine;
using TradingCore.Engine.Views;
using TradingCore.MarketData.Search;
using TradingCore.Persistence.History;

namespace TradingBlazor.Tests.Api;

/// <summary>The real program on a real port of loopback, with the engine behind it replaced.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 10, 5, 14, 30, 15, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private WebApplication? _app;

    internal FakeView View { get; } = new();
    internal FakeCommands Commands { get; } = new();
    internal FakeRisk Risk { get; } = new();
    internal Components.Fakes.FakeMarketQueries Search { get; } = new();
    internal FakeTimeProvider Clock { get; init; } = new(Now);

    /// <summary>Further settings, such as <c>--Redis:KeyPrefix=desk</c>.</summary>
    internal IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Sends the key with every request.</summary>
    public HttpClient Http { get; } = new(Patient());

    /// <summary>Sends no key.</summary>
    public HttpClient Stranger { get; } = new(Patient());

    public string Folder => _folder.Path;

    public Uri Address => Http.BaseAddress!;

    internal WebApplication App => _app!;

    internal IServiceProvider Services => _app!.Services;

    public string KeyFile => Path.Combine(_folder.Path, "api-key");

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = DeskApplication.Build(["--urls=http://127.0.0.1:0", $"--Persistence:Folder={_folder.Path}", "--Security:SignInsPerMinute=100000", "--Trading:Rehearse=false", .. Settings], services =>
        {
            foreach (ServiceDescriptor engine in services.Where(s => s.ServiceType == typeof(IHostedService) && IsEngine(s)).ToArray()) services.Remove(engine);
            services.Replace(ServiceDescriptor.Singleton<ITradingView>(View));
            services.Replace(ServiceDescriptor.Singleton<ITradingCommands>(Commands));
            services.Replace(ServiceDescriptor.Singleton<IContractSearch>(Search));
            services.Replace(ServiceDescriptor.Singleton<IPreferenceStore>(new Components.Fakes.FakePreferences()));
            services.Replace(ServiceDescriptor.Singleton<IRiskView>(Risk));
            services.Replace(ServiceDescriptor.Singleton<IRiskCommands>(Risk));
            services.Replace(ServiceDescriptor.Singleton(new StorageGate(Task.CompletedTask)));
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        });
        await DeskApplication.StartAsync(_app);
        var address = new Uri(_app.Urls.Single());
        Http.BaseAddress = address;
        Http.DefaultRequestHeaders.Add(ApiKey.Header, (await File.ReadAllTextAsync(KeyFile, Stop)).Trim());
        Stranger.BaseAddress = address;
    }

    // A request that asks before it sends its body (Expect: 100-continue) waits for the word, also when the machine is slow: sent unasked,
    // the body of a request that is refused for its length ends in a closed connection instead of an answer.
    private static SocketsHttpHandler Patient() => new() { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };

    /// <summary>Sends a JSON text and reads the answer.</summary>
    public async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> SendAsync(HttpMethod method, string path, string? json = null, string? idempotencyKey = null, string? correlationId = "req-1")
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (correlationId is not null) request.Headers.TryAddWithoutValidation("X-Correlation-Id", correlationId);
        HttpResponseMessage response = await Http.SendAsync(request, Stop);
        return ((int)response.StatusCode, await BodyAsync(response), response);
    }

    /// <summary>Reads JSON; undefined when there is none.</summary>
    public static async Task<JsonElement> BodyAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(Stop);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    // What runs the engine, and what carries it to Redis.
    private static bool IsEngine(ServiceDescriptor service) =>
        (service.ImplementationType ?? service.ImplementationFactory?.GetType().GenericTypeArguments[1])?.Name is "TradingHostedService" or "LeaseKeeper" or "RedisPublisher" or "CommandReader";

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Stranger.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        _folder.Dispose();
    }
}
