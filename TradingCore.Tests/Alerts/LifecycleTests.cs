using TradingCore.Alerts;

namespace TradingCore.Tests.Alerts;

public sealed class LifecycleTests
{
    private readonly Bench _bench = new();

    private Alert Raised(Func<AlertRuleForm, AlertRuleForm>? with = null)
    {
        _bench.Rule(new AlertConditionForm { Kind = "price", Symbol = "SPY", Level = 100m }, with);
        _bench.Price(100m);
        return _bench.One;
    }

    private void Channel(string name, bool isEnabled = true) =>
        _bench.Desk.SaveChannel(new AlertChannel { Name = name, Kind = AlertChannelKind.Webhook, Target = "http://127.0.0.1:1/", IsEnabled = isEnabled }, "admin");

    private AlertDispatch Due() => Assert.Single(_bench.Desk.TakeDue());

    [Fact]
    public void An_acknowledged_alert_goes_from_the_list_when_what_it_is_about_is_over()
    {
        Alert alert = Raised();

        _bench.Desk.Acknowledge(alert.Id, "ben");
        bool whileItHolds = _bench.One.IsActive;
        _bench.Price(99m);

        Assert.Equal((true, false, "ben"), (whileItHolds, _bench.One.IsActive, _bench.One.AcknowledgedBy));
        Assert.Equal(["raised", "acknowledged", "resolved"], _bench.One.History.Select(h => h.Kind));
    }

    [Fact]
    public void A_snoozed_alert_is_silent_until_its_time_and_then_reminds()
    {
        Channel("hook");
        Alert alert = Raised(f => f with { Channels = ["hook"] });
        _bench.Desk.Complete(Due(), new AlertSendResult(true, "ok"));

        _bench.Desk.Snooze(alert.Id, _bench.Clock.GetUtcNow().AddMinutes(5), "mira");
        _bench.Look(afterSeconds: 299);
        bool isCalling = _bench.One.IsCalling(_bench.Clock.GetUtcNow());
        _bench.Look(afterSeconds: 1);

        Assert.False(isCalling);
        Assert.True(_bench.One.IsCalling(_bench.Clock.GetUtcNow()));
        Assert.Equal(AlertMessageKind.Reminder, Due().Message.Kind);
    }

    [Fact]
    public void What_nobody_acknowledges_is_told_to_others_once()
    {
        Channel("hook");
        Raised(f => f with { EscalateMinutes = 2, EscalateChannels = ["hook"], EscalateToAdmins = true });

        _bench.Look(afterSeconds: 119);
        bool early = _bench.One.IsForAdmins;
        _bench.Look(afterSeconds: 1);
        _bench.Look(afterSeconds: 600);

        Assert.Equal((false, true), (early, _bench.One.IsForAdmins));
        Assert.Equal(AlertMessageKind.Escalated, Assert.Single(_bench.One.Deliveries).Kind);
    }

    [Fact]
    public void An_acknowledged_alert_is_not_escalated()
    {
        Alert alert = Raised(f => f with { EscalateMinutes = 2, EscalateToAdmins = true });

        _bench.Desk.Acknowledge(alert.Id, "mira");
        _bench.Look(afterSeconds: 300);

        Assert.Null(_bench.One.EscalatedTime);
    }

