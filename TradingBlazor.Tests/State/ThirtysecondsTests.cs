using System.Globalization;
using TradingBlazor.Alerts;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Alerts;
using TradingCore.Domain;

namespace TradingBlazor.Tests.State;

public sealed class ThirtysecondsTests
{
    // Pairs of CME Group's note "Calculating U.S. Treasury pricing" and their neighbours.
    [Theory]
    [InlineData("0.03125", "118.28125", "118'09")]
    [InlineData("0.015625", "112.515625", "112'16.5")]
    [InlineData("0.015625", "112.5", "112'16.0")]
    [InlineData("0.0078125", "107.1640625", "107'05.25")]
    [InlineData("0.00390625", "102.98046875", "102'31.375")]
    [InlineData("0.015625", "-0.515625", "-0'16.5")]
    [InlineData("0.03125", "0", "0'00")]
    [InlineData("0.03125", "99.99", "100'00")]
    public void A_price_is_written_as_fine_as_its_step(string tick, string price, string expected)
    {
        string text = Format.Price(Number(price), Format.StyleOf(Number(tick), isRate: true));

        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("112'16.5", "112.515625")]
    [InlineData("112'165", "112.515625")]
    [InlineData("112-16+", "112.515625")]
    [InlineData("107'052", "107.1640625")]
    [InlineData("-0'16.5", "-0.515625")]
    [InlineData("112.5", "112.5")]
    public void A_price_is_read_as_it_is_written_or_as_the_exchange_writes_it(string text, string expected)
    {
        Assert.True(Format.TryParsePrice(text, -2, out decimal price));
        Assert.Equal(Number(expected), price);
    }

    [Theory]
    [InlineData("112'32")]
    [InlineData("112'163")]
    [InlineData("'16")]
    [InlineData("112'")]
    [InlineData("a'16")]
    public void What_is_no_price_is_refused(string text) => Assert.False(Format.TryParsePrice(text, -1, out _));

    [Fact]
    public void A_thousand_with_an_apostrophe_is_never_read_as_one()
    {
        Assert.False(Format.TryParsePrice("1'000", 2, out _));
        Assert.False(TicketDraft.TryParse("1'000", out _));
    }

    [Theory]
    [InlineData(SecurityType.Future, "0.015625", -2)]
    [InlineData(SecurityType.Bond, "0.03125", -1)]
    [InlineData(SecurityType.Future, "0.25", 2)]
    [InlineData(SecurityType.Stock, "0.015625", 6)]
    public void Only_bonds_and_futures_with_such_a_step_are_quoted_in_32nds(SecurityType type, string tick, int style)
    {
        Assert.Equal(style, Format.Decimals(Given.Instrument("ZN", Number(tick), type)));
    }

    // A gateway tells the price steps as a rule, also when one step holds for all prices.
    [Theory]
    [InlineData("0.015625", -2)]
    [InlineData("0.0078125", -4)]
    [InlineData("0.25", 6)]
    public void Price_steps_that_are_told_as_a_rule_are_written_so_too(string increment, int style)
    {
        Instrument note = Given.Instrument("ZN", 0.015625m, SecurityType.Future) with { PriceIncrements = [new PriceIncrement(0m, Number(increment))] };

        Assert.Equal(style, Format.Decimals(note));
    }

    [Fact]
    public void An_average_is_written_finer_than_its_prices()
    {
        Assert.Equal("110'11.250", Format.Price(110.3515625m, Format.AverageDecimals(-2)));
        Assert.Equal("430.1250", Format.Price(430.125m, Format.AverageDecimals(2)));
    }

    [Theory]
    [InlineData("110.2265625", -2, "110'07.25")]
    [InlineData("110.25", -2, "110'08.0")]
    [InlineData("110.1", -2, "110.1")]
    [InlineData("430.125", 2, "430.125")]
    [InlineData("430.1", 2, "430.10")]
    public void What_will_be_sent_is_never_rounded_to_a_step_that_was_not_typed(string price, int decimals, string expected) =>
        Assert.Equal(expected, Format.ExactPrice(Number(price), decimals));

    [Fact]
    public void A_ticket_reads_32nds_in_every_field_of_a_price()
    {
        Instrument note = Note();
        var draft = new TicketDraft
        {
            Quantity = "2",
            Type = OrderType.StopLimit,
            Limit = "110'165",
            Stop = "110-16",
            TakeProfit = "110'20+",
            StopLoss = "109'285",
            StopLimitOffset = "0'02",
            HasExits = true,
            ExitUnit = ExitUnit.Price,
        };
        draft.Conditions.Add(new ConditionDraft { Kind = ConditionKind.Price, Value = "110'000" });

        TicketReading reading = TicketReader.Read(draft, new TicketFacts("ZN", null, note, null, null, "USD", 1m, t => t == "ZN" ? note : null));

        Assert.Equal("", reading.Problem);
        OrderSpec spec = reading.Spec!;
        Assert.Equal((110.515625m, 110.5m), (spec.LimitPrice, spec.StopPrice));
        Assert.Equal((110.640625m, 109.890625m, 0.0625m), (spec.Bracket!.TakeProfit!.Price, spec.Bracket.StopLoss!.Price, spec.Bracket.StopLoss.LimitOffset));
        Assert.Equal(110m, Assert.IsType<PriceCondition>(Assert.Single(spec.Attributes.Conditions!.Items)).Price);
        Assert.Contains("when ZN is at or above 110'00.0", OrderSentence.Of(spec, -2, _ => "ZN"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_is_changed_in_32nds()
    {
        Order order = Given.Order("TB-1") with { Type = OrderType.Limit, LimitPrice = 110.25m };
        var edit = new OrderEdit(order, -2);

        Assert.Equal("110'08.0", edit.Limit);
        edit.Limit = "110'075";
        Assert.True(edit.TryRead(order, out OrderChange? change, out _));
        Assert.Equal(110.234375m, change!.LimitPrice);
    }

    [Fact]
    public void A_rule_of_alerts_shows_and_reads_its_level_in_32nds()
    {
        static int Style(string symbol) => symbol == "ZN" ? -2 : 2;
        var faults = new AlertFaults();
        var draft = new RuleDraft { Kind = "price", Symbol = "ZN", Level = RuleDraft.PriceText(110.484375m, "ZN", Style) };

        AlertRuleForm form = draft.ToForm(faults, Style);

        Assert.Equal("110'15.5", draft.Level);
        Assert.Equal(110.484375m, form.Condition.Level);
        draft.Level = "110'165";
        Assert.Equal(110.515625m, draft.ToForm(faults, Style).Condition.Level);
        Assert.True(faults.IsEmpty);
        // Between two steps nothing is rounded by being shown.
        Assert.Equal("110.1", RuleDraft.PriceText(110.1m, "ZN", Style));
    }

    private static Instrument Note()
    {
        Instrument note = Given.Instrument("ZN", 0.015625m, SecurityType.Future);
        return note with { Contract = note.Contract with { Multiplier = 1_000m }, PriceIncrements = [new PriceIncrement(0m, 0.015625m)] };
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
