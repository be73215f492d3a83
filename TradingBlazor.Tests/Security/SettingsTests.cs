using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Settings;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Tests.Security;

/// <summary>Settings that pages change: judged as a start judges them, kept with who and why, and below what is set at the machine.</summary>
public sealed class SettingsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly CommandJudgement Admin = new(new CallerAccess(CallerKind.User, "1", "mira", Roles.Of("admin")), "", "203.0.113.9");

    private SettingsBook Book => host.Services.GetRequiredService<SettingsBook>();

    private DeskSettings Running => host.Services.GetRequiredService<DeskSettings>();

    [Fact]
    public async Task A_saved_setting_waits_for_the_next_start_which_takes_it()
    {
        string fault = await SaveAsync(new() { ["Tws:ClientId"] = "77" }, "another desk");

        SettingState state = await StateAsync("Tws:ClientId");
        Assert.Equal("", fault);
        Assert.Equal(("1", "77", "77"), (state.Running, state.Next, state.Saved));
        Assert.Equal(77, NextStart().Trading.Tws.ClientId);
    }

    [Fact]
    public async Task What_applies_at_once_holds_at_once()
    {
        string fault = await SaveAsync(new() { ["Persistence:RetentionDays"] = "400" }, "space");

        Assert.Equal("", fault);
        Assert.Equal(400, Running.Trading.Persistence.RetentionDays);
        await SaveAsync(new() { ["Persistence:RetentionDays"] = null }, "back");
        Assert.Equal(0, Running.Trading.Persistence.RetentionDays);
    }

    [Theory]
    [InlineData("Tws:Port", "70000", "from 1 to 65535")]
    [InlineData("Tws:MarketDataType", "9", "from 1 to 4")]
    [InlineData("Persistence:RetentionDays", "5", "at least the 30 days")]
    [InlineData("MarketData:Watchlist", "SPY FUTT", "MarketData:Watchlist")]
    [InlineData("Trading:Mode", "Live", "AllowLive")]
    [InlineData("Security:SecondPersonNotional", "0", "cannot be changed here")]
    [InlineData("Persistence:Folder", "/elsewhere", "cannot be changed here")]
    [InlineData("urls", "http://0.0.0.0:80", "cannot be changed here")]
    public async Task What_no_start_would_take_is_refused_before_it_is_saved(string key, string value, string sentence)
    {
        string fault = await SaveAsync(new() { [key] = value }, "try");

        Assert.Contains(sentence, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(key, SavedSettings.Read(Path.Combine(host.Folder, "saved-settings.json")).Keys);
    }

    [Fact]
    public async Task A_named_gateway_shows_that_the_simulator_goes_off_with_it()
    {
        (IReadOnlyList<SettingDifference> differences, IReadOnlyList<string> faults) = await Book.DraftAsync(new Dictionary<string, string?> { ["Tws:Host"] = "10.0.0.7" }, ApiHost.Stop);

        Assert.Empty(faults);
        Assert.Contains(differences, d => d.Field.Key == "Simulator:Enabled" && d.New == "false");
        Assert.Contains(differences, d => d.Field.Key == "Trading:Mode" && d.New == "Paper");
    }

    [Fact]
    public async Task A_change_is_taken_back_whole_and_not_over_a_later_one()
    {
        await SaveAsync(new() { ["Bars:FiveSecondBarsMax"] = "100" }, "no page has it");
        await SaveAsync(new() { ["MarketData:LinesMax"] = "50", ["MarketData:DepthRows"] = "10" }, "smaller");
        (IReadOnlyList<SettingsChange> changes, _) = await Book.HistoryAsync([.. SettingsCatalog.Instruments], 10, ApiHost.Stop);
        SettingsChange smaller = changes.First(c => c.Reason == "smaller");

        (IReadOnlyDictionary<string, string?> back, string fault) = await Book.InverseAsync(smaller.Change, ApiHost.Stop);
        string undone = await SaveAsync(new(back), "back");
        (_, string again) = await Book.InverseAsync(smaller.Change, ApiHost.Stop);

        Assert.Equal(("", ""), (fault, undone));
        Assert.Equal(("mira", 2), (smaller.Who.Split(' ')[^1], smaller.Lines.Count));
        Assert.Equal("100", (await StateAsync("MarketData:LinesMax")).Next);
        Assert.Contains("changed again since", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_change_at_once_the_second_is_told()
    {
        (_, long seen) = await Book.HistoryAsync([.. SettingsCatalog.Connection], 10, ApiHost.Stop);
        string first = await Book.SaveAsync(new Dictionary<string, string?> { ["Tws:ConnectTimeout"] = "00:00:06" }, seen, "slow line", Admin, ApiHost.Stop);
        string second = await Book.SaveAsync(new Dictionary<string, string?> { ["Tws:ConnectTimeout"] = "00:00:07" }, seen, "slower line", Admin, ApiHost.Stop);
        string silent = await SaveAsync(new() { ["Tws:ConnectTimeout"] = "00:00:08" }, " ");

        Assert.Equal("", first);
        Assert.Contains("has changed settings meanwhile: ", second, StringComparison.Ordinal);
        Assert.Contains("Say why", silent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_set_at_the_machine_stands_above_pages()
    {
        using var folder = new TemporaryFolder();
        SavedSettings.Write(Path.Combine(folder.Path, "saved-settings.json"), new Dictionary<string, string> { ["Tws:ClientId"] = "7", ["Tws:ReadOnly"] = "true" });

        DeskSettings settings = Start(folder.Path, "--Tws:ClientId=8");
        DeskSettings without = Start(folder.Path, "--SavedSettings:Ignore=true");

        Assert.Equal((8, true), (settings.Trading.Tws.ClientId, settings.Trading.Tws.ReadOnly));
        Assert.Equal((1, false), (without.Trading.Tws.ClientId, without.Trading.Tws.ReadOnly));
        await Task.CompletedTask;
    }

    [Fact]
    public void A_start_that_fails_by_a_saved_setting_says_how_to_go_without_it()
    {
        using var folder = new TemporaryFolder();
        SavedSettings.Write(Path.Combine(folder.Path, "saved-settings.json"), new Dictionary<string, string> { ["Tws:Port"] = "0" });

        StartException stopped = Assert.Throws<StartException>(() => Start(folder.Path));

        Assert.Contains(stopped.Sentences, s => s.Contains("Tws:Port", StringComparison.Ordinal));
        Assert.Contains(stopped.Sentences, s => s.Contains("--SavedSettings:Ignore=true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_with_old_new_and_reason()
    {
        await SaveAsync(new() { ["Tws:DepthMax"] = "5" }, "more books");

        await using TradingBlazor.Security.Store.SecurityContext db = await host.Services.GetRequiredService<TradingBlazor.Security.Store.SecurityDatabase>().OpenAsync(ApiHost.Stop);
        TradingBlazor.Security.Store.AuditRow row = db.Audit.AsEnumerable().Last(a => a.Action == "settings.changed" && a.Reason == "more books");
        AuditVerdict verdict = await host.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ApiHost.Stop);

        Assert.Equal(("user mira", "203.0.113.9", "Tws:DepthMax=3", "Tws:DepthMax=5"), (row.Who, row.Address, row.Old, row.New));
        Assert.True(verdict.IsWhole, verdict.Message);
    }

    private async Task<string> SaveAsync(Dictionary<string, string?> changes, string reason) =>
        await Book.SaveAsync(changes, (await Book.HistoryAsync([.. SettingsCatalog.Connection], 1, ApiHost.Stop)).Newest, reason, Admin, ApiHost.Stop);

    private async Task<SettingState> StateAsync(string key) => (await Book.ReadAsync([SettingsCatalog.All[key]], ApiHost.Stop)).Single();

    private DeskSettings NextStart() => Start(host.Folder);

    private static DeskSettings Start(string folder, params string[] more)
    {
        string[] args = [$"--{PersistenceOptions.Section}:Folder={folder}", .. more];
        var configuration = new ConfigurationManager();
        DeskSettings.AddSources(configuration, args);
        DeskSettings.AddSaved(configuration);
        return DeskSettings.Read(configuration, args);
    }
}