    [Fact]
    public void A_channel_that_fails_is_tried_again_with_growing_pauses_and_the_alert_stays()
    {
        Channel("hook");
        Raised(f => f with { Channels = ["hook"] });
        List<double> pauses = [];
        DateTimeOffset last = _bench.Clock.GetUtcNow();

        for (int tries = 0; tries < 4;)
        {
            if (_bench.Desk.TakeDue() is [{ } dispatch])
            {
                tries++;
                pauses.Add((_bench.Clock.GetUtcNow() - last).TotalSeconds);
                last = _bench.Clock.GetUtcNow();
                _bench.Desk.Complete(dispatch, new AlertSendResult(false, "Nothing listens."));
            }
            _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        string shown = Assert.Single(_bench.One.Deliveries).Detail;
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        _bench.Desk.Complete(Due(), new AlertSendResult(true, "ok"));

        Assert.Equal(["0", "5", "15", "45"], pauses.Select(p => p.ToString("0", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(("Nothing listens.", AlertDeliveryState.Sent, 5), (shown, _bench.One.Deliveries[0].State, _bench.One.Deliveries[0].Attempts));
    }

    [Fact]
    public void A_channel_that_fails_three_times_is_an_alert_for_admins_itself()
    {
        var bench = new Bench(withDefaults: true);
        bench.Desk.SaveChannel(new AlertChannel { Name = "hook", Target = "x" }, "admin");

        for (int i = 0; i < 3; i++) bench.Desk.Note("hook", new AlertSendResult(false, "Nothing listens."));
        bench.Look();
        Assert.Equal(("default.channel", "hook"), (bench.One.RuleId, bench.One.Subject));
        bench.Desk.Note("hook", new AlertSendResult(true, "ok"));
        bench.Look();

        Assert.NotNull(bench.One.ResolvedTime);
    }

    [Fact]
    public void A_channel_has_one_message_on_its_way_and_the_next_tells_of_all_that_came_meanwhile()
    {
        Channel("hook");
        for (int i = 0; i < 5; i++) _bench.Rule(new AlertConditionForm { Kind = "price", Symbol = "SPY", Level = 100m + i }, f => f with { Channels = ["hook"] });

        _bench.Price(100m);
        AlertDispatch first = Due();
        _bench.Price(104m);
        bool isOneAtATime = _bench.Desk.TakeDue().Count == 0;
        _bench.Desk.Complete(first, new AlertSendResult(true, "ok"));

        Assert.True(isOneAtATime);
        Assert.Equal((1, 4), (first.Message.Alerts.Count, Due().Message.Alerts.Count));
    }

    [Fact]
    public void A_new_alert_goes_with_no_message_that_others_are_over()
    {
        Channel("hook");
        _bench.Rule(new AlertConditionForm { Kind = "price", Symbol = "SPY", Level = 100m }, f => f with { Channels = ["hook"] });
        _bench.Rule(new AlertConditionForm { Kind = "price", Symbol = "SPY", Comparison = "below", Level = 99m }, f => f with { Channels = ["hook"] });
        _bench.Price(100m);
        _bench.Desk.Complete(Due(), new AlertSendResult(true, "ok"));

        _bench.Price(99m);
        AlertDispatch first = Due();
        _bench.Desk.Complete(first, new AlertSendResult(true, "ok"));
        AlertDispatch second = Due();

        Assert.Equal([(AlertMessageKind.Resolved, 1, true), (AlertMessageKind.Raised, 1, false)], new[] { first, second }.Select(d => (d.Message.Kind, d.Message.Alerts.Count, d.Message.Alerts[0].ResolvedTime is not null)));
    }

    [Fact]
    public void The_history_tells_that_a_message_was_given_up_after_a_day()
    {
        Channel("hook");
        Raised(f => f with { Channels = ["hook"] });
        _bench.Desk.Complete(Due(), new AlertSendResult(false, "Nothing listens."));
        _bench.Clock.Advance(TimeSpan.FromHours(25));

        _bench.Desk.Complete(Due(), new AlertSendResult(false, "Nothing listens."));

        Assert.Empty(_bench.Desk.TakeDue());
        Assert.Equal(["hook: Nothing listens.", "hook: Given up after 2 tries. Nothing listens."], _bench.One.History.Where(h => h.Kind == "not sent").Select(h => h.Text));
    }

    [Fact]
    public void Who_was_told_is_told_that_it_is_over()
    {
        Channel("hook");
        Raised(f => f with { Channels = ["hook"] });
        _bench.Desk.Complete(Due(), new AlertSendResult(true, "ok"));

        _bench.Price(99m);

        Assert.Equal(AlertMessageKind.Resolved, Due().Message.Kind);
    }

    [Fact]
    public void A_message_over_a_channel_that_is_switched_off_or_gone_is_given_up_and_says_so()
    {
        Channel("off", isEnabled: false);
        Raised(f => f with { Channels = ["off", "gone"] });

        Assert.Empty(_bench.Desk.TakeDue());

        Assert.Equal([("off", "The channel is switched off."), ("gone", "There is no such channel any more.")], _bench.One.Deliveries.Select(d => (d.Channel, d.Detail)));
        Assert.Equal(["off: The channel is switched off.", "gone: There is no such channel any more."], _bench.One.History.Where(h => h.Kind == "not sent").Select(h => h.Text));
    }

    [Fact]
    public void A_channel_that_a_rule_uses_cannot_be_removed()
    {
        Channel("hook");
        Raised(f => f with { Name = "Mine", Channels = ["hook"] });

        string fault = _bench.Desk.RemoveChannel("hook");

        Assert.Equal("A rule uses the channel: Mine. Take it out of there first.", fault);
    }

    [Fact]
    public void A_sign_of_life_is_due_every_so_many_seconds()
    {
        Channel("hook");
        _bench.Rule(new AlertConditionForm { Kind = "heartbeat", Seconds = 30 }, f => f with { Channels = ["hook"] });

        int[] due = [_bench.Desk.TakeHeartbeats().Count, Later(29), Later(1), Later(30)];

        Assert.Equal([1, 0, 1, 1], due);

        int Later(int seconds)
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(seconds));
            return _bench.Desk.TakeHeartbeats().Count;
        }
    }

    [Fact]
    public void A_rule_with_everything_wrong_says_all_of_it_at_once()
    {
        var faults = new AlertFaults();

        AlertRule? rule = new AlertRuleForm
        {
            Condition = new AlertConditionForm { Kind = "price", Comparison = "sideways", Hysteresis = -1m },
            Severity = "loud",
            HoldSeconds = -1,
            HoursFrom = "25:00",
            HoursTo = "26:00",
            EscalateMinutes = 5,
            Channels = ["nobody"],
        }.ToRule("r", "mira", "mira", [], faults);

        Assert.Null(rule);
        Assert.Equal(["channels", "comparison", "escalateChannels", "holdSeconds", "hoursFrom", "hoursTo", "hysteresis", "level", "severity", "symbol"], faults.ByField.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("9:30")]
    [InlineData(" 09:30 ")]
    public void A_time_of_day_is_read_with_one_digit_too(string from)
    {
        var faults = new AlertFaults();

        AlertRule? rule = new AlertRuleForm { Condition = new AlertConditionForm { Kind = "price", Symbol = "SPY", Level = 400m }, HoursFrom = from, HoursTo = "16:00" }.ToRule("r", "mira", "mira", [], faults);

        Assert.Equal((new TimeOnly(9, 30), new TimeOnly(16, 0)), (rule?.Hours?.From, rule?.Hours?.To));
    }
}
