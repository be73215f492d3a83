using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Contracts, commissions and accounts in several currencies. Every number is worked out beside it.</summary>
public sealed class ManyCurrenciesTests
{
    private static readonly AccountId Second = new("DU7654321");
    private static readonly Contract EurGbp = new() { ConId = new ConId(12087807), Ticker = "EUR.GBP", Symbol = "EUR", Currency = "GBP", SecurityType = SecurityType.Forex };

    private static Desk Ready()
    {
        var desk = new Desk();
        desk.Session(SessionState.Connecting);
        desk.Apply(new NextValidIdReceived(new OrderId(1), Desk.ClientId) { Time = desk.Now });
        Session(desk, SessionState.Reconciling);
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, new Instrument { Contract = Desk.Spy }) { Time = desk.Now });
        foreach (AccountId account in new[] { Desk.Account, Second })
        {
            desk.Apply(new AccountValuesReceived(new AccountState { Account = account, Currency = "USD", NetLiquidation = 1_000_000m, ExcessLiquidity = 1_000_000m, TotalCash = 1_000_000m, DailyPnl = 0m, UpdatedTime = desk.Now }) { Time = desk.Now });
            Cash(desk, account, "USD", 500_000m);
            Cash(desk, account, "EUR", 1_000m, 1.10m);
            Cash(desk, account, "GBP", 2_000m, 1.25m);
        }
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromMilliseconds(250));
        return desk;
    }

    private static void Session(Desk desk, SessionState state) => desk.Apply(new SessionChanged(desk.Status(state, true, Desk.Account, Second)) { Time = desk.Now });

    private static void Cash(Desk desk, AccountId account, string currency, decimal cash, decimal? rate = null) =>
        desk.Apply(new CurrencyCashReceived(account, currency, cash, cash, rate) { Time = desk.Now });

    private static void Trade(Desk desk, string execId, decimal signed, decimal price, decimal commission, string commissionCurrency, AccountId account)
    {
        Order foreign = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = account, Contract = EurGbp, Side = signed > 0m ? OrderSide.Buy : OrderSide.Sell };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, execId, Math.Abs(signed), price, desk.Now), IsReplay: false) { Time = desk.Now });
        desk.Apply(new CommissionReceived(new ExecId(execId), commission, commissionCurrency, null) { Time = desk.Now });
    }

    private static (decimal Usd, decimal Eur, decimal Gbp) Own(Desk desk, AccountId account)
    {
        Dictionary<string, decimal?> own = desk.Seen.Money.Cash.Where(c => c.Account == account).ToDictionary(c => c.Currency, c => c.Own);
        return (own["USD"]!.Value, own["EUR"]!.Value, own["GBP"]!.Value);
    }

    private static void Quote(Desk desk, decimal bid)
    {
        desk.Apply(new MarketTick(EurGbp.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, desk.Now));
        desk.Apply(new MarketTick(EurGbp.ConId, TickField.Bid, bid, 100m, desk.Now));
        desk.Apply(new MarketTick(EurGbp.ConId, TickField.Ask, bid + 0.0002m, 100m, desk.Now));
    }

    private static void Watch(Desk desk)
    {
        var add = new AddToWatchlist(new ContractQuery("EUR", SecurityType.Forex, "IDEALPRO", "GBP")) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(add);
        desk.Apply(new InstrumentResolved(add.Query, new Instrument { Contract = EurGbp }) { Time = desk.Now });
    }

    [Fact]
    public void A_pair_that_is_charged_in_dollars_moves_three_currencies_to_the_cent()
    {
        Desk desk = Ready();
        Watch(desk);

        // 10,000 EUR for 8,600 GBP, 4,000 of them back for 3,480 GBP; 2.00 and 1.30 USD of commission.
        Trade(desk, "a.01", 10_000m, 0.86m, 2m, "USD", Desk.Account);
        Trade(desk, "b.01", -4_000m, 0.87m, 1.30m, "USD", Desk.Account);
        Quote(desk, 0.8800m);
        desk.Wait(TimeSpan.FromMilliseconds(250));
        Position held = desk.Seen.Positions.Single(p => p.Contract.ConId == EurGbp.ConId);
        DayLedger day = desk.Seen.Money.Ledgers.Single(l => l.Account == Desk.Account);

        Assert.Equal((499_996.70m, 7_000m, -3_120m), Own(desk, Desk.Account));
        Assert.Equal((500_000m, 1_000m, 2_000m), Own(desk, Second));
        // 4,000 x 0.01 are 40.00 GBP, 6,000 x 0.02 are 120.00 GBP, at 1.25.
        Assert.Equal((40m, 120m, 50m, 150m), (held.RealizedPnl, held.UnrealizedPnl, held.RealizedPnlBase, held.UnrealizedPnlBase));
        Assert.Equal((50m, 150m, 3.30m, 196.70m), (day.RealizedPnl, day.UnrealizedPnl, day.Fees, day.DayPnl));
    }

    [Fact]
    public void A_commission_that_is_told_again_in_another_currency_or_amount_counts_once()
    {
        Desk desk = Ready();

        Trade(desk, "a.01", 10_000m, 0.86m, 2m, "USD", Desk.Account);
        desk.Apply(new CommissionReceived(new ExecId("a.01"), 1.70m, "GBP", null) { Time = desk.Now });
        (decimal, decimal, decimal) pounds = Own(desk, Desk.Account);
        desk.Apply(new CommissionReceived(new ExecId("a.01"), 2.20m, "USD", null) { Time = desk.Now });
        (decimal, decimal, decimal) dollars = Own(desk, Desk.Account);
        // The execution is taken back, its commission is told as nothing.
        Order foreign = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = EurGbp, Side = OrderSide.Buy };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, "a.02", 0m, 0.86m, desk.Now), IsReplay: false) { Time = desk.Now });
        desk.Apply(new CommissionReceived(new ExecId("a.02"), 0m, "USD", null) { Time = desk.Now });

        Assert.Equal((500_000m, 11_000m, -6_601.70m), pounds);
        Assert.Equal((499_997.80m, 11_000m, -6_600m), dollars);
        Assert.Equal((500_000m, 1_000m, 2_000m), Own(desk, Desk.Account));
    }

    [Fact]
    public void Cash_of_every_currency_is_the_same_after_a_restart()
    {
        Desk desk = Ready();
        Trade(desk, "a.01", 10_000m, 0.86m, 2m, "USD", Desk.Account);
        Trade(desk, "b.01", 3_000m, 0.87m, 2m, "USD", Second);
        (decimal, decimal, decimal) first = Own(desk, Desk.Account), second = Own(desk, Second);

        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        Session(next, SessionState.Reconciling);

        Assert.Equal((first, second), (Own(next, Desk.Account), Own(next, Second)));
        Trade(next, "c.01", -10_000m, 0.86m, 2m, "USD", Desk.Account);
        Assert.Equal((499_996m, 1_000m, 2_000m), Own(next, Desk.Account));
    }

    [Fact]
    public void The_rate_at_which_a_day_is_booked_is_the_same_after_a_restart()
    {
        Desk desk = Ready();
        Watch(desk);
        Trade(desk, "a.01", 10_000m, 0.86m, 0m, "GBP", Desk.Account);
        Trade(desk, "b.01", -10_000m, 0.87m, 0m, "GBP", Desk.Account);
        Quote(desk, 0.8800m);
        // The pound moves twice within a minute, and is quiet from then on.
        desk.Now += TimeSpan.FromSeconds(10);
        Cash(desk, Desk.Account, "GBP", 2_100m, 1.26m);
        desk.Now += TimeSpan.FromSeconds(10);
        Cash(desk, Desk.Account, "GBP", 2_100m, 1.30m);
        desk.Wait(TimeSpan.FromMinutes(2));
        decimal? before = desk.Seen.Positions.Single(p => p.Contract.ConId == EurGbp.ConId).RealizedPnlBase;

        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        Session(next, SessionState.Reconciling);
        next.Wait(TimeSpan.FromSeconds(1));

        // 100.00 GBP at 1.30.
        Assert.Equal((130m, 130m), (before, next.Seen.Positions.Single(p => p.Contract.ConId == EurGbp.ConId).RealizedPnlBase));
    }

    [Fact]
    public void A_difference_of_one_account_stops_that_account_and_no_other_also_after_a_restart()
    {
        Desk desk = Ready();
        for (int i = 0; i < 6; i++)
        {
            desk.Now += TimeSpan.FromSeconds(81);
            Cash(desk, Second, "EUR", 900m, 1.10m);
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
        }
        desk.Market(100.00m, 100.02m);
        TieOutItem item = desk.Seen.Money.TieOut[0];
        SubmitResult halted = desk.Submit(Desk.Buy(1m, 99m) with { Account = Second.Value }), free = desk.Submit(Desk.Buy(1m, 99m));

        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        next.Session(SessionState.Connecting);
        next.Apply(new NextValidIdReceived(new OrderId(10), Desk.ClientId) { Time = next.Now });
        Session(next, SessionState.Reconciling);
        next.Apply(new InstrumentResolved(Desk.SpyQuery, new Instrument { Contract = Desk.Spy }) { Time = next.Now });
        foreach (AccountId account in new[] { Desk.Account, Second })
            next.Apply(new AccountValuesReceived(new AccountState { Account = account, Currency = "USD", NetLiquidation = 1_000_000m, ExcessLiquidity = 1_000_000m, TotalCash = 1_000_000m, DailyPnl = 0m, UpdatedTime = next.Now }) { Time = next.Now });
        Cash(next, Second, "EUR", 900m, 1.10m);
        next.CompleteRound();
        next.Market(100.00m, 100.02m);
        next.Wait(TimeSpan.FromSeconds(1));
        SubmitResult still = next.Submit(Desk.Buy(2m, 99m) with { Account = Second.Value }), other = next.Submit(Desk.Buy(2m, 99m));
        next.Now += TimeSpan.FromSeconds(1);
        Cash(next, Second, "EUR", 1_000m, 1.10m);
        next.Wait(TimeSpan.FromSeconds(1));
        SubmitResult after = next.Submit(Desk.Buy(3m, 99m) with { Account = Second.Value });

        Assert.Equal((Second, TieOutKind.Cash, "EUR", -10_000m), (item.Account, item.Kind, item.Currency, item.DifferenceCents));
        Assert.Equal((SubmitOutcome.Denied, SubmitOutcome.Accepted), (halted.Outcome, free.Outcome));
        Assert.Contains("The cash does not agree with the broker", still.Message, StringComparison.Ordinal);
        Assert.Equal((SubmitOutcome.Accepted, SubmitOutcome.Accepted), (other.Outcome, after.Outcome));
    }
}
