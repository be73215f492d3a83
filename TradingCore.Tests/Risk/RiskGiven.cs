using TradingCore.Domain;
using TradingCore.Risk;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Risk;

/// <summary>An order to buy 100 SPY at 100 in an orderly market, and changes of it.</summary>
internal static class RiskGiven
{
    public static RiskContext Context(Func<OrderSpec, OrderSpec>? spec = null, Func<Quote, Quote>? quote = null, params (RiskLimit Limit, decimal Value)[] limits)
    {
        var order = new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 100m, Type = OrderType.Limit, LimitPrice = 100m };
        var market = new Quote { Ticker = "SPY", ConId = Desk.Spy.ConId, Bid = 99.98m, Ask = 100m, Last = 100m, DataType = MarketDataType.Live, ReceivedTime = Desk.Start };
        return new RiskContext
        {
            Spec = spec?.Invoke(order) ?? order,
            Quote = quote?.Invoke(market) ?? market,
            Instrument = new Instrument { Contract = Desk.Spy },
            Now = Desk.Start,
            Limits = Limits(limits),
            Account = Desk.Account,
            Accounts = [Desk.Account],
            Gate = TradingGate.Open,
            IsVerified = true,
            RateToBase = 1m,
            Hours = new SessionHours(true, true, Desk.Start.AddHours(5)),
            MarkPrice = 100m,
            Equity = 100_000m,
            ExcessLiquidity = 100_000m,
            SettledCash = 100_000m,
            StartEquity = 100_000m,
            PeakEquity = 100_000m,
            DayPnl = 0m,
            Others = default(ExposureSum),
        };
    }

    /// <summary>The defaults with some of them changed for the firm.</summary>
    public static EffectiveLimits Limits(params (RiskLimit Limit, decimal Value)[] limits)
    {
        if (limits.Length == 0) return EffectiveLimits.Defaults;
        var book = new RiskLimitBook(new RiskOptions());
        var edit = new RiskLimitEdit(RiskScope.Firm, 0, "test", limits.ToDictionary(l => l.Limit, l => (decimal?)l.Value), new Dictionary<RiskList, IReadOnlyList<string>?>());
        return book.With(book.Draft(edit, "test", Desk.Start)).For("DU1234567", "", "SPY");
    }

    /// <summary>The defaults with a list of the firm.</summary>
    public static EffectiveLimits Lists(RiskList list, params string[] names)
    {
        var book = new RiskLimitBook(new RiskOptions());
        var edit = new RiskLimitEdit(RiskScope.Firm, 0, "test", new Dictionary<RiskLimit, decimal?>(), new Dictionary<RiskList, IReadOnlyList<string>?> { [list] = names });
        return book.With(book.Draft(edit, "test", Desk.Start)).For("DU1234567", "", "SPY");
    }

    public static bool Passes(RiskCheck check, RiskContext context)
    {
        RiskCheckResult result = check.Check(context);
        Assert.Equal(check.Code, result.Code);
        // What was found, the code, what to do.
        if (!result.IsPassed) Assert.Matches(@"^[^.].* \(R\d\d\)\. .+\.$", result.Message);
        return result.IsPassed;
    }
}
