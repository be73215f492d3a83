using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using TradingBlazor.Alerts;
using TradingBlazor.Components.Alerts;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Alerts;
using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.MarketData.Search;

namespace TradingBlazor.Tests.Components;

public sealed class AlertTests : DeskTest
{
    public AlertTests()
    {
        // Popovers and dialogs of other components are not part of these.
        foreach (AlertRule rule in DefaultRules.All.Where(r => r.Id != "default.kill-switch")) Alerts.Save(rule with { IsEnabled = false, OffReason = "not part of the test" }, "test");
    }

    private AlertRule PriceRule(string name, string severity = "warning", string owner = "mira")
    {
        AlertRule rule = new AlertRuleForm { Name = name, Severity = severity, Repeats = true, Condition = new AlertConditionForm { Kind = "price", Symbol = "SPY", Level = 100m } }.ToRule(name, owner, owner, null, new AlertFaults())!;
        Alerts.Save(rule, owner);
        return rule;
    }

    private Alert Raise(string name, string severity = "warning", string owner = "mira")
    {
        PriceRule(name, severity, owner);
        View.Put(Given.Quote(last: 101m));
        Alerts.Evaluate(new AlertFacts(View, Risk, new HeartbeatBook()), [], []);
        return Alerts.Current.Active.First(a => a.RuleName == name);
    }

    [Fact]
    public void An_alert_and_its_rule_name_an_option_as_the_desk_does()
    {
        const string Ticker = "SPY   260116C00600000";
        Alerts.Save(new AlertRuleForm { Repeats = true, Severity = "critical", Condition = new AlertConditionForm { Kind = "price", Symbol = Ticker, Level = 4m } }.ToRule("option", "mira", "mira", null, new AlertFaults())!, "mira");
        View.Put(Given.Quote(last: 5m) with { Ticker = Ticker });
        Alerts.Evaluate(new AlertFacts(View, Risk, new HeartbeatBook()), [], []);

        string[] shown = [Words(Render<AlertBanner>()), Words(Render<ActiveAlerts>()), Words(Render<AlertRules>())];

        Assert.All(shown, s => Assert.Contains("SPY 600C Jan16'26", s, StringComparison.Ordinal));
        Assert.All(shown, s => Assert.DoesNotContain("260116C", s, StringComparison.Ordinal));

        static string Words(IRenderedComponent<IComponent> cut) => string.Concat(cut.Nodes.Select(n => n.TextContent));
    }

    [Fact]
    public async Task The_bell_counts_what_waits_for_this_person_and_takes_the_tone_of_the_worst()
    {
        IRenderedComponent<AlertBell> bell = Render<AlertBell>();
        string before = Find(bell, "alert-bell").GetAttribute("data-count")!;

        Raise("Mine");
        Raise("Of somebody else", owner: "ben");
        Alert critical = Raise("Worst", "critical");
        await BeatAsync();

        Assert.Equal("0", before);
        bell.WaitForAssertion(() => Assert.Equal("2", Find(bell, "alert-bell").GetAttribute("data-count")));
        Assert.Contains("tone-bad", Find(bell, "alert-bell").ClassName!, StringComparison.Ordinal);
        Alerts.Acknowledge(critical.Id, "mira");
        await BeatAsync();
        bell.WaitForAssertion(() => Assert.Equal("1", Find(bell, "alert-bell").GetAttribute("data-count")));
    }

    [Fact]
    public async Task A_critical_alert_is_a_banner_until_it_is_acknowledged()
    {
        IRenderedComponent<AlertBanner> banner = Render<AlertBanner>();
        Alert alert = Raise("Kill", "critical");
        await BeatAsync();
        banner.WaitForAssertion(() => Assert.Contains("Kill", Text(banner, "alert-banner"), StringComparison.Ordinal));

        await Find(banner, "alert-banner-acknowledge").ClickAsync(new());

        Assert.Equal([$"acknowledge {alert.Id}"], AlertCommands.Calls);
        banner.WaitForAssertion(() => Assert.False(Has(banner, "alert-banner")));
    }

