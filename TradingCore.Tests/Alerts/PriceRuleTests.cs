using TradingCore.Alerts;
using TradingCore.Domain;

namespace TradingCore.Tests.Alerts;

public sealed class PriceRuleTests
{
    private static readonly AlertConditionForm Above100 = new() { Kind = "price", Symbol = "spy", Comparison = "above", Level = 100m };

    private readonly Bench _bench = new();

    [Fact]
    public void A_price_at_the_level_raises_and_one_below_does_not()
    {
        _bench.Rule(Above100);

        _bench.Price(99.99m);
        int below = _bench.All.Count;
        _bench.Price(100m);

        Assert.Equal(0, below);
        Assert.Equal(("SPY", "SPY last is 100: at or above 100."), (_bench.One.Ticker, _bench.One.Text));
    }

    [Theory]
    [InlineData("0.01", "SPY last at or above 430.50, armed again 0.10 back")]
    [InlineData("0.0001", "SPY last at or above 430.5000, armed again 0.1000 back")]
    public void A_rule_without_a_name_is_called_by_its_price_as_the_contract_has_it(string tick, string name)
    {
        AlertConditionForm condition = Above100 with { Level = 430.5m, Hysteresis = 0.1m };
        var instrument = new Instrument { Contract = new Contract { Ticker = "SPY", Symbol = "SPY" }, MinTick = decimal.Parse(tick, System.Globalization.CultureInfo.InvariantCulture) };

        AlertRule known = Made(condition, _ => instrument), unknown = Made(condition, _ => null);

        Assert.Equal((name, "SPY last at or above 430.5, armed again 0.1 back"), (known.Name, unknown.Name));

        static AlertRule Made(AlertConditionForm condition, Func<string, Instrument?> find) => new AlertRuleForm { Condition = condition }.ToRule("1", "mira", "mira", null, new AlertFaults(), find)!;
    }

    [Theory]
    [InlineData(SecurityType.Stock, -5, "SPY is a stock, whose price is above 0: -5 is never reached. Expected a level above 0.")]
    [InlineData(SecurityType.Stock, 0, "SPY is a stock, whose price is above 0: 0 is never reached. Expected a level above 0.")]
    [InlineData(SecurityType.Forex, -1, "SPY is a currency pair, whose price is above 0: -1 is never reached. Expected a level above 0.")]
    [InlineData(SecurityType.Option, -1, "SPY is an option, whose price is never below 0: -1 is never reached. Expected a level of 0 or more.")]
    [InlineData(SecurityType.Option, 0, null)]
    [InlineData(SecurityType.Future, -5, null)]
    [InlineData(SecurityType.Combo, -5, null)]
    [InlineData(SecurityType.Index, -5, null)]
    [InlineData(SecurityType.Stock, 5, null)]
    public void A_level_that_a_price_of_the_contract_never_reaches_is_said_to_be_one(SecurityType type, int level, string? said)
    {
        var instrument = new Instrument { Contract = new Contract { Ticker = "SPY", Symbol = "SPY", SecurityType = type }, MinTick = 0.01m };

        var faults = new AlertFaults();

        AlertRule? made = new AlertRuleForm { Condition = Above100 with { Level = level } }.ToRule("1", "mira", "mira", null, faults, _ => instrument);

        Assert.Equal((said, said is null), (faults.Of("level"), made is not null));
    }

    [Fact]
    public void While_the_price_stays_there_it_is_one_alert_and_it_is_over_when_the_price_leaves()
    {
        _bench.Rule(Above100);

        foreach (decimal price in (decimal[])[101m, 102m, 100m]) _bench.Price(price);
        Assert.Null(_bench.One.ResolvedTime);
        _bench.Price(99m);

        Assert.NotNull(_bench.One.ResolvedTime);
        Assert.True(_bench.One.IsActive, "nobody has acknowledged it");
    }

    [Fact]
    public void Within_the_hysteresis_it_is_not_armed_again_and_beyond_it_is()
    {
        _bench.Rule(Above100 with { Hysteresis = 0.5m });

        foreach (decimal price in (decimal[])[100m, 99.6m, 100m, 99.5m, 100m]) _bench.Price(price);
        int within = _bench.All.Count;
        foreach (decimal price in (decimal[])[99.4m, 100m]) _bench.Price(price);

        Assert.Equal((1, 2), (within, _bench.All.Count));
    }

    [Fact]
    public void A_rule_for_once_is_off_after_its_first_alert_and_on_again_when_somebody_says_so()
    {
        AlertRule rule = _bench.Rule(Above100, f => f with { Repeats = false });

        foreach (decimal price in (decimal[])[100m, 99m, 100m]) _bench.Price(price);
        Assert.False(_bench.Desk.FindRule(rule.Id)!.IsEnabled);
        int once = _bench.All.Count;
        _bench.Desk.Save(rule, "mira");
        _bench.Price(101m);

        Assert.Equal((1, 2), (once, _bench.All.Count));
    }

