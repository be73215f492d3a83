using TradingCore.Alerts;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Alerts;

/// <summary>Every kind of condition but prices and orders, which have tests of their own.</summary>
public sealed class KindTests
{
    private readonly Bench _bench = new();

    private static DateTimeOffset Minute(int number) => Bench.Start.AddMinutes(number);

    [Fact]
    public void An_indicator_crosses_when_its_bar_has_closed_and_once_for_each_bar()
    {
        _bench.Rule(new AlertConditionForm { Kind = "indicator", Symbol = "SPY", Size = "1m", Indicator = "sma:2", Comparison = "crossesAbove", Level = 100m });
        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 98m, 1m, true), (Minute(1), 98m, 1m, true));
        _bench.Look();

        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 98m, 1m, true), (Minute(1), 98m, 1m, true), (Minute(2), 104m, 1m, false));
        _bench.Look();
        int running = _bench.All.Count;
        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 98m, 1m, true), (Minute(1), 98m, 1m, true), (Minute(2), 104m, 1m, true));
        _bench.Look();
        _bench.Look();

        Assert.Equal((0, 101m), (running, _bench.One.Value));
    }

    [Fact]
    public void Bars_that_came_together_are_judged_one_by_one_so_that_a_crossing_in_the_middle_is_not_missed()
    {
        _bench.Rule(new AlertConditionForm { Kind = "indicator", Symbol = "SPY", Size = "1m", Indicator = "sma:1", Comparison = "crossesAbove", Other = "sma:3" });
        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 100m, 1m, true), (Minute(1), 99m, 1m, true), (Minute(2), 98m, 1m, true));
        _bench.Look();

        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 100m, 1m, true), (Minute(1), 99m, 1m, true), (Minute(2), 98m, 1m, true), (Minute(3), 105m, 1m, true), (Minute(4), 90m, 1m, true));
        _bench.Look();

        Assert.Contains("sma1 of the 1m bar is 105", _bench.One.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "No verified session with the gateway since the program started. Not started.")]
    [InlineData(true, "No verified session with the gateway since 2026-03-10 15:01:00 UTC. Not started.")]
    public void A_lost_session_is_told_since_it_was_lost_and_never_since_the_year_1(bool wasThere, string expected)
    {
        _bench.Rule(new AlertConditionForm { Kind = "connection", What = "sessionLost" });
        _bench.View.Session = new SessionStatus { Cause = "Not started.", DownSince = wasThere ? Minute(1) : null, Since = wasThere ? Minute(7) : default };

        _bench.Look();

        Assert.Equal(expected, _bench.One.Text);
    }

    [Fact]
    public void Volume_of_a_bar_raises_while_it_runs_and_again_for_the_next_bar()
    {
        _bench.Rule(new AlertConditionForm { Kind = "volume", Symbol = "SPY", Size = "1m", Level = 1_000m });

        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 100m, 999m, false));
        _bench.Look();
        int below = _bench.All.Count;
        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 100m, 1_000m, false));
        _bench.Look();
        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 100m, 1_200m, true), (Minute(1), 100m, 10m, false));
        _bench.Look();
        int first = _bench.All.Count;
        _bench.View.Bars(BarSize.OneMinute, (Minute(0), 100m, 1_200m, true), (Minute(1), 100m, 1_500m, false));
        _bench.Look();

        Assert.Equal((0, 1, 2), (below, first, _bench.All.Count));
    }

    [Fact]
    public void Volume_of_the_day_raises_once_a_day()
    {
        _bench.Rule(new AlertConditionForm { Kind = "volume", Symbol = "SPY", Level = 1_000_000m });

        foreach (decimal volume in (decimal[])[999_999m, 1_000_000m, 1_100_000m])
        {
            _bench.View.Price(100m, _bench.Clock.GetUtcNow(), volume: volume);
            _bench.Look();
        }

        Assert.Equal(1_000_000m, _bench.One.Value);
    }

    [Fact]
    public void Day_profit_of_an_account_raises_at_the_loss_and_not_before()
    {
        _bench.Rule(new AlertConditionForm { Kind = "pnl", Comparison = "below", Level = -2_000m });

        Day(-1_999.99m);
        int before = _bench.All.Count;
        Day(-2_000m);

        Assert.Equal((0, "day P&L of DU1 is -2,000.00 USD: at or below -2,000."), (before, _bench.One.Text));

        void Day(decimal pnl)
        {
            _bench.View.Accounts = [new AccountState { Account = new AccountId("DU1"), Currency = "USD", NetLiquidation = 100_000m }];
            _bench.View.Money = new MoneyState { Ledgers = [new DayLedger { Account = new AccountId("DU1"), BaseCurrency = "USD", DayPnl = pnl }] };
            _bench.Look();
        }
    }

    [Fact]
    public void Unrealized_profit_of_a_symbol_is_told_by_its_position_alone()
    {
        _bench.Rule(new AlertConditionForm { Kind = "pnl", Symbol = "SPY", Figure = "unrealized", Comparison = "above", Level = 500m });

        _bench.View.Positions = [Held("SPY", 500m), Held("QQQ", 9_000m)];
        _bench.Look();

        Assert.Equal(("DU1 SPY", 500m), (_bench.One.Subject, _bench.One.Value));

        static Position Held(string ticker, decimal pnl) => new() { Account = new AccountId("DU1"), Contract = new Contract { Ticker = ticker, Symbol = ticker, Currency = "USD" }, Quantity = 10m, UnrealizedPnl = pnl };
    }

    [Fact]
    public void Use_of_a_limit_raises_for_each_limit_that_is_used_so_far()
    {
        _bench.Rule(new AlertConditionForm { Kind = "riskUsage", Level = 80m });

        _bench.View.Current = _bench.View.Current with
        {
            Accounts = [new AccountRisk(new AccountId("DU1"), "USD", TradingGate.Open, null, null, null, null,
                [new RiskUsage("R25", "Daily loss", 80m, 100m, RiskUnit.Money), new RiskUsage("R10", "Gross exposure", 79m, 100m, RiskUnit.Money)],
                [new SymbolRisk("SPY", TradingGate.Open, 0m, 0m, 0m, [new RiskUsage("R12", "Position", 95m, 100m, RiskUnit.Money)])])],
        };
        _bench.Look();

        Assert.Equal(["DU1 R12 SPY", "DU1 R25"], _bench.All.Select(a => a.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_silent_symbol_raises_after_its_seconds_and_is_over_with_the_next_tick()
    {
        _bench.Rule(new AlertConditionForm { Kind = "silence", What = "ticks", Symbol = "SPY", Seconds = 30 });
        _bench.Price(100m);

        _bench.Look(afterSeconds: 29);
        int early = _bench.All.Count;
        _bench.Look(afterSeconds: 1);
        Assert.Null(_bench.One.ResolvedTime);
        _bench.Price(100m);

        Assert.Equal(0, early);
        Assert.NotNull(_bench.One.ResolvedTime);
    }

    [Fact]
    public void A_program_that_never_spoke_is_missed_from_the_first_look_on()
    {
        _bench.Rule(new AlertConditionForm { Kind = "silence", What = "program", Program = "model", Seconds = 60 });

        _bench.Look();
        _bench.Look(afterSeconds: 59);
        int early = _bench.All.Count;
        _bench.Look(afterSeconds: 1);
        Assert.Null(_bench.One.ResolvedTime);
        _bench.Heartbeats.Beat("model", _bench.Clock.GetUtcNow());
        _bench.Look();

        Assert.Equal(0, early);
        Assert.NotNull(_bench.One.ResolvedTime);
    }

    [Fact]
    public void No_bar_for_its_seconds_is_silence_as_well()
    {
        _bench.Rule(new AlertConditionForm { Kind = "silence", What = "bars", Symbol = "SPY", Seconds = 20 });
        _bench.View.Bars(BarSize.FiveSeconds, (Bench.Start, 100m, 1m, true));

        _bench.Look(afterSeconds: 1);
        _bench.Look(afterSeconds: 23);
        int early = _bench.All.Count;
        _bench.Look(afterSeconds: 2);

        Assert.Equal((0, 1), (early, _bench.All.Count));
    }

    [Fact]
    public void A_farm_that_is_down_raises_under_its_name_and_is_over_when_it_is_back()
    {
        _bench.Rule(new AlertConditionForm { Kind = "connection", What = "farmDown" });

        Farm(FarmHealth.Disconnected);
        Assert.Equal("usfarm", _bench.One.Subject);
        Farm(FarmHealth.Connected);

        Assert.NotNull(_bench.One.ResolvedTime);

        void Farm(FarmHealth health)
        {
            _bench.View.Session = _bench.View.Session with { Farms = [new FarmState("usfarm", FarmKind.MarketData, health, _bench.Clock.GetUtcNow())] };
            _bench.Look();
        }
    }

    [Fact]
    public void By_default_admins_hear_of_everything_critical()
    {
        var bench = new Bench(withDefaults: true);
        bench.Heartbeats.Beat(HeartbeatBook.Guard, Bench.Start);

        bench.View.Session = bench.View.Session with { State = SessionState.WaitingToReconnect, NeedsPerson = true, Cause = "The gateway asks for a login." };
        bench.View.Money = new MoneyState { TieOut = [new TieOutItem { Account = new AccountId("DU1"), Ticker = "SPY", State = TieOutState.Halted }] };
        bench.View.KillSwitches = [new KillStatus { Level = KillLevel.Block, Who = "mira", Reason = "test" }];
        bench.View.Current = bench.View.Current with { Latches = [new RiskLatch { Id = "R25:account:DU1", Code = "R25", Reason = "The loss of the day is at its limit." }] };
        bench.View.Orders = [new Order { OrderRef = new OrderRef("TB-1"), Contract = new Contract { Ticker = "SPY", Symbol = "SPY" }, Quantity = 100m, State = OrderState.Unknown }];
        bench.Facts.StorageFailure = "The history cannot be written.";
        bench.View.Call("Approve the login.");
        bench.Look();
        bench.Look(afterSeconds: 31);

        Assert.Equal(
            ["default.called", "default.guard", "default.kill-switch", "default.latch", "default.person", "default.session", "default.storage", "default.tie-out", "default.unknown-order"],
            bench.All.Select(a => a.RuleId).Order(StringComparer.Ordinal));
        Assert.All(bench.All, a => Assert.Equal((AlertSeverity.Critical, AlertRule.Admins, true), (a.Severity, a.Owner, a.IsForAdmins)));
    }

    [Fact]
    public void A_lost_session_is_no_alert_while_every_market_is_closed()
    {
        var bench = new Bench(withDefaults: true);
        var spy = new Instrument { Contract = new Contract { Ticker = "SPY", Symbol = "SPY" }, TimeZoneId = "America/New_York", TradingHours = "20260310:0930-20260310:1030" };
        bench.View.Watchlist = [new TradingCore.MarketData.WatchlistItem("SPY", new ContractQuery("SPY"), spy, TradingCore.MarketData.WatchState.Subscribed, "")];

        bench.View.Session = bench.View.Session with { State = SessionState.NightlyReset };
        bench.Look();
        bench.Look(afterSeconds: 60);

        Assert.Empty(bench.All);
    }

    [Fact]
    public void A_default_rule_can_be_changed_and_not_removed()
    {
        var bench = new Bench(withDefaults: true);

        string fault = bench.Desk.Remove("default.session");

        Assert.Equal(DefaultRules.CannotBeRemoved, fault);
        Assert.NotNull(bench.Desk.FindRule("default.session"));
    }
}