    [Fact]
    public async Task A_warning_is_no_banner()
    {
        IRenderedComponent<AlertBanner> banner = Render<AlertBanner>();

        Raise("Mild");
        await BeatAsync();

        Assert.False(Has(banner, "alert-banner"));
    }

    [Fact]
    public void Without_alerts_the_list_says_so()
    {
        IRenderedComponent<ActiveAlerts> list = Render<ActiveAlerts>();

        Assert.Contains("Nothing waits for you.", Text(list, "alerts-empty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_of_the_list_is_acknowledged_and_snoozed_for_five_minutes_or_until_a_time()
    {
        Alert alert = Raise("Mine");
        IRenderedComponent<ActiveAlerts> list = Render<ActiveAlerts>();

        await Find(list, "snooze-5m").ClickAsync(new());
        await Find(list, "snooze-until").InputAsync(new() { Value = "2026-03-11T09:30" });
        await Find(list, "snooze-until-go").ClickAsync(new());
        await Find(list, "alert-acknowledge").ClickAsync(new());

        Assert.Equal([$"snooze {alert.Id} 18:08:27", $"snooze {alert.Id} 13:30:00", $"acknowledge {alert.Id}"], AlertCommands.Calls);
    }

    [Fact]
    public async Task A_refusal_is_shown_at_the_alert()
    {
        Raise("Mine");
        AlertCommands.Answer = new AlertAnswer(AlertOutcome.Forbidden, "mira may not do this.");
        IRenderedComponent<ActiveAlerts> list = Render<ActiveAlerts>();

        await Find(list, "alert-acknowledge").ClickAsync(new());

        Assert.Equal("mira may not do this.", Text(list, "alert-message"));
    }

    [Fact]
    public async Task An_alert_that_nobody_answers_for_says_so_and_can_be_acknowledged_again()
    {
        Raise("Mine");
        AlertCommands.Trouble = "The database is away.";
        IRenderedComponent<ActiveAlerts> list = Render<ActiveAlerts>();

        await Find(list, "alert-acknowledge").ClickAsync(new());
        Assert.Equal("No answer: The database is away. Try again.", Text(list, "alert-message"));
        AlertCommands.Trouble = "";
        await Find(list, "alert-acknowledge").ClickAsync(new());
        await BeatAsync();

        Assert.False(Has(list, "alert-message"));
        Assert.False(Has(list, "alert-acknowledge"));
    }

    [Fact]
    public async Task A_critical_alert_that_was_not_acknowledged_says_why_in_its_banner()
    {
        Raise("Kill", "critical");
        IRenderedComponent<AlertBanner> banner = Render<AlertBanner>();
        AlertCommands.Answer = new AlertAnswer(AlertOutcome.Forbidden, "mira may not do this.");

        await Find(banner, "alert-banner-acknowledge").ClickAsync(new());
        Assert.Equal("mira may not do this.", Text(banner, "alert-banner-message"));
        AlertCommands.Answer = null;
        AlertCommands.Trouble = "The database is away.";
        await Find(banner, "alert-banner-acknowledge").ClickAsync(new());
        Assert.Equal("No answer: The database is away. Try again.", Text(banner, "alert-banner-message"));
        AlertCommands.Trouble = "";
        await Find(banner, "alert-banner-acknowledge").ClickAsync(new());
        await BeatAsync();

        Assert.False(Has(banner, "alert-banner"));
    }

    [Fact]
    public async Task Two_presses_acknowledge_and_snooze_once()
    {
        Alert critical = Raise("Kill", "critical"), mild = Raise("Mine");
        IRenderedComponent<AlertBanner> banner = Render<AlertBanner>();
        IRenderedComponent<AlertCard> card = Render<AlertCard>(p => p.Add(c => c.Alert, mild).Add(c => c.MayAct, true));
        var answered = new TaskCompletionSource();
        AlertCommands.Answering = answered.Task;

        IElement acknowledge = Find(banner, "alert-banner-acknowledge"), own = Find(card, "alert-acknowledge"), snooze = Find(card, "snooze-1h");
        Task[] pressed = [acknowledge.ClickAsync(new()), acknowledge.ClickAsync(new()), own.ClickAsync(new()), snooze.ClickAsync(new()), own.ClickAsync(new())];
        Assert.True(Find(banner, "alert-banner-acknowledge").HasAttribute("disabled"));
        Assert.True(Find(card, "alert-acknowledge").HasAttribute("disabled"));
        answered.SetResult();
        await Task.WhenAll(pressed);

        Assert.Equal([$"acknowledge {critical.Id}", $"acknowledge {mild.Id}"], AlertCommands.Calls);
    }

    [Fact]
    public async Task Who_is_no_admin_any_more_sees_the_alerts_of_others_no_longer_on_a_page_that_stays_open()
    {
        Alert other = Raise("Of somebody else", "critical", owner: "ben");
        Raise("Mine", "critical");
        AlertCommands.Past = [other];
        IRenderedComponent<ActiveAlerts> list = Render<ActiveAlerts>();
        IRenderedComponent<AlertBanner> banner = Render<AlertBanner>();
        IRenderedComponent<AlertHistory> history = Render<AlertHistory>();
        await BeatAsync();
        Assert.Equal(2, list.FindAll("[data-testid='alert-card']").Count);
        Assert.Contains("Of somebody else", history.Markup, StringComparison.Ordinal);

        AlertCommands.Viewer = new AlertViewer("mira", "mira", IsAdmin: false, MayAlert: false);
        AlertCommands.Past = [];
        Rights.Set(null);
        await BeatAsync();
        await BeatAsync();

        list.WaitForAssertion(() => Assert.Equal("Mine", Assert.Single(list.FindAll("[data-testid='alert-card']")).GetAttribute("data-rule")));
        Assert.False(Has(list, "alert-acknowledge"));
        banner.WaitForAssertion(() => Assert.True(Has(banner, "alert-banner") && !Has(banner, "alert-banner-acknowledge")));
        history.WaitForAssertion(() => Assert.DoesNotContain("Of somebody else", history.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rule_that_could_not_be_removed_says_why_and_stays()
    {
        PriceRule("Mine");
        IRenderedComponent<MudBlazor.MudDialogProvider> dialogs = Render<MudBlazor.MudDialogProvider>();
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        AlertCommands.Trouble = "The database is away.";

        Task click = rules.Find("[data-testid='rule-remove']").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.True(Has(dialogs, "confirm-yes")));
        await Find(dialogs, "confirm-yes").ClickAsync(new());
        await click;

        Assert.Contains("No answer: The database is away.", rules.Markup, StringComparison.Ordinal);
        Assert.True(Has(rules, "rule-remove"));
    }

    [Fact]
    public async Task Rights_that_cannot_be_read_are_asked_for_again_some_seconds_later_and_not_at_every_beat()
    {
        IRenderedComponent<AlertBell> bell = Render<AlertBell>();
        Raise("Of somebody else", owner: "ben");
        await BeatAsync();
        AlertCommands.Viewer = AlertCommands.Viewer with { Owner = "ben" };
        AlertCommands.Looking = Task.FromException(new InvalidOperationException("The database is away."));
        int before = AlertCommands.Looks;

        SignIn("trader");
        foreach (int _ in Enumerable.Range(0, 10)) await BeatAsync();
        int away = AlertCommands.Looks - before;
        AlertCommands.Looking = Task.CompletedTask;
        Clock.Advance(AlertInbox.AskAgain);
        await BeatAsync();
        await BeatAsync();

        Assert.Equal(1, away);
        bell.WaitForAssertion(() => Assert.Equal("1", Find(bell, "alert-bell").GetAttribute("data-count")));
    }

    [Fact]
    public void A_rule_that_was_asked_for_with_the_address_opens_also_when_the_person_is_looked_up_slowly()
    {
        var looking = new TaskCompletionSource();
        AlertCommands.Looking = looking.Task;
        View.Watch(Given.Instrument());
        Render<AlertBell>();
        IRenderedComponent<AlertRules> rules = Render<AlertRules>(p => p.Add(r => r.Symbol, "SPY"));

        looking.SetResult();

        rules.WaitForAssertion(() => Assert.True(Has(rules, "rule-save")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_page_leads_to_the_channels_for_admins_alone_and_keeps_whether_alerts_sound(bool isAdmin)
    {
        AlertCommands.Viewer = new AlertViewer("mira", "mira", IsAdmin: isAdmin, MayAlert: true);
        IRenderedComponent<AlertsPage> page = Render<AlertsPage>();

        await Find(page, "alert-sound").ChangeAsync(true);

        Assert.Equal(isAdmin, Has(page, "alert-channels"));
        Assert.True(Mine.Get(AlertBell.SoundKey, false));
        Assert.True(Find(Render<AlertsPage>(), "alert-sound").HasAttribute("checked"));
    }

    [Fact]
    public async Task A_viewer_sees_no_buttons()
    {
        AlertCommands.Viewer = new AlertViewer("mira", "mira", IsAdmin: false, MayAlert: false);
        Raise("Mine");
        IRenderedComponent<ActiveAlerts> list = Render<ActiveAlerts>();
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        await BeatAsync();

        Assert.False(Has(list, "alert-acknowledge"));
        Assert.False(Has(rules, "rule-new"));
    }

    [Fact]
    public void Alerts_that_cannot_be_stored_say_so()
    {
        Alerts.NoteStorage("The disk is full.");

        IRenderedComponent<ActiveAlerts> list = Render<ActiveAlerts>();

        Assert.Contains("stored later: The disk is full.", Text(list, "alerts-storage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_did_not_take_it_is_shown_with_the_reason()
    {
        Alerts.SaveChannel(new AlertChannel { Name = "hook", Target = "x" }, "admin");
        AlertRule rule = PriceRule("Mine") with { Channels = ["hook"] };
        Alerts.Save(rule, "mira");
        View.Put(Given.Quote(last: 101m));
        Alerts.Evaluate(new AlertFacts(View, Risk, new HeartbeatBook()), [], []);
        Alerts.Complete(Alerts.TakeDue().Single(), new AlertSendResult(false, "Nothing listens."));

        IRenderedComponent<ActiveAlerts> list = Render<ActiveAlerts>();
        await BeatAsync();

        Assert.Equal("hook: not sent after 1 try, tried again. Nothing listens.", Text(list, "alert-delivery"));
    }

    [Fact]
    public async Task A_symbol_that_is_not_watched_is_found_as_it_is_typed_and_can_be_watched_from_the_rule()
    {
        var hit = new ContractHit(new ContractQuery("AMD", SecurityType.Stock), new ConId(9), "AMD", SecurityType.Stock, "NASDAQ", "USD", "Advanced Micro Devices", "", null, "", []);
        Queries.OnSearch = _ => Task.FromResult(QueryAnswer.Of<ContractHit>([hit]));
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        await Find(rules, "rule-new").ClickAsync(new());

        await Find(rules, "rule-symbol").InputAsync(new() { Value = "amd" });
        Clock.Advance(TimeSpan.FromSeconds(1));
        rules.WaitForAssertion(() => Assert.Contains("Not on the watchlist, so no price comes for it.", Text(rules, "rule-symbol-note"), StringComparison.Ordinal));
        Assert.Contains(rules.FindAll("#rule-symbols option"), o => o.GetAttribute("value") == "AMD" && o.TextContent.Contains("Advanced Micro Devices", StringComparison.Ordinal));
        await Find(rules, "rule-symbol-watch").ClickAsync(new());

        Assert.Equal(hit.Query, Commands.Adds.Single());
    }

    [Fact]
    public async Task A_rule_for_once_that_was_met_is_off_and_says_when_in_exchange_time()
    {
        AlertRule rule = PriceRule("Mine");
        Alerts.Save(rule with { Repeats = false }, "mira");
        View.Put(Given.Quote(last: 101m));
        Alerts.Evaluate(new AlertFacts(View, Risk, new HeartbeatBook()), [], []);

        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        await BeatAsync();

        string state = rules.FindAll("[data-testid='rule-row']").Single(r => r.TextContent.Contains("Mine", StringComparison.Ordinal)).QuerySelector("[data-label='State']")!.TextContent;
        Assert.Contains("Off: It was met and is for once.", state, StringComparison.Ordinal);
        Assert.Contains($"Met {Format.StampEt(Given.Now, Given.Now)} ET", state, StringComparison.Ordinal);
        Assert.DoesNotContain("UTC", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_rule_is_made_from_what_is_typed()
    {
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();

        await Find(rules, "rule-new").ClickAsync(new());
        await Find(rules, "rule-symbol").InputAsync(new() { Value = "SPY" });
        await Find(rules, "rule-comparison").ChangeAsync(new() { Value = "crossesAbove" });
        await Find(rules, "rule-level").ChangeAsync(new() { Value = "430.5" });
        await Find(rules, "rule-severity").ChangeAsync(new() { Value = "critical" });
        await Find(rules, "rule-editor").SubmitAsync();

        (string id, AlertRuleForm form, bool forAdmins, _) = Assert.Single(AlertCommands.Saved);
        Assert.Equal(("", false, "critical", false), (id, forAdmins, form.Severity, form.Repeats));
        Assert.Equal(new AlertConditionForm { Kind = "price", Symbol = "SPY", Price = "last", Comparison = "crossesAbove", Level = 430.5m }, form.Condition);
        rules.WaitForAssertion(() => Assert.Contains(rules.FindAll("[data-testid='rule-row']"), r => r.TextContent.Contains("SPY last crosses above 430.5", StringComparison.Ordinal)));
        Assert.False(Has(rules, "rule-editor"));
    }

    [Fact]
    public void A_rule_writes_prices_with_the_decimals_of_its_contract_and_other_figures_as_they_are()
    {
        View.Watch(Given.Instrument("SPY"));
        View.Put(Given.Quote(last: 430.1m));
        Save("level", new() { Kind = "price", Symbol = "SPY", Level = 430.5m, Hysteresis = 0.1m });
        Save("average", new() { Kind = "indicator", Symbol = "SPY", Indicator = "ema:20", Level = 430.5m });
        Save("strength", new() { Kind = "indicator", Symbol = "SPY", Indicator = "rsi:14", Level = 70m });
        Alerts.Evaluate(new AlertFacts(View, Risk, new HeartbeatBook()), [], []);

        IRenderedComponent<AlertRules> rules = Render<AlertRules>();

        Assert.Contains("SPY last at or above 430.50, armed again 0.10 back", Row("level"), StringComparison.Ordinal);
        Assert.Contains("now 430.10", Row("level"), StringComparison.Ordinal);
        Assert.Contains("at or above 430.50", Row("average"), StringComparison.Ordinal);
        Assert.Contains("at or above 70", Row("strength"), StringComparison.Ordinal);
        Assert.DoesNotContain("70.00", Row("strength"), StringComparison.Ordinal);

        void Save(string name, AlertConditionForm condition) => Alerts.Save(new AlertRuleForm { Name = name, Repeats = true, Condition = condition }.ToRule(name, "mira", "mira", null, new AlertFaults())!, "mira");

        string Row(string name) => rules.FindAll("[data-testid='rule-row']").Single(r => r.GetAttribute("data-rule") == name).TextContent;
    }

    [Theory]
    [InlineData("change", "rule-minutes")]
    [InlineData("indicator", "rule-indicator")]
    [InlineData("volume", "rule-size")]
    [InlineData("pnl", "rule-figure")]
    [InlineData("riskUsage", "rule-limit")]
    [InlineData("order", "rule-event-filled")]
    [InlineData("connection", "rule-what")]
    [InlineData("silence", "rule-seconds")]
    [InlineData("heartbeat", "rule-seconds")]
    public async Task Each_kind_has_fields_of_its_own(string kind, string field)
    {
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        await Find(rules, "rule-new").ClickAsync(new());

        await Find(rules, "rule-kind").ChangeAsync(new() { Value = kind });

        Assert.True(Has(rules, field));
    }

    [Fact]
    public async Task A_missing_level_of_an_indicator_is_told_in_words_of_the_form()
    {
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        await Find(rules, "rule-new").ClickAsync(new());
        await Find(rules, "rule-kind").ChangeAsync(new() { Value = "indicator" });
        Find(rules, "rule-symbol").Input("SPY");
        await Find(rules, "rule-indicator").ChangeAsync(new() { Value = "ema:20" });
        await Find(rules, "rule-editor").SubmitAsync();

        Assert.Equal("The level is missing. Expected a value, or another indicator or the price to compare with.", Text(rules, "fault-level"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_stays()
    {
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        await Find(rules, "rule-new").ClickAsync(new());
        await Find(rules, "rule-level").ChangeAsync(new() { Value = "abc" });
        await Find(rules, "rule-editor").SubmitAsync();
        string noNumber = Text(rules, "fault-level");

        await Find(rules, "rule-level").ChangeAsync(new() { Value = "430" });
        await Find(rules, "rule-editor").SubmitAsync();

        Assert.Equal("'abc' is not a number.", noNumber);
        Assert.StartsWith("The symbol is missing.", Text(rules, "fault-symbol"), StringComparison.Ordinal);
        Assert.Equal("430", Find(rules, "rule-level").GetAttribute("value"));
    }

    [Fact]
    public async Task Who_changes_a_rule_that_somebody_else_has_changed_meanwhile_is_told_what_and_nothing_of_either_is_lost()
    {
        AlertRule rule = PriceRule("Mine");
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        await rules.FindAll("[data-testid='rule-row']").Single(r => r.GetAttribute("data-rule") == rule.Id).QuerySelector("[data-testid='rule-edit']")!.ClickAsync(new());
        await Find(rules, "rule-cooldownSeconds").ChangeAsync(new() { Value = "60" });
        Alerts.Save(rule with { Severity = AlertSeverity.Critical }, "ben");

        await Find(rules, "rule-editor").SubmitAsync();
        string told = Text(rules, "rule-message"), severity = Find(rules, "rule-severity").GetAttribute("value")!, cooldown = Find(rules, "rule-cooldownSeconds").GetAttribute("value")!;
        AlertRule between = Alerts.FindRule(rule.Id)!;
        await Find(rules, "rule-editor").SubmitAsync();

        Assert.StartsWith("ben has changed this rule at ", told, StringComparison.Ordinal);
        Assert.Contains("warning → critical", told, StringComparison.Ordinal);
        Assert.Equal(("critical", "60", TimeSpan.Zero), (severity, cooldown, between.Cooldown));
        AlertRule saved = Alerts.FindRule(rule.Id)!;
        Assert.Equal((AlertSeverity.Critical, TimeSpan.FromMinutes(1)), (saved.Severity, saved.Cooldown));
    }

    [Fact]
    public void From_a_symbol_the_editor_opens_with_it_and_its_price()
    {
        View.Put(Given.Quote(last: 430.12m));

        IRenderedComponent<AlertRules> rules = Render<AlertRules>(p => p.Add(r => r.Symbol, "SPY"));

        Assert.Equal(("SPY", "430.12"), (Find(rules, "rule-symbol").GetAttribute("value"), Find(rules, "rule-level").GetAttribute("value")));
    }

    [Fact]
    public async Task A_default_rule_has_no_button_to_remove_it_and_needs_a_reason_to_be_switched_off()
    {
        IRenderedComponent<AlertRules> rules = Render<AlertRules>();
        IElement row = rules.Find("[data-rule='default.kill-switch']");
        Assert.Null(row.QuerySelector("[data-testid='rule-remove']"));

        await row.QuerySelector("[data-testid='rule-edit']")!.ClickAsync(new());
        await Find(rules, "rule-enabled").ChangeAsync(new() { Value = false });
        await Find(rules, "rule-reason").ChangeAsync(new() { Value = "told by the pager" });
        await Find(rules, "rule-editor").SubmitAsync();

        (string id, AlertRuleForm form, _, string reason) = Assert.Single(AlertCommands.Saved);
        Assert.Equal(("default.kill-switch", false, "told by the pager"), (id, form.IsEnabled, reason));
        rules.WaitForAssertion(() => Assert.Contains(rules.FindAll("[data-testid='default-off']"), p => p.TextContent.StartsWith("Kill switch engaged is switched off by", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_alert_that_is_raised_while_the_history_is_open_comes_into_it()
    {
        AlertCommands.Past = [];
        IRenderedComponent<AlertHistory> history = Render<AlertHistory>();
        history.WaitForAssertion(() => Assert.True(Has(history, "history-empty")));
        await BeatAsync();

        AlertCommands.Past = [Raise("Mine")];
        await BeatAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        history.WaitForAssertion(() => Assert.Equal("Mine", Find(history, "history-row").GetAttribute("data-rule")));
    }

    [Fact]
    public async Task The_history_is_read_anew_also_while_alerts_change_all_the_time()
    {
        AlertCommands.Past = [];
        IRenderedComponent<AlertHistory> history = Render<AlertHistory>();
        history.WaitForAssertion(() => Assert.True(Has(history, "history-empty")));
        await BeatAsync();

        for (int i = 0; i < 6; i++)
        {
            AlertCommands.Past = [Raise($"Mine {i}")];
            await BeatAsync();
            Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        history.WaitForAssertion(() => Assert.True(Has(history, "history-row")));
    }

    [Fact]
    public async Task The_history_is_searched_with_what_was_chosen_and_says_when_it_cannot_be_read()
    {
        AlertCommands.Past = [.. Enumerable.Range(1, 60).Select(n => new Alert { Id = $"{n:00}", RuleId = "r", Owner = "mira", RuleName = $"Rule {n}", Text = "x", RaisedTime = Given.Now }).Reverse()];
        IRenderedComponent<AlertHistory> history = Render<AlertHistory>();
        history.WaitForAssertion(() => Assert.Equal(50, history.FindAll("[data-testid='history-row']").Count));

        await Find(history, "history-older").ClickAsync(new());
        history.WaitForAssertion(() => Assert.Equal(60, history.FindAll("[data-testid='history-row']").Count));
        await Find(history, "history-text").ChangeAsync(new() { Value = "spy" });
        await Find(history, "history-severity").ChangeAsync(new() { Value = "critical" });
        await history.Find("form").SubmitAsync();
        Assert.Equal(("spy", AlertSeverity.Critical), (AlertCommands.Searched!.Text, AlertCommands.Searched.LeastSeverity));
        AlertCommands.HistoryTrouble = "The disk is full.";
        await history.Find("form").SubmitAsync();

        Assert.Equal("The history cannot be read: The disk is full.", Text(history, "history-fault"));
    }
}
