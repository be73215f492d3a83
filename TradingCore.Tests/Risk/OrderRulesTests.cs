using TradingCore.Domain;
using TradingCore.Risk.Form;

namespace TradingCore.Tests.Risk;

public class OrderRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_plain_order_of_every_type_has_no_fault()
    {
        foreach (OrderType type in OrderTypes.All) Assert.Empty(Check(Whole(type)));
    }

    [Fact]
    public void An_order_without_a_price_that_its_type_needs_is_refused()
    {
        foreach (OrderType type in OrderTypes.All)
        {
            OrderTypeTraits traits = type.Traits();
            if (traits.Limit == Need.Required) Assert.Equal(["limitPrice"], Fields(Whole(type) with { LimitPrice = null }));
            if (traits.Stop == Need.Required) Assert.Equal(["stopPrice"], Fields(Whole(type) with { StopPrice = null }));
            if (traits.Trail == Need.Required) Assert.Equal(["trailAmount"], Fields(With(Whole(type), a => a with { TrailAmount = null })));
            if (traits.Offset == Need.Required) Assert.Equal(["offset"], Fields(With(Whole(type), a => a with { Offset = null })));
        }
    }

    [Fact]
    public void An_order_with_a_price_that_its_type_does_not_have_is_refused()
    {
        foreach (OrderType type in OrderTypes.All)
        {
            OrderTypeTraits traits = type.Traits();
            if (traits.Limit == Need.No) Assert.Equal(["limitPrice"], Fields(Whole(type) with { LimitPrice = 10m }));
            if (traits.Stop == Need.No) Assert.Equal(["stopPrice"], Fields(Whole(type) with { StopPrice = 10m }));
            if (traits.Trail == Need.No) Assert.Equal(["trailPercent"], Fields(With(Whole(type), a => a with { TrailPercent = 1m })));
            if (traits.Offset == Need.No) Assert.Equal(["offset"], Fields(With(Whole(type), a => a with { Offset = 0.01m })));
        }
    }

    [Theory]
    [InlineData(OrderType.MarketOnClose, TimeInForce.Gtc)]
    [InlineData(OrderType.LimitOnClose, TimeInForce.Opg)]
    [InlineData(OrderType.Stop, TimeInForce.Ioc)]
    [InlineData(OrderType.Trail, TimeInForce.Fok)]
    [InlineData(OrderType.Stop, TimeInForce.Opg)]
    [InlineData(OrderType.MidPrice, TimeInForce.Gtc)]
    [InlineData(OrderType.Relative, TimeInForce.Ioc)]
    public void A_time_in_force_that_the_type_cannot_have_is_refused(OrderType type, TimeInForce tif) =>
        Assert.Equal(["tif"], Fields(Whole(type) with { Tif = tif }));

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Opg)]
    [InlineData(OrderType.Limit, TimeInForce.Opg)]
    [InlineData(OrderType.Limit, TimeInForce.Fok)]
    [InlineData(OrderType.Trail, TimeInForce.Gtc)]
    [InlineData(OrderType.Relative, TimeInForce.Gtc)]
    public void A_time_in_force_that_the_type_can_have_passes(OrderType type, TimeInForce tif) => Assert.Empty(Check(Whole(type) with { Tif = tif }));

    [Fact]
    public void A_good_till_date_order_has_an_end_to_come_and_others_have_none()
    {
        OrderSpec gtd = Whole(OrderType.Limit) with { Tif = TimeInForce.Gtd };
        Assert.Equal(["goodTill"], Fields(gtd));
        Assert.Equal(["goodTill"], Fields(With(gtd, a => a with { GoodTill = Now })));
        Assert.Empty(Check(With(gtd, a => a with { GoodTill = Now.AddSeconds(1) })));
        Assert.Equal(["goodTill"], Fields(With(Whole(OrderType.Limit), a => a with { GoodTill = Now.AddDays(1) })));
        Assert.Equal(["goodAfter"], Fields(With(gtd, a => a with { GoodTill = Now.AddHours(1), GoodAfter = Now.AddHours(1) })));
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void An_iceberg_shows_more_than_nothing_and_less_than_all(int shown, int faults) =>
        Assert.Equal(faults, Check(With(Whole(OrderType.Limit), a => a with { DisplaySize = shown })).Count);

    [Fact]
    public void What_excludes_each_other_is_refused()
    {
        Assert.Contains("displaySize", Fields(With(Whole(OrderType.Limit), a => a with { DisplaySize = 10m, Hidden = true })));
        Assert.Contains("displaySize", Fields(With(Whole(OrderType.Market), a => a with { DisplaySize = 10m })));
        Assert.Contains("hidden", Fields(With(Whole(OrderType.Market), a => a with { Hidden = true })));
        Assert.Contains("allOrNone", Fields(With(Whole(OrderType.Limit) with { Tif = TimeInForce.Ioc }, a => a with { AllOrNone = true })));
        Assert.Contains("minQuantity", Fields(With(Whole(OrderType.Limit), a => a with { MinQuantity = 101m })));
        Assert.Contains("trailAmount", Fields(With(Whole(OrderType.Trail), a => a with { TrailPercent = 1m })));
        Assert.Contains("quantity", Fields(With(Whole(OrderType.Market), a => a with { CashQuantity = 1000m })));
        Assert.Contains("outsideRth", Fields(Whole(OrderType.MarketOnClose) with { OutsideRth = true }));
        Assert.Contains("ocaType", Fields(With(Whole(OrderType.Limit), a => a with { OcaGroup = "exit" })));
        Assert.Contains("ocaGroup", Fields(With(Whole(OrderType.Limit), a => a with { OcaType = OcaType.CancelWithBlock })));
    }

    [Fact]
    public void An_order_by_amount_needs_no_quantity() =>
        Assert.Empty(Check(With(Whole(OrderType.Market) with { Quantity = 0m }, a => a with { CashQuantity = 1000m })));

    [Fact]
    public void A_type_that_the_contract_does_not_take_is_refused_by_name()
    {
        Instrument euro = new() { Contract = new Contract { Ticker = "EUR.USD", Symbol = "EUR", SecurityType = SecurityType.Forex }, OrderTypes = ["MKT", "LMT", "STP"] };
        OrderFault fault = Assert.Single(OrderRules.Check(Whole(OrderType.Stop) with { Type = OrderType.MarketIfTouched }, euro, Now));
        Assert.Equal("The broker takes no MIT orders in EUR.USD", fault.Finding);
        Assert.Contains(OrderRules.Check(Whole(OrderType.MarketOnClose), euro, Now), f => f.Finding == "Currencies have no auctions");
    }

    [Theory]
    [InlineData("Adaptive", "adaptivePriority", "Normal", "")]
    [InlineData("Adaptive", "adaptivePriority", "normal", "adaptivePriority is 'normal'")]
    [InlineData("Adaptive", "maxPctVol", "0.1", "Adaptive has no parameter 'maxPctVol'")]
    [InlineData("Vwap", "maxPctVol", "0.5", "")]
    [InlineData("Vwap", "maxPctVol", "0.51", "maxPctVol is '0.51'")]
    [InlineData("Twap", "startTime", "09:40:00 US/Eastern", "")]
    [InlineData("Twap", "startTime", "09:40", "startTime is '09:40'")]
    [InlineData("ArrivalPx", "riskAversion", "Get Done", "")]
    [InlineData("Sniper", "speed", "1", "'Sniper' is not an algorithm that is known here")]
    public void The_parameters_of_an_algorithm_are_checked_by_name(string strategy, string name, string value, string finding)
    {
        IReadOnlyList<OrderFault> faults = Check(With(Whole(OrderType.Limit), a => a with { Algo = new OrderAlgo(strategy, [new AlgoParameter(name, value)]) }));
        if (finding.Length == 0) Assert.Empty(faults);
        else Assert.Contains(faults, f => f.Finding == finding);
    }

    // It is 15:00 UTC on 23 November, 10:00 in New York.
    [Theory]
    [InlineData("20261123-16:00:00", "20261123-17:00:00", "")]
    [InlineData("20261123-16:00:00", "20261123-16:00:00", "endTime is 20261123-16:00:00, which is not after the startTime 20261123-16:00:00")]
    [InlineData("20261123-17:00:00", "20261123-16:00:00", "endTime is 20261123-16:00:00, which is not after the startTime 20261123-17:00:00")]
    [InlineData(null, "20261123-15:00:00", "endTime is 20261123-15:00:00, which is past")]
    [InlineData(null, "20261123-15:00:01", "")]
    [InlineData("20261123-14:00:00", "20261123-15:30:00", "")]
    [InlineData("15:30:00 US/Eastern", "15:00:00 US/Eastern", "endTime is 15:00:00 US/Eastern, which is not after the startTime 15:30:00 US/Eastern")]
    [InlineData("15:00:00 US/Eastern", "14:30:00 US/Central", "")]
    [InlineData("15:00:00 US/Eastern", "13:59:59 US/Central", "endTime is 13:59:59 US/Central, which is not after the startTime 15:00:00 US/Eastern")]
    [InlineData(null, "09:45:00 US/Eastern", "")] // of the next session, for all that is known
    public void An_algorithm_ends_after_it_starts_and_not_in_the_past(string? start, string end, string finding)
    {
        AlgoParameter[] times = [.. start is null ? Array.Empty<AlgoParameter>() : [new AlgoParameter("startTime", start)], new AlgoParameter("endTime", end)];
        Assert.Equal(finding, string.Concat(Of("Twap", times).Select(f => f.Finding)));
        Assert.Equal(finding, string.Concat(Of("ArrivalPx", times).Select(f => f.Finding)));
    }

    [Fact]
    public void An_algorithm_that_may_go_on_past_its_end_may_have_an_end_that_is_past() =>
        Assert.Empty(Of("Vwap", new AlgoParameter("endTime", "20261123-14:00:00"), new AlgoParameter("allowPastEndTime", "1")));

    [Theory]
    [InlineData(OrderType.MidPrice, "Use DAY, or a MKT or LMT order.")]
    [InlineData(OrderType.Relative, "Use DAY, GTC or GTD, or a MKT or LMT order.")]
    public void The_advice_names_times_in_force_that_the_type_takes(OrderType type, string advice) =>
        Assert.Equal(advice, Assert.Single(Check(Whole(type) with { Tif = TimeInForce.Ioc })).Advice);

    [Theory]
    [InlineData("", "", "")]
    [InlineData("Equal", "", "")]
    [InlineData("MonetaryAmount", "", "")]
    [InlineData("equal", "", "'equal' is no method of dividing an order among accounts")]
    [InlineData("PctChange", "200", "By PctChange the broker makes the size of what each account holds, so nothing here can tell how much is traded")]
    [InlineData("", "200", "By PctChange the broker makes the size of what each account holds, so nothing here can tell how much is traded")]
    public void An_order_to_a_group_is_divided_by_a_method_that_keeps_its_quantity(string method, string percentage, string finding)
    {
        IReadOnlyList<OrderFault> faults = Check(With(Whole(OrderType.Limit), a => a with { FaGroup = "Growth", FaMethod = method, FaPercentage = percentage }));

        Assert.Equal(finding, string.Concat(faults.Select(f => f.Finding)));
    }

    [Fact]
    public void Conditions_name_what_they_watch_and_can_come_true()
    {
        Assert.Empty(Check(Held(new PriceCondition(true, new ConId(756733), "SMART", true, 430m))));
        Assert.Equal(["conditions"], Fields(Held(new PriceCondition(true, default, "SMART", true, 430m))));
        Assert.Equal(["conditions"], Fields(Held(new PriceCondition(true, new ConId(756733), "SMART", true, 430m, 5))));
        Assert.Equal(["conditions"], Fields(Held(new TimeCondition(true, true, Now))));
        Assert.Equal(["conditions"], Fields(Held(new MarginCondition(true, false, 101))));
        Assert.Equal(["conditions"], Fields(Held()));
        Assert.Equal(["conditions"], Fields(Held(new VolumeCondition(true, new ConId(756733), "SMART", true, 1)) with { Tif = TimeInForce.Ioc }));
    }

    internal static OrderSpec Whole(OrderType type)
    {
        OrderTypeTraits traits = type.Traits();
        return new OrderSpec
        {
            Ticker = "SPY",
            Side = OrderSide.Sell,
            Quantity = 100m,
            Type = type,
            LimitPrice = traits.Limit == Need.Required ? 430m : null,
            StopPrice = traits.Stop == Need.Required ? 425m : null,
            Attributes = new OrderAttributes { TrailAmount = traits.Trail == Need.Required ? 1.5m : null, Offset = traits.Offset == Need.Required ? 0.1m : null },
        };
    }

    private static IReadOnlyList<OrderFault> Of(string algo, params AlgoParameter[] parameters) =>
        Check(With(Whole(OrderType.Limit), a => a with { Algo = new OrderAlgo(algo, parameters) }));

    private static OrderSpec Held(params OrderCondition[] items) => With(Whole(OrderType.Limit), a => a with { Conditions = new OrderConditions(items) });

    private static OrderSpec With(OrderSpec spec, Func<OrderAttributes, OrderAttributes> change) => spec with { Attributes = change(spec.Attributes) };

    private static IReadOnlyList<OrderFault> Check(OrderSpec spec) => OrderRules.Check(spec, null, Now);

    private static string[] Fields(OrderSpec spec) => [.. Check(spec).Select(f => f.Field)];
}
