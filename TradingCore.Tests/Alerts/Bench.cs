using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Alerts;
using TradingCore.Domain;
using TradingCore.Orders;

namespace TradingCore.Tests.Alerts;

/// <summary>Rules over a set view and a hand-moved clock: a look is made when the test says so.</summary>
internal sealed class Bench
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    private readonly OrderNewsReader _news;
    private long _lastNotice;
    private int _rules;

    public Bench(bool withDefaults = false)
    {
        Desk = new AlertDesk(Clock, NullLogger<AlertDesk>.Instance);
        Facts = new AlertFacts(View, View, Heartbeats);
        _news = View.FollowOrders();
        if (withDefaults) return;
        foreach (AlertRule rule in DefaultRules.All) Desk.Save(rule with { IsEnabled = false, OffReason = "not part of the test" }, "test");
    }

    public FakeTimeProvider Clock { get; } = new(Start);
    public SetView View { get; } = new();
    public HeartbeatBook Heartbeats { get; } = new();
    public AlertDesk Desk { get; }
    public AlertFacts Facts { get; }

    public IReadOnlyList<Alert> All => [.. Desk.Current.Active.Concat(Desk.Current.Closed).OrderBy(a => a.RaisedTime)];

    public Alert One => Assert.Single(All);

    /// <summary>A rule of the condition; it repeats unless the form says otherwise.</summary>
    public AlertRule Rule(AlertConditionForm condition, Func<AlertRuleForm, AlertRuleForm>? with = null)
    {
        AlertRuleForm form = new() { Condition = condition, Repeats = true };
        var faults = new AlertFaults();
        AlertRule? rule = (with is null ? form : with(form)).ToRule($"rule-{++_rules}", "mira", "mira", null, faults);
        Assert.True(rule is not null, faults.Summary);
        Desk.Save(rule, "mira");
        return rule;
    }

    /// <summary>A look, some time after the last one.</summary>
    public void Look(double afterSeconds = 0.25)
    {
        Clock.Advance(TimeSpan.FromSeconds(afterSeconds));
        var news = new List<OrderNews>();
        while (_news.TryTake(out OrderNews one)) news.Add(one);
        var notices = View.NoticesSince(_lastNotice);
        if (notices.Count > 0) _lastNotice = notices[^1].Sequence;
        Desk.Evaluate(Facts, news, [.. notices.Where(n => n.CallsPerson)]);
    }

    /// <summary>A last price, and a look at it.</summary>
    public void Price(decimal last, decimal? high = null, decimal? low = null)
    {
        View.Price(last, Clock.GetUtcNow(), high, low);
        Look();
    }

    public void Happens(Order order, string kind, string source = "broker", string text = "") =>
        View.News.Changed(order, order with { History = [.. order.History, new OrderEvent(Clock.GetUtcNow(), kind, order.State, source, text)] });
}
