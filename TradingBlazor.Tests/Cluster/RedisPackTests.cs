using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Persistence.Redis;
using TradingCore.Risk;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Cluster;

/// <summary>Values of the engine as they lie in Redis.</summary>
public sealed class RedisPackTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("100.10")]
    [InlineData("-3.05")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("9223372036854775808")]
    public void A_decimal_comes_back_with_every_digit(string digits)
    {
        decimal value = decimal.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

        decimal back = RedisPack.Unpack<decimal>(RedisPack.Pack(value));

        Assert.Equal(decimal.GetBits(value), decimal.GetBits(back));
    }

    [Fact]
    public void An_order_comes_back_with_conditions_history_and_times()
    {
        var time = new DateTimeOffset(2026, 10, 5, 14, 30, 15, TimeSpan.Zero).AddTicks(1_234_567);
        var order = new Order
        {
            OrderRef = new OrderRef("TB-1"),
            Contract = new Contract { Ticker = "SPY", Symbol = "SPY", ConId = new ConId(756733) },
            Account = new AccountId("DU1"),
            Quantity = 100m,
            LimitPrice = -0.050m,
            Attributes = new OrderAttributes { Conditions = new OrderConditions([new PriceCondition(true, new ConId(1), "SMART", true, 12.50m), new TimeCondition(false, true, time)]) },
            History = [new OrderEvent(time, "accepted", OrderState.PendingSubmit, "user mira", "Größe \"100\"\n")],
            CreatedTime = time,
        };

        Order back = RedisPack.Unpack<Order>(RedisPack.Pack(order));

        Assert.Equal(order with { History = [] }, back with { History = [] });
        Assert.Equal(order.History, back.History);
        Assert.Equal(decimal.GetBits(order.LimitPrice.Value), decimal.GetBits(back.LimitPrice!.Value));
    }

    [Fact]
    public void Limits_come_back_as_the_engine_has_them_with_every_change()
    {
        var book = new RiskLimitBook(new RiskOptions { OrderNotionalMax = 12_345.67m });
        RiskLimitChange change = book.Draft(
            new RiskLimitEdit(new RiskScope(RiskScopeKind.Account, "DU1"), 0, "why", new Dictionary<RiskLimit, decimal?> { [RiskLimit.OrderQuantityMax] = 7m }, new Dictionary<RiskList, IReadOnlyList<string>?> { [RiskList.RestrictedSymbols] = ["GME"] }),
            "user mira", DateTimeOffset.UnixEpoch);
        var snapshot = new RiskSnapshot { Limits = book.With(change), State = TradingGate.Halted, Reason = "why" };

        RiskSnapshot back = RedisPack.Unpack<RiskSnapshot>(RedisPack.Pack(snapshot));

        Assert.Equal(12_345.67m, back.Limits.Firm(RiskLimit.OrderNotionalMax));
        Assert.Equal(1, back.Limits.Version);
        Assert.Equal(7m, back.Limits[new RiskScope(RiskScopeKind.Account, "DU1")].Values[RiskLimit.OrderQuantityMax]);
        Assert.Equal(["GME"], back.Limits[new RiskScope(RiskScopeKind.Account, "DU1")].Lists[RiskList.RestrictedSymbols]);
    }

    [Fact]
    public void Names_of_accounts_come_back()
    {
        var money = new MoneyState { Aliases = new Dictionary<AccountId, string> { [new AccountId("DU1")] = "Growth" } };

        MoneyState back = RedisPack.Unpack<MoneyState>(RedisPack.Pack(money));

        Assert.Equal("Growth", back.Aliases[new AccountId("DU1")]);
    }

    [Fact]
    public void What_may_be_called_over_Redis_is_what_the_doors_of_the_engine_have_and_the_kill_switch_goes_first()
    {
        Assert.Contains(CallTable.All, m => m.Name == "ITradingCommands.SubmitAsync/2" && !m.IsUrgent);
        Assert.Contains(CallTable.All, m => m.Name == "IRiskCommands.EngageKillSwitchAsync/4" && m.IsUrgent);
        Assert.DoesNotContain(CallTable.All, m => m.Name.Contains("SubscribeDepth", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x93, 0x01 })]
    [InlineData(new byte[] { 0xc1 })]
    [InlineData(new byte[] { 0xdd, 0xff, 0xff, 0xff, 0xff })]
    public void Bytes_that_are_no_value_are_refused_and_not_guessed_at(byte[] bytes) => Assert.Throws<FormatException>(() => RedisPack.Unpack<Order>(bytes));
}
