using TradingCore.Domain;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>Every order that passes the checks here is taken at the gateway as it was meant, and survives both sides' restarts.</summary>
public sealed class OrderTypeGuaranteeTests
{
    [Fact]
    public async Task Every_order_type_reaches_the_gateway_and_is_known_after_a_restart()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        var sent = new List<OrderRef>();
        foreach (OrderType type in OrderTypes.All.Where(t => t is not (OrderType.Market or OrderType.MidPrice or OrderType.Relative or OrderType.PeggedToMidpoint)))
            sent.Add(await desk.SubmitAsync(Resting(desk, type)));

        foreach (OrderRef order in sent) await desk.UntilAsync(_ => desk.Find(order).State is OrderState.PreSubmitted or OrderState.Working);
        await desk.RestartEngineAsync();
        await desk.ReadyAsync();

        foreach (OrderRef orderRef in sent)
        {
            Order order = desk.Find(orderRef);
            Assert.True(order.State is OrderState.PreSubmitted or OrderState.Working, $"{order.Type} is {order.State}: {order.Reason}");
            Assert.Equal(order.Type.Code(), desk.Simulator.Truth.Orders.Single(o => o.OrderRef == orderRef.Value).OrderType);
        }
        Assert.Equal(sent.Count, desk.Simulator.Truth.Orders.Count);
    }

    [Fact]
    public async Task A_trailing_stop_shows_where_the_broker_has_it()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        decimal bid = desk.View.FindQuote("SPY")!.Bid!.Value;
        OrderRef order = await desk.SubmitAsync(Sell(OrderType.Trail) with { Attributes = new OrderAttributes { TrailAmount = decimal.Floor(bid / 10m) } });

        await desk.UntilAsync(_ => desk.Find(order).StopPrice is { } stop && stop < bid && stop > bid * 0.8m);
    }

    [Fact]
    public async Task A_conditional_order_waits_at_the_broker_until_its_condition_is_met()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        Quote quote = desk.View.FindQuote("SPY")!;
        OrderSpec market = Desk.Buy(10m, decimal.Ceiling(quote.Ask!.Value * 1.02m));
        OrderCondition price = new PriceCondition(true, new ConId(756733), "SMART", IsMore: false, quote.Bid!.Value * 2m);
        OrderRef now = await desk.SubmitAsync(market with { Attributes = new OrderAttributes { Conditions = new OrderConditions([price], IgnoreRth: true) } });
        OrderRef never = await desk.SubmitAsync(market with { Quantity = 11m, Attributes = new OrderAttributes { Conditions = new OrderConditions([new VolumeCondition(true, new ConId(756733), "SMART", true, int.MaxValue)]) } });

        await desk.UntilAsync(_ => desk.Find(now).State == OrderState.Filled);
        Assert.Equal(0m, desk.Find(never).Filled);
        Assert.True(desk.Find(never).State.IsWorking());
    }

    [Fact]
    public async Task What_the_broker_would_refuse_is_refused_here_first()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        var result = await desk.TrySubmitAsync(Sell(OrderType.MarketOnClose) with { Tif = TimeInForce.Gtc });

        Assert.Contains("closing auction", result.Message, StringComparison.Ordinal);
        Assert.Contains("R06", result.Message, StringComparison.Ordinal);
        Assert.Empty(desk.Simulator.Truth.Orders);
    }

    private static OrderSpec Sell(OrderType type) => new() { Ticker = "SPY", Side = OrderSide.Sell, Quantity = 10m, Type = type };

    // Prices at which nothing fills and nothing triggers: sells above the market, stops below.
    private static OrderSpec Resting(FaultyDesk desk, OrderType type)
    {
        decimal bid = desk.View.FindQuote("SPY")!.Bid!.Value, below = decimal.Floor(bid * 0.9m), above = decimal.Ceiling(bid * 1.2m);
        OrderTypeTraits traits = type.Traits();
        bool isTouched = type is OrderType.MarketIfTouched or OrderType.LimitIfTouched;
        decimal? stop = traits.Stop == Need.Required ? isTouched ? above : below : null;
        return Sell(type) with
        {
            StopPrice = stop,
            LimitPrice = traits.Limit != Need.Required ? null : stop ?? above,
            Attributes = new OrderAttributes
            {
                TrailAmount = traits.Trail == Need.Required ? decimal.Floor(bid / 10m) : null,
                Offset = traits.Offset == Need.Required ? 1m : null,
            },
        };
    }
}
