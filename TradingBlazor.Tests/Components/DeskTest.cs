using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TradingBlazor.Alerts;
using TradingBlazor.Components.Shared;
using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.State;
using TradingBlazor.State.Preferences;
using TradingBlazor.Tests.Components.Fakes;
using TradingBlazor.Tests.Harness;
using TradingCore.Alerts;
using TradingCore.Engine;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.News;
using TradingCore.MarketData.Search;
using TradingCore.Persistence;
using TradingCore.Persistence.History;
using ServiceCollectionExtensions = TradingBlazor.State.ServiceCollectionExtensions;

namespace TradingBlazor.Tests.Components;

/// <summary>A circuit with set snapshots, recorded commands and a hand-moved clock.</summary>
public abstract class DeskTest : BunitContext
{
    protected FakeTradingView View { get; } = new();
    protected FakeTradingCommands Commands { get; } = new();
    private protected Api.FakeRisk Risk { get; } = new();
    protected FakePreferences Preferences { get; } = new();
    protected FakeNews News { get; } = new();
    protected FakeAuthentication Authentication { get; } = new();
    private protected FakeArmingGuard ArmingGuard { get; } = new();
    private protected FakeMay Rights { get; } = new();
    protected FakeMarketDepth Depth { get; } = new();
    private protected DeskPreferences Mine => Services.GetRequiredService<DeskPreferences>();
    protected FakeMarketQueries Queries { get; } = new();
    protected FakeTradeHistory History { get; } = new();
    protected AlertDesk Alerts { get; }
    private protected FakeAlertCommands AlertCommands { get; }
    protected FakeTimeProvider Clock { get; } = new(Given.Now);
    protected DeskState State => Services.GetRequiredService<DeskState>();
    private readonly BunitAuthorizationContext _person;
    private readonly Lazy<TemporaryFolder> _folder = new(() => new TemporaryFolder());
    private IRenderedComponent<Pulse>? _pulse;

    /// <param name="services">Adds what only these tests need, or what stands in the place of something here; null for nothing.</param>
    protected DeskTest(Action<IServiceCollection>? services = null)
    {
        // Only an upper bound for a machine under load; every wait ends as soon as it can.
        DefaultWaitTimeout = TimeSpan.FromSeconds(20);
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<ITradingView>(View);
        Services.AddSingleton<ITradingCommands>(Commands);
        Services.AddSingleton<IMarketDepth>(Depth);
        Services.AddSingleton<IMarketQueries>(Queries);
        Services.AddSingleton<IContractSearch>(Queries);
        Services.AddSingleton<IRiskView>(Risk);
        Services.AddSingleton<IRiskCommands>(Risk);
        Services.AddSingleton<IPreferenceStore>(Preferences);
        Services.AddSingleton<INewsView>(News);
        Services.AddSingleton<ITradeHistory>(History);
        _person = this.AddAuthorization();
        SignIn("admin");
        Services.AddSingleton<AuthenticationStateProvider>(Authentication);
        Services.AddSingleton(SecurityDatabase.Sqlite(":memory:"));
        Services.AddSingleton(new SecurityOptions());
        Services.AddSingleton<IAuditLog>(new Api.FakeAudit());
        Services.AddSingleton<KeyBook>();
        Services.AddSingleton<AccessBook>();
        Services.AddSingleton<ApprovalStore>();
        Services.AddSingleton<Approvals>();
        Services.AddScoped<Caller>();
        Services.AddScoped<CommandGuard>();
        Services.AddSingleton<IMay>(Rights);
        Services.AddSingleton<IArmingGuard>(ArmingGuard);
        Alerts = new AlertDesk(Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<AlertDesk>.Instance);
        AlertCommands = new FakeAlertCommands(Alerts);
        Services.AddSingleton(Alerts);
        Services.AddSingleton<IAlertCommands>(AlertCommands);
        Services.AddScoped<AlertInbox>();
        // Made only for those who ask for it.
        Services.AddSingleton(_ => DataFolder.Open(DataPath));
        Services.AddSingleton(p => new KillWatch(p.GetRequiredService<DataFolder>(), Risk, Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<KillWatch>.Instance));
        ServiceCollectionExtensions.AddDeskServices(Services);
        services?.Invoke(Services);
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    /// <summary>What a page that last heard of the server so many seconds ago says with a press.</summary>
    protected string SecondOfPage(int ago) => (Clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerSecond - ago).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The data folder of this test.</summary>
    protected string DataPath => _folder.Value.Path;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _folder.IsValueCreated) _folder.Value.Dispose();
    }

    /// <summary>The person whose page it is, by role.</summary>
    private protected void SignIn(string role)
    {
        _person.SetAuthorized("mira");
        Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of(role)));
        _person.SetPolicies([.. Enum.GetValues<Permission>().Where(p => p != Permission.None && (Roles.Of(role) & p) == p).Select(PermissionPolicy.Name)]);
    }

    /// <summary>Nobody's page any more.</summary>
    private protected void SignOut()
    {
        _person.SetNotAuthorized();
        Rights.Set(null);
    }

    /// <summary>One beat, now.</summary>
    protected async Task BeatAsync()
    {
        _pulse ??= Render<Pulse>();
        await _pulse.InvokeAsync(_pulse.Instance.FlushAsync);
    }

    /// <summary>Render batches of the beat so far.</summary>
    protected int Batches => _pulse?.Instance.Batches ?? 0;

    protected static IElement Find(IRenderedComponent<IComponent> cut, string testId) => cut.Find($"[data-testid='{testId}']");

    protected static bool Has(IRenderedComponent<IComponent> cut, string testId) => cut.FindAll($"[data-testid='{testId}']").Count > 0;

    protected static string Text(IRenderedComponent<IComponent> cut, string testId) => Find(cut, testId).TextContent.Trim();
}
