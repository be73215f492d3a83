using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using TradingBlazor.Components.Settings;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Hosting;

namespace TradingBlazor.Tests.Components;

public sealed class LogLevelsPageTests : BunitContext
{
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private readonly LogLevels _levels;
    private readonly Api.FakeAudit _audit = new();

    public LogLevelsPageTests()
    {
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Serilog:MinimumLevel:Override:Microsoft", "Warning")]).Build();
        _levels = new LogLevels(settings, _clock);
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(_levels);
        Services.AddSingleton<IAuditLog>(_audit);
        Services.AddSingleton(SecurityDatabase.Sqlite(":memory:"));
        Services.AddSingleton<KeyBook>();
        Services.AddSingleton<AccessBook>();
        Services.AddScoped<Caller>();
        Services.AddScoped<CommandGuard>();
        Services.AddScoped<LogLevelDesk>();
        Services.AddSingleton(DeskSettings.Compose(settings, new SettingsReader(settings)));
        Services.AddSingleton<AntiforgeryStateProvider>(new NoForgery());
    }

    [Fact]
    public async Task A_level_is_changed_for_a_quarter_of_an_hour_and_goes_back_by_itself()
    {
        IRenderedComponent<LogLevelsPage> cut = Open(("area", "TradingCore.Tws"), ("level", "Debug"), ("minutes", "15"));

        await Find(cut, "log-change").Closest("form")!.SubmitAsync();

        Assert.Equal("TradingCore.Tws logs from Debug on.", Text(cut, "settings-done"));
        Assert.Matches("Debug *Information *2026-.* UTC, in 15 min", Row(cut, "TradingCore.Tws"));
        Assert.Equal(("logLevel.changed", "TradingCore.Tws", "Information"), _audit.Entries.Select(e => (e.Action, e.Subject, e.Old)).Single());
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.DoesNotContain("UTC", Row(Open(), "TradingCore.Tws"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_below_an_area_shows_why_it_logs_more_and_one_button_takes_everything_back()
    {
        IRenderedComponent<LogLevelsPage> cut = Open(("area", "TradingCore"), ("level", "Verbose"), ("minutes", ""));

        await Find(cut, "log-change").Closest("form")!.SubmitAsync();
        Assert.Contains("Verbose, as the area it lies in", Row(cut, "TradingCore.Engine"), StringComparison.Ordinal);
        Assert.Contains("somebody changes it", Row(cut, "TradingCore"), StringComparison.Ordinal);
        Assert.Single(cut.FindAll("[data-testid='log-back']"));
        await Find(cut, "log-reset").Closest("form")!.SubmitAsync();

        Assert.Equal(LogEventLevel.Information, _levels.Find("TradingCore.Engine")!.Level);
        Assert.Equal(LogEventLevel.Warning, _levels.Find("Microsoft.AspNetCore")!.Level);
        Assert.False(Has(cut, "log-reset"));
        Assert.Equal("TradingCore Verbose", _audit.Entries.Last().Old);
    }

    [Fact]
    public async Task One_area_goes_back_by_its_own_button()
    {
        _levels.Set("TradingCore.Tws", LogEventLevel.Debug, null);
        _levels.Set("TradingBlazor", LogEventLevel.Debug, null);
        IRenderedComponent<LogLevelsPage> cut = Open();

        await cut.Find("[data-area='TradingCore.Tws'] form").SubmitAsync();

        Assert.Equal((false, true), (_levels.Find("TradingCore.Tws")!.IsChanged, _levels.Find("TradingBlazor")!.IsChanged));
    }

    [Theory]
    [InlineData("TradingCore.Twz", "Debug", "15", "There is no such area.")]
    [InlineData("TradingCore", "Loud", "15", "There is no such level.")]
    [InlineData("TradingCore", "Debug", "100000", "Expected 1 to 1440 minutes.")]
    public async Task A_form_that_this_page_did_not_make_is_told_and_changes_nothing(string area, string level, string minutes, string sentence)
    {
        IRenderedComponent<LogLevelsPage> cut = Open(("area", area), ("level", level), ("minutes", minutes));

        await Find(cut, "log-change").Closest("form")!.SubmitAsync();

        Assert.Equal(sentence, Text(cut, "settings-fault"));
        Assert.DoesNotContain(_levels.Read(), l => l.IsChanged);
        Assert.Empty(_audit.Entries);
    }

    [Fact]
    public async Task Rights_that_went_meanwhile_are_asked_again_at_the_change()
    {
        IRenderedComponent<LogLevelsPage> cut = Open(KeyScope.Read, ("area", "TradingCore"), ("level", "Debug"), ("minutes", "15"));

        await Find(cut, "log-change").Closest("form")!.SubmitAsync();

        Assert.Contains("needs the permission Administer", Text(cut, "settings-fault"), StringComparison.Ordinal);
        Assert.DoesNotContain(_levels.Read(), l => l.IsChanged);
    }

    private IRenderedComponent<LogLevelsPage> Open(params (string Name, string Value)[] form) => Open(KeyScope.Admin, form);

    private IRenderedComponent<LogLevelsPage> Open(KeyScope scope, params (string Name, string Value)[] form)
    {
        var request = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(DeskClaims.Key, DeskClaims.KeyFile), new Claim(DeskClaims.Scope, $"{scope}")], "test")) };
        Services.GetRequiredService<Caller>().Set(request);
        request.Request.Form = new FormCollection(form.ToDictionary(f => f.Name, f => new StringValues(f.Value)));
        return Render<LogLevelsPage>(p => p.AddCascadingValue<HttpContext>(request));
    }

    private static IElement Find(IRenderedComponent<LogLevelsPage> cut, string testId) => cut.Find($"[data-testid='{testId}']");

    private static bool Has(IRenderedComponent<LogLevelsPage> cut, string testId) => cut.FindAll($"[data-testid='{testId}']").Count > 0;

    private static string Text(IRenderedComponent<LogLevelsPage> cut, string testId) => Find(cut, testId).TextContent.Trim();

    private static string Row(IRenderedComponent<LogLevelsPage> cut, string area) => string.Join(' ', cut.Find($"[data-area='{area}']").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class NoForgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