    [Fact]
    public void The_cooldown_keeps_a_second_alert_back_until_it_is_over()
    {
        _bench.Rule(Above100, f => f with { CooldownSeconds = 60 });

        foreach (decimal price in (decimal[])[100m, 99m, 100m]) _bench.Price(price);
        int within = _bench.All.Count;
        _bench.Look(afterSeconds: 60);

        Assert.Equal((1, 2), (within, _bench.All.Count));
    }

    [Fact]
    public void A_condition_that_must_hold_for_ten_seconds_is_not_met_by_nine()
    {
        _bench.Rule(Above100, f => f with { HoldSeconds = 10 });

        _bench.Price(100m);
        _bench.Look(afterSeconds: 9);
        int early = _bench.All.Count;
        _bench.Look(afterSeconds: 1);

        Assert.Equal((0, 1), (early, _bench.All.Count));
    }

    [Fact]
    public void Outside_its_hours_a_rule_waits_for_them()
    {
        // The bench begins at 11:00 in New York.
        _bench.Rule(Above100, f => f with { HoursFrom = "12:00", HoursTo = "16:00" });

        _bench.Price(100m);
        int early = _bench.All.Count;
        _bench.Look(afterSeconds: 3_600);

        Assert.Equal((0, 1), (early, _bench.All.Count));
    }

    [Fact]
    public void A_crossing_needs_a_price_on_the_other_side_first()
    {
        _bench.Rule(Above100 with { Comparison = "crossesAbove" });

        _bench.Price(101m);
        int first = _bench.All.Count;
        foreach (decimal price in (decimal[])[99m, 101m]) _bench.Price(price);

        Assert.Equal((0, 1), (first, _bench.All.Count));
    }

    [Fact]
    public void A_price_that_came_and_went_between_two_looks_is_seen_by_the_high_of_the_day()
    {
        _bench.Rule(Above100);

        _bench.Price(99m, high: 99.5m, low: 98m);
        _bench.Price(99m, high: 100.2m, low: 98m);

        Assert.Equal(100.2m, _bench.One.Value);
    }

    [Fact]
    public void A_high_from_before_the_first_look_is_old_news()
    {
        _bench.Rule(Above100);

        _bench.Price(99m, high: 104m, low: 98m);
        _bench.Price(99.1m, high: 104m, low: 98m);

        Assert.Empty(_bench.All);
    }

    [Fact]
    public void An_interrupted_quote_raises_nothing_and_ends_nothing()
    {
        _bench.Rule(Above100);
        _bench.Price(100m);

        _bench.View.Change(q => q with { IsInterrupted = true, Last = 90m });
        _bench.Look();

        Assert.Null(_bench.One.ResolvedTime);
    }

    [Fact]
    public void Bid_and_ask_are_prices_of_their_own()
    {
        _bench.Rule(Above100 with { Price = "ask" });

        _bench.Price(99.99m);

        Assert.Equal(100m, _bench.One.Value);
    }

    [Theory]
    [InlineData(-2, "moves", 1)]
    [InlineData(2, "moves", 1)]
    [InlineData(1.9, "moves", 0)]
    [InlineData(-2, "above", 0)]
    [InlineData(-2, "below", 0)]
    public void A_change_in_percent_is_measured_from_the_close_of_the_day_before(double percent, string comparison, int expected)
    {
        _bench.Rule(new AlertConditionForm { Kind = "change", Symbol = "SPY", Comparison = comparison, Level = comparison == "below" ? -2.5m : 2m });

        _bench.View.Price(100m + (decimal)percent, _bench.Clock.GetUtcNow(), close: 100m);
        _bench.Look();

        Assert.Equal(expected, _bench.All.Count);
    }

    [Fact]
    public void A_change_over_minutes_is_measured_from_the_bar_that_ended_then()
    {
        _bench.Rule(new AlertConditionForm { Kind = "change", Symbol = "SPY", Comparison = "above", Level = 1m, Minutes = 5 });
        _bench.View.Bars(BarSize.OneMinute, (Bench.Start.AddMinutes(-7), 98m, 1m, true), (Bench.Start.AddMinutes(-6), 100m, 1m, true), (Bench.Start.AddMinutes(-1), 100.5m, 1m, true));

        _bench.Price(100.9m);
        int below = _bench.All.Count;
        _bench.Price(101m);

        Assert.Equal((0, 1), (below, _bench.All.Count));
    }
}
