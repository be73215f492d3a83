using System.Globalization;
using Bunit;
using TradingBlazor.Components.Ticketing;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Components;

/// <summary>What most orders do not have: each is sent as typed, and the button says it.</summary>
public sealed class TicketPartsTests : DeskTest
{
    public TicketPartsTests()
    {
        View.Watch(Given.Instrument());
        View.Watch(Given.Instrument("QQQ"));
        View.Put(Given.Quote());
        View.Accounts = [new AccountState { Account = new AccountId("DU1234567"), Currency = "USD", NetLiquidation = 100_000m }];
        State.Ticker = "SPY";
    }

    private OrderSpec Sent(IRenderedComponent<Ticket> cut)
    {
        Find(cut, "ticket-submit").Click();
        return Assert.Single(Commands.Submits).Spec;
    }

    [Fact]
    public void The_common_case_is_three_fields_and_the_rest_is_folded_away()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Assert.Equal(["ticket-size-unit", "ticket-quantity", "ticket-type", "ticket-limit", "ticket-tif"], cut.FindAll(".ticket-body input, .ticket-body select").Select(e => e.GetAttribute("data-testid")));
    }

    [Fact]
    public void Every_order_type_and_time_in_force_can_be_chosen_and_what_the_broker_does_not_take_together_says_why()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Assert.Equal(["MKT", "LMT", "STP", "STP LMT", "TRAIL", "TRAIL LIMIT", "MIT", "LIT", "MOC", "LOC", "MIDPRICE", "REL", "PEG MID"], Find(cut, "ticket-type").Children.Select(o => o.TextContent));
        Assert.Equal(["DAY", "GTC", "IOC", "GTD", "FOK", "OPG"], Find(cut, "ticket-tif").Children.Select(o => o.TextContent));
        Find(cut, "ticket-type").Change("MOC");

        Assert.Equal(["GTC", "IOC", "GTD", "FOK", "OPG"], Find(cut, "ticket-tif").Children.Where(o => o.HasAttribute("disabled")).Select(o => o.TextContent));
        Assert.Equal("An order of the closing auction (MOC) is for the day, not GTC", Find(cut, "ticket-tif").Children[1].GetAttribute("title"));
    }

    [Fact]
    public void A_trailing_stop_limit_good_till_a_date()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-side-sell").Click();
        Find(cut, "ticket-type").Change("TRAIL LIMIT");
        Find(cut, "ticket-stop").Input("425");
        Find(cut, "ticket-trail").Input("1.50");
        Find(cut, "ticket-offset").Input("0.20");
        Find(cut, "ticket-tif").Change("GTD");
        Find(cut, "ticket-good-till").Input("2026-03-20T16:00");

        Assert.Equal("Sell 100 SPY trailing by 1.5, from 425.00, limit 0.2 beyond, until Mar 20 2026 16:00 ET", Text(cut, "ticket-submit"));
        OrderSpec spec = Sent(cut);
        Assert.Equal((425m, (decimal?)null, TimeInForce.Gtd), (spec.StopPrice, spec.LimitPrice, spec.Tif));
        Assert.Equal(new OrderAttributes { TrailAmount = 1.5m, Offset = 0.2m, GoodTill = new DateTimeOffset(2026, 3, 20, 20, 0, 0, TimeSpan.Zero) }, spec.Attributes);
    }

    [Fact]
    public void A_pegged_order_needs_no_cap_and_a_touch_order_starts_on_the_other_side_than_a_stop()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Find(cut, "ticket-type").Change("MIT");
        string? touch = Find(cut, "ticket-stop").GetAttribute("value");
        Find(cut, "ticket-type").Change("STP");
        string? stop = Find(cut, "ticket-stop").GetAttribute("value");
        Find(cut, "ticket-type").Change("REL");
        Find(cut, "ticket-offset").Input("0.02");

        Assert.Equal(("429.69", "430.57"), (touch, stop));
        Assert.Equal("Buy 100 SPY at the bid plus 0.02", Text(cut, "ticket-submit"));
        Find(cut, "ticket-limit").Input("431");
        Assert.Equal("Buy 100 SPY at the bid plus 0.02, not above 431.00", Text(cut, "ticket-submit"));
        Assert.Equal(OrderType.Relative, Sent(cut).Type);
    }

    [Fact]
    public void An_algorithm_with_its_parameters()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-section-algo").Click();
        Find(cut, "ticket-algo").Change("Vwap");
        Find(cut, "ticket-algo-maxPctVol").Input("60");
        string tooMuch = Text(cut, "ticket-submit");
        Find(cut, "ticket-algo-maxPctVol").Input("20");
        Find(cut, "ticket-algo-endTime").Input("15:30");
        Find(cut, "ticket-algo-noTakeLiq").Change(true);

        Assert.Equal("Enter most of the volume as 10 to 50 %, or leave it empty", tooMuch);
        Assert.Equal("Buy 100 SPY at market, by VWAP (at most 20 % of the volume, to 15:30:00 ET, only rest)", Text(cut, "ticket-submit"));
        Assert.Equal(new OrderAlgo("Vwap", [new("maxPctVol", "0.2"), new("endTime", "15:30:00 US/Eastern"), new("noTakeLiq", "1")]), Sent(cut).Attributes.Algo);
    }

    [Fact]
    public void Conditions_of_every_kind_joined_by_and_and_or()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-section-conditions").Click();
        for (int i = 0; i < 6; i++) Find(cut, "ticket-condition-add").Click();
        string first = Text(cut, "ticket-submit");
        Find(cut, "condition-value-0").Input("430.50");
        Find(cut, "condition-method-0").Change("2");
        Find(cut, "condition-join-0").Change("or");
        Find(cut, "condition-kind-1").Change("Time");
        Find(cut, "condition-time-1").Input("2026-03-10T15:00");
        Find(cut, "condition-kind-2").Change("Margin");
        Find(cut, "condition-value-2").Input("30");
        Find(cut, "condition-kind-3").Change("Volume");
        Find(cut, "condition-value-3").Input("1,000,000");
        Find(cut, "condition-kind-4").Change("Percent");
        Find(cut, "condition-symbol-4").Input("qqq");
        Find(cut, "condition-value-4").Input("-1.5");
        Find(cut, "condition-more-4").Change("less");
        Find(cut, "condition-kind-5").Change("Execution");
        Find(cut, "ticket-conditions-effect").Change("cancel");

        Assert.Equal("Enter the price of the condition", first);
        OrderConditions conditions = Sent(cut).Attributes.Conditions!;
        ConId spy = Given.Instrument().Contract.ConId, qqq = Given.Instrument("QQQ").Contract.ConId;
        Assert.Equal(
            new OrderConditions(
                [
                    new PriceCondition(false, spy, "SMART", true, 430.5m, 2), new TimeCondition(true, true, new DateTimeOffset(2026, 3, 10, 19, 0, 0, TimeSpan.Zero)), new MarginCondition(true, true, 30),
                    new VolumeCondition(true, spy, "SMART", true, 1_000_000), new PercentChangeCondition(true, qqq, "SMART", false, -1.5m), new ExecutionCondition(true, "SPY", SecurityType.Stock, "SMART"),
                ],
                CancelOrder: true),
            conditions);
    }

    [Fact]
    public void A_condition_on_a_contract_that_is_not_watched_says_so_and_can_be_taken_away()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-section-conditions").Click();
        Find(cut, "ticket-condition-add").Click();
        Find(cut, "condition-symbol-0").Input("XYZ");
        Find(cut, "condition-value-0").Input("1");

        string problem = Text(cut, "ticket-submit");
        Find(cut, "condition-remove-0").Click();

        Assert.Equal("XYZ is not on the watchlist, so no condition can watch it: add it first", problem);
        Assert.Equal("Buy 100 SPY at market", Text(cut, "ticket-submit"));
    }

    [Fact]
    public void Attributes_and_links_to_other_orders()
    {
        var watched = new OrderConditions([new PriceCondition(true, View.Watchlist[0].Instrument!.Contract.ConId, "SMART", true, 410m)]);
        View.Orders = [Given.Order("TB-7"), Given.Order("TB-8") with { Attributes = new OrderAttributes { Conditions = watched } }];
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-type").Change("LMT");
        Find(cut, "ticket-limit").Input("430");
        Find(cut, "ticket-section-more").Click();
        Find(cut, "ticket-outside-rth").Change(true);
        Find(cut, "ticket-display-size").Input("10");
        Find(cut, "ticket-min-quantity").Input("5");
        Find(cut, "ticket-sweep").Change(true);
        Find(cut, "ticket-oca-group").Input("pair");
        Find(cut, "ticket-oca-type").Change("ReduceWithBlock");
        Assert.Equal(["at once", "Buy 100 SPY at 400.00 limit", "Buy 100 SPY at 400.00 limit, when SPY is at or above 410"], Find(cut, "ticket-parent").QuerySelectorAll("option").Select(o => o.TextContent));
        Find(cut, "ticket-parent").Change("TB-7");
        Find(cut, "ticket-good-after").Input("2026-03-10T15:00");

        Assert.Equal(
            "Buy 100 SPY at 430.00 limit, outside regular hours too, not before Mar 10 2026 15:00 ET, showing 10 at a time, at least 5 at first, sweeping all exchanges, in the one-cancels-all group pair, after \"Buy 100 SPY at 400.00 limit\" has filled",
            Text(cut, "ticket-submit"));
        OrderSpec spec = Sent(cut);
        Assert.True(spec.OutsideRth);
        Assert.Equal(
            new OrderAttributes { DisplaySize = 10m, MinQuantity = 5m, SweepToFill = true, OcaGroup = "pair", OcaType = OcaType.ReduceWithBlock, Parent = new OrderRef("TB-7"), GoodAfter = new DateTimeOffset(2026, 3, 10, 19, 0, 0, TimeSpan.Zero) },
            spec.Attributes);
    }

    [Fact]
    public void Hidden_and_all_or_none()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-section-more").Click();
        Find(cut, "ticket-hidden").Change(true);
        Find(cut, "ticket-all-or-none").Change(true);

        OrderAttributes attributes = Sent(cut).Attributes;

        Assert.Equal((true, true), (attributes.Hidden, attributes.AllOrNone));
    }

    [Fact]
    public void A_combination_has_its_own_name_and_a_net_price_that_may_be_below_zero()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-section-legs").Click();
        Find(cut, "ticket-leg-add").Click();
        Find(cut, "leg-symbol-1").Input("qqq");
        Find(cut, "leg-ratio-1").Input("2");
        Find(cut, "ticket-type").Change("LMT");
        Find(cut, "ticket-limit").Input("-1.25");

        Assert.Equal("Buy 1 +1 SPY −2 QQQ at -1.25 limit", Text(cut, "ticket-submit"));
        OrderSpec spec = Sent(cut);
        Assert.Equal(("+1 SPY −2 QQQ", -1.25m, 1m), (spec.Ticker, spec.LimitPrice, spec.Quantity));
        Assert.Equal(new ComboLegs([new ComboLeg(default, "SPY", 1, OrderSide.Buy), new ComboLeg(default, "QQQ", 2, OrderSide.Sell)]), spec.Legs);
    }

    [Fact]
    public void A_stop_loss_can_be_a_stop_limit_and_exits_can_end_with_the_day()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-exits-toggle").Click();
        Find(cut, "ticket-loss").Input("425");
        Find(cut, "ticket-loss-limit").Input("0.50");
        Find(cut, "ticket-exit-tif").Change("day");

        Assert.Equal(new BracketSpec(null, new ExitSpec { Price = 425m, LimitOffset = 0.5m, Tif = TimeInForce.Day }), Sent(cut).Bracket);
    }

    [Fact]
    public void A_size_by_value_is_counted_down_to_whole_shares()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-size-unit").Change("Notional");
        Find(cut, "ticket-quantity").Input("10,000");

        Assert.Equal("Buy 23 SPY at market", Text(cut, "ticket-submit"));
        Assert.Equal("23 × 430.13 = 9,892.99 USD", Text(cut, "ticket-size-note"));
        Find(cut, "ticket-quantity").Input("100");
        Assert.Equal("100.00 USD is less than 1 at 430.13", Text(cut, "ticket-submit"));
    }

    [Fact]
    public void A_size_by_risk_is_counted_from_the_stop_loss_and_the_equity()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-size-unit").Change("RiskPercent");
        string without = Text(cut, "ticket-submit");
        Find(cut, "ticket-quantity").Input("0.5");
        Find(cut, "ticket-loss").Input("425");

        Assert.Equal("Enter a stop loss: the risk is counted from it", without);
        // 500 at risk, 5.13 a share: 97.4.
        Assert.Equal("97 × 5.13 = 497.61 USD at risk of 500.00", Text(cut, "ticket-size-note"));
        Assert.Equal(97m, Sent(cut).Quantity);
    }

    [Fact]
    public void Exits_that_were_opened_for_the_risk_alone_go_with_it_and_typed_ones_stay()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-size-unit").Change("RiskPercent");
        Find(cut, "ticket-size-unit").Change("Quantity");
        bool isOpen = Has(cut, "ticket-exits");
        Find(cut, "ticket-size-unit").Change("RiskPercent");
        Find(cut, "ticket-loss").Input("425");
        Find(cut, "ticket-size-unit").Change("Quantity");

        Assert.False(isOpen);
        Assert.Equal("425", Find(cut, "ticket-loss").GetAttribute("value"));
    }

    [Fact]
    public void A_risk_in_another_currency_needs_a_rate()
    {
        View.Accounts = [View.Accounts[0] with { Currency = "EUR" }];
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-size-unit").Change("RiskPercent");
        Find(cut, "ticket-loss").Input("425.13");
        string without = Text(cut, "ticket-submit");

        View.Money = new MoneyState { Rates = [new ExchangeRate("EUR", "USD", 1.25m, new DateOnly(2026, 3, 10), "quote", Given.Now)] };
        Find(cut, "ticket-quantity").Input("1");

        Assert.Equal("No rate of USD in EUR is known to count the risk with", without);
        // 1,000 EUR at risk, 5 USD = 4 EUR a share.
        Assert.Equal(250m, Sent(cut).Quantity);
    }

    [Fact]
    public void An_order_by_amount_leaves_the_quantity_to_the_broker()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-size-unit").Change("Cash");
        Find(cut, "ticket-quantity").Input("2,500");

        Assert.Equal("Buy SPY for 2,500.00 at market", Text(cut, "ticket-submit"));
        OrderSpec spec = Sent(cut);
        Assert.Equal((0m, 2500m), (spec.Quantity, spec.Attributes.CashQuantity));
    }

    [Theory]
    [InlineData(SecurityType.Future, 50, "contracts", "Dec 2026 × 50 USD")]
    [InlineData(SecurityType.Option, 100, "contracts", "Call 430 Dec 2026 × 100 USD")]
    [InlineData(SecurityType.Forex, 1, "SPY", "Currency pair USD")]
    [InlineData(SecurityType.Crypto, 1, "SPY", "Crypto USD")]
    public void The_ticket_says_what_kind_of_contract_it_is_and_what_its_quantity_counts(SecurityType type, int multiplier, string unit, string kind)
    {
        Instrument instrument = Given.Instrument();
        View.Put(instrument with { Contract = instrument.Contract with { SecurityType = type, Multiplier = multiplier, LastTradeDateOrContractMonth = "202612", Strike = type == SecurityType.Option ? 430m : null, Right = type == SecurityType.Option ? "C" : "" } });

        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Assert.Equal(unit, Find(cut, "ticket-size-unit").Children[0].TextContent);
        Assert.Equal(kind, Text(cut, "ticket-kind"));
    }

    [Theory]
    [InlineData("SPY 400C Dec18'26", "SPY 261218C00405000")]
    [InlineData("spy dec18'26 400 call", "spy 405c dec18'26")]
    public void A_leg_is_known_by_the_name_that_the_watchlist_prints_and_the_button_says_the_combination_in_short(string first, string second)
    {
        var draft = new TicketDraft { Quantity = "1", Legs = [new LegDraft { Symbol = first }, new LegDraft { Symbol = second, Side = OrderSide.Sell }] };

        OrderSpec spec = TicketReader.Read(draft, new TicketFacts("SPY", null, null, null, null, "", null, _ => null)).Spec!;

        Assert.Equal("+1 SPY 261218C00400000 −1 SPY 261218C00405000", spec.Ticker);
        Assert.StartsWith("Buy 1 SPY Dec18'26 +1 400C −1 405C at market", OrderSentence.Of(spec, 2), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_was_counted_from_a_price_is_shown_with_the_digits_that_somebody_reads()
    {
        IRenderedComponent<DenialFigures> cut = Render<DenialFigures>(p => p.Add(d => d.Check, new RiskCheckResult("R14", "LULD band", false, 490m, 420.02790459m, "")));

        Assert.Equal("observed 490 limit 420.0279", string.Join(' ', Text(cut, "denial-R14").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData(RiskUnit.Money, "892123.461", "450000", "observed 892,123.46 limit 450,000.00")]
    [InlineData(RiskUnit.Money, "-2000.5", "-1999.999", "observed −2,000.50 limit −2,000.00")]
    [InlineData(RiskUnit.Count, "5", "4", "observed 5 limit 4")]
    [InlineData(RiskUnit.Quantity, "1500", "1000", "observed 1,500 limit 1,000")]
    [InlineData(RiskUnit.Duration, "31.2526308", "30", "observed 31.3 limit 30")]
    [InlineData(RiskUnit.Percent, "3.25263081", "3", "observed 3.2526 limit 3")]
    [InlineData(null, "430.125", "430", "observed 430.125 limit 430")]
    public void Figures_of_a_limit_are_written_by_the_unit_that_the_check_gives_them(RiskUnit? unit, string observed, string limit, string said)
    {
        IRenderedComponent<DenialFigures> cut = Render<DenialFigures>(p => p.Add(d => d.Check, new RiskCheckResult("R27", "", false, decimal.Parse(observed, CultureInfo.InvariantCulture), decimal.Parse(limit, CultureInfo.InvariantCulture), "", unit)));

        Assert.Equal(said, string.Join(' ', Text(cut, "denial-R27").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData(0, true, "Bid, halted")]
    [InlineData(13, false, "Bid, 13 s old")]
    [InlineData(0, false, "Bid")]
    public async Task The_prices_of_the_ticket_say_when_nobody_can_trade_at_them(int seconds, bool isHalted, string word)
    {
        View.Put(Given.Quote() with { IsHalted = isHalted, ReceivedTime = Clock.GetUtcNow() });
        IRenderedComponent<TicketTouch> cut = Render<TicketTouch>(p => p.Add(t => t.OnPrice, _ => { }));

        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await BeatAsync();

        Assert.Equal(word, Find(cut, "ticket-bid").QuerySelector("span")!.TextContent);
        Assert.Equal(word == "Bid" ? "false" : "true", Find(cut, "ticket-touch").GetAttribute("data-stale"));
    }

    [Fact]
    public void A_denial_shows_what_was_observed_and_the_limit_beside_the_sentence()
    {
        Commands.OnPreview = (_, _) => Task.FromResult(new PreviewResult(Given.Denied(), null, null));
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Clock.Advance(TimeSpan.FromMilliseconds(300));

        cut.WaitForAssertion(() => Assert.Equal("observed 1,000,000 limit 1,000", string.Join(' ', Text(cut, "denial-R08").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("ask an admin to raise the limit", Text(cut, "ticket-preview-check-R08"), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_orders_that_would_be_cancelled_first_are_named_before_the_order_is_sent()
    {
        Order resting = Given.Order("TB-7", OrderState.Working) with { Side = OrderSide.Sell, Quantity = 50m, LimitPrice = 430.1m };
        Commands.OnPreview = (_, _) => Task.FromResult(new PreviewResult(Given.Allowed, 43_013m, null) { WouldCancel = [resting] });
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Clock.Advance(TimeSpan.FromMilliseconds(300));

        cut.WaitForAssertion(() => Assert.Equal("It would trade with your own order to sell 50 SPY at 430.10 (R34): that one is cancelled first, and it waits until that is confirmed.", Text(cut, "ticket-would-cancel")));
        Assert.Contains("Risk lets it wait", Text(cut, "ticket-preview"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_order_again_a_moment_after_it_was_sent_is_no_alarm()
    {
        var verdict = new RiskVerdict([new RiskCheckResult("R33", "Duplicate", false, 1.2526308m, 2m, "The same order was sent 1.3 s ago (R33). Wait 2 s if you mean a second one.")]);
        Commands.OnPreview = (_, _) => Task.FromResult(new PreviewResult(verdict, null, null));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        cut.WaitForAssertion(() => Assert.Contains("sent 1.3 s ago", Text(cut, "ticket-preview"), StringComparison.Ordinal));
        Assert.Contains("Sent just now", Text(cut, "ticket-preview"), StringComparison.Ordinal);
        Assert.DoesNotContain("is-denied", Find(cut, "ticket-preview").ClassName, StringComparison.Ordinal);
        Assert.DoesNotContain("1.2526308", cut.Markup, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll(".ticket-verdict"));
    }

    [Fact]
    public void A_stop_that_would_trigger_at_once_can_be_meant()
    {
        var verdict = new RiskVerdict([new RiskCheckResult("R15", "Stop side", false, 425m, 430m, "The stop would trigger at once.")]);
        Commands.OnPreview = (_, _) => Task.FromResult(new PreviewResult(verdict, null, null));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.True(Has(cut, "ticket-trigger-now")));

        Find(cut, "ticket-trigger-now").Change(true);

        Assert.True(Sent(cut).MayTriggerNow);
    }
}
