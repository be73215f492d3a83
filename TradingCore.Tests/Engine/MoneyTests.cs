using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

/// <summary>Equity, rates, days and cash in the engine. Every expected number is worked out beside it.</summary>
public sealed class MoneyTests
{
    private static readonly Contract Sap = new() { ConId = new ConId(14204), Ticker = "SAP", Symbol = "SAP", Currency = "EUR" };

    private static Desk Ready(decimal equity = 1_000_000m, decimal? daily = 0m, RecoveredState? recovered = null)
    {
        var desk = new Desk(recovered, run: recovered is null ? "1" : "2");
        desk.Connect();
        Told(desk, equity, daily);
        Cash(desk, "USD", 500_000m);
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        desk.Wait(TimeSpan.FromMilliseconds(250));
        return desk;
    }

    private static void Told(Desk desk, decimal? equity, decimal? daily = null) =>
        desk.Apply(new AccountValuesReceived(new AccountState { Account = Desk.Account, Currency = "USD", NetLiquidation = equity, DailyPnl = daily, UpdatedTime = desk.Now }) { Time = desk.Now });

    private static void Cash(Desk desk, string currency, decimal? cash, decimal? rate = null) =>
        desk.Apply(new CurrencyCashReceived(Desk.Account, currency, cash, cash, rate) { Time = desk.Now });

    private static DayLedger Ledger(Desk desk) => desk.Seen.Money.Ledgers.Single();

    private static void Trade(Desk desk, string execId, decimal signed, decimal price, decimal commission, Contract? contract = null)
    {
        Order foreign = new()
        {
            OrderRef = new OrderRef(""),
            ClientId = 99,
            PermId = new PermId(5_000),
            Account = Desk.Account,
            Contract = contract ?? Desk.Spy,
            Side = signed > 0m ? OrderSide.Buy : OrderSide.Sell,
        };
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, execId, Math.Abs(signed), price, desk.Now), IsReplay: false) { Time = desk.Now });
        desk.Apply(new CommissionReceived(new ExecId(execId), commission, (contract ?? Desk.Spy).Currency, null) { Time = desk.Now });
    }

    private static void Tick(Desk desk) => desk.Wait(TimeSpan.FromMilliseconds(250));

    [Fact]
    public void The_equity_moves_with_own_marks_between_the_brokers_figures()
    {
        Desk desk = Ready(daily: 250m);

        // 100 bought at 100.02, worth 100.00 each where they can be sold: 2.00 of the spread and 1.00 of commission are gone.
        Trade(desk, "a.01", 100m, 100.02m, 1m);
        Tick(desk);
        DayLedger bought = Ledger(desk);
        desk.Market(103.00m, 103.02m);
        Tick(desk);
        DayLedger risen = Ledger(desk);
        desk.Market(101.00m, 101.02m);
        Tick(desk);
        DayLedger fallen = Ledger(desk);

        Assert.Equal((999_750m, "broker", "USD"), (bought.StartEquity, bought.StartSource, bought.BaseCurrency));
        Assert.Equal((999_997m, 0m, -2m, 1m, -3m), (bought.Equity, bought.RealizedPnl, bought.UnrealizedPnl, bought.Fees, bought.DayPnl));
        // 100 x 103.00 - 10,002.00 - 1.00.
        Assert.Equal((1_000_297m, 297m, 1_000_297m), (risen.Equity, risen.DayPnl, risen.PeakEquity));
        Assert.Equal((1_000_097m, 97m, 1_000_297m), (fallen.Equity, fallen.DayPnl, fallen.PeakEquity));
    }

    [Fact]
    public void A_deposit_moves_the_peak_and_is_no_profit()
    {
        Desk desk = Ready();
        desk.Wait(TimeSpan.FromSeconds(1));
        // The broker tells 20,000 more cash, again after every question, and nobody traded.
        Cash(desk, "USD", 520_000m);
        HaltByTime(desk, TimeSpan.FromMinutes(4), () => Cash(desk, "USD", 520_000m));

        SubmitResult denied = desk.Submit(Desk.Buy(1m, 99m));
        CommandResult accepted = Accept(desk, "", "USD", DifferenceCause.Deposit);
        Told(desk, 1_020_000m);
        desk.Wait(TimeSpan.FromSeconds(2));
        SubmitResult after = desk.Submit(Desk.Buy(1m, 99m));

        Assert.Contains("The cash does not agree with the broker", denied.Message, StringComparison.Ordinal);
        Assert.Contains("2,000,000 cents", denied.Message, StringComparison.Ordinal);
        Assert.Equal((CommandOutcome.Accepted, SubmitOutcome.Accepted), (accepted.Outcome, after.Outcome));
        DayLedger ledger = Ledger(desk);
        Assert.Equal((20_000m, 1_020_000m, 1_020_000m, 0m), (ledger.NetDeposits, ledger.PeakEquity, ledger.Equity, ledger.DayPnl));
        Assert.Contains("Deposit, booked by anna.", desk.Seen.Money.Adjustments.Single().Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Money_of_another_currency_is_converted_at_the_rate_of_its_day_and_the_open_part_at_the_present_one()
    {
        Desk desk = Ready();
        Cash(desk, "EUR", 10_000m, rate: 1.10m);
        Resolve(desk);
        // 100 SAP at 120.00, 40 sold at 125.00: 200.00 EUR realised on a day that ends at 1.10.
        Trade(desk, "a.01", 100m, 120m, 0m, Sap);
        Trade(desk, "b.01", -40m, 125m, 2m, Sap);
        Quote(desk, 126m);
        Tick(desk);
        Position today = Held(desk);
        desk.Now += TimeSpan.FromDays(1);
        Cash(desk, "EUR", 13_000m, rate: 1.20m);
        Told(desk, 1_000_000m, 0m);
        Quote(desk, 126m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Position tomorrow = Held(desk);

        Assert.Equal((1.10m, "", 220m, 2.2m, 396m), (today.RateToBase, today.RateFlaw, today.RealizedPnlBase, today.CommissionBase, today.UnrealizedPnlBase));
        // Realised yesterday stays 200 x 1.10 and 2 x 1.10; 60 x 6.00 are 360 x 1.20 now.
        Assert.Equal((1.20m, 220m, 2.2m, 432m), (tomorrow.RateToBase, tomorrow.RealizedPnlBase, tomorrow.CommissionBase, tomorrow.UnrealizedPnlBase));
    }

    [Fact]
    public void A_missing_rate_is_said_and_not_taken_for_one()
    {
        Desk desk = Ready();
        Resolve(desk);
        Trade(desk, "a.01", 100m, 120m, 0m, Sap);
        Quote(desk, 126m);
        Tick(desk);

        Position held = Held(desk);
        Assert.Equal((600m, null, "missing", null, null), (held.UnrealizedPnl, held.RateToBase, held.RateFlaw, held.UnrealizedPnlBase, held.DayPnlBase));
        Assert.Equal("No rate of EUR.", Ledger(desk).Missing);
        AccountPnl pnl = AccountPnl.Of(desk.Seen.Positions, desk.Seen.Accounts, desk.Seen.Money).Single();
        Assert.Equal((null, null, "No rate of EUR."), (pnl.DayPnl, pnl.UnrealizedPnl, pnl.Remark));
    }

    [Fact]
    public void An_old_rate_is_used_and_shown_as_old()
    {
        Desk desk = Ready();
        Cash(desk, "EUR", 10_000m, rate: 1.10m);
        Resolve(desk);
        Trade(desk, "a.01", 100m, 120m, 0m, Sap);
        desk.Now += TimeSpan.FromMinutes(61);
        Quote(desk, 126m);
        Tick(desk);

        Assert.Equal((1.10m, "old", 660m), (Held(desk).RateToBase, Held(desk).RateFlaw, Held(desk).UnrealizedPnlBase));
        Assert.True(AccountPnl.Of(desk.Seen.Positions, desk.Seen.Accounts, desk.Seen.Money).Single().IsDoubtful);
    }

    [Fact]
    public void A_new_day_begins_with_the_prices_and_the_equity_of_its_first_moment()
    {
        Desk desk = Ready();
        Trade(desk, "a.01", 100m, 100.02m, 1m);
        desk.Market(103.00m, 103.02m);
        // Desk.Start is 15:00 UTC; New York's midnight is at 05:00 UTC.
        desk.Now = Desk.Start.AddHours(14).AddSeconds(-1);
        desk.Market(103.00m, 103.02m);
        Tick(desk);
        DayLedger before = Ledger(desk);
        desk.Now = Desk.Start.AddHours(14);
        Tick(desk);
        desk.Market(104.00m, 104.02m);
        Trade(desk, "b.01", -40m, 104.00m, 0.40m);
        Tick(desk);
        DayLedger after = Ledger(desk);

        Assert.Equal((new DateOnly(2026, 3, 2), 297m), (before.Day, before.DayPnl));
        // 100 worth 103.00 each at the start: 40 sold and 60 held made 1.00 each; 40 realised against 100.02 are 159.20.
        Assert.Equal((new DateOnly(2026, 3, 3), 1_000_297m, "own"), (after.Day, after.StartEquity, after.StartSource));
        Assert.Equal((159.20m, -59.20m, 0.40m, 99.60m), (after.RealizedPnl, after.UnrealizedPnl, after.Fees, after.DayPnl));
        Assert.Equal(1_000_396.60m, after.Equity);
        DayLedger past = desk.Seen.Money.PastDays.Single();
        Assert.Equal((new DateOnly(2026, 3, 2), 297m, 1m), (past.Day, past.DayPnl, past.Fees));
    }

    [Fact]
    public void Day_and_open_figures_cash_and_peak_are_the_same_after_a_restart()
    {
        Desk desk = Ready();
        Trade(desk, "a.01", 100m, 100.02m, 1m);
        desk.Market(103.00m, 103.02m);
        desk.Wait(TimeSpan.FromSeconds(2));
        Trade(desk, "b.01", -30m, 103.00m, 0.30m);
        desk.Wait(TimeSpan.FromSeconds(2));
        DayLedger before = Ledger(desk);
        Position held = desk.Held!;
        CashLine[] cash = [.. desk.Seen.Money.Cash];

        var next = new Desk(desk.Journal.Recover(), run: "2") { Now = desk.Now };
        DayLedger atOnce = Ledger(next);
        next.Connect();
        next.Position(70m, 100.03m);
        next.CompleteRound();
        Told(next, before.Equity, before.DayPnl);
        next.Market(103.00m, 103.02m);
        Tick(next);
        DayLedger after = Ledger(next);

        Assert.Equal((before.StartEquity, before.PeakEquity), (atOnce.StartEquity, atOnce.PeakEquity));
        Assert.Equal(before with { UpdatedTime = default }, after with { UpdatedTime = default });
        Assert.Equal((held.Quantity, held.DayPnl, held.DayRealizedPnl, held.UnrealizedPnl, held.RealizedPnl, held.AverageCost), (next.Held!.Quantity, next.Held.DayPnl, next.Held.DayRealizedPnl, next.Held.UnrealizedPnl, next.Held.RealizedPnl, next.Held.AverageCost));
        Assert.Equal(cash.Select(c => (c.Currency, c.Own)), next.Seen.Money.Cash.Select(c => (c.Currency, c.Own)));
    }

    [Fact]
    public void What_is_held_when_the_account_is_first_met_makes_the_brokers_profit_of_the_day()
    {
        var desk = new Desk();
        desk.Connect();
        Told(desk, 1_000_000m, 350m);
        Cash(desk, "USD", 500_000m);
        desk.Position(200m, averageCost: 95.50m);
        desk.CompleteRound();
        // At the broker's 100.01 the 200 are worth 20,002.00, and made 350.00 today: they were worth 19,652.00 when the day began.
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Apply(new PositionPnlReceived(Desk.Account, Desk.Spy.ConId, 902m, 0m, 350m, 20_002m, 200m) { Time = desk.Now });
        desk.Market(100.00m, 100.02m);
        Tick(desk);

        // At our 100.00 they are worth 2.00 less.
        Assert.Equal((348m, "broker", 200m), (desk.Held!.DayPnl, desk.Held.DayStartSource, desk.Held.Quantity));
        Assert.Equal((999_650m, 348m), (Ledger(desk).StartEquity, Ledger(desk).DayPnl));
        Assert.DoesNotContain(desk.Seen.Money.TieOut, i => i.IsOver);
    }

    [Fact]
    public void A_profit_that_differs_for_long_stops_the_contract_and_lets_it_go_when_it_agrees()
    {
        Desk desk = Ready();
        Trade(desk, "a.01", 100m, 100.02m, 1m);
        desk.Position(100m, averageCost: 100.03m);
        void Pnl(decimal unrealized) => desk.Apply(new PositionPnlReceived(Desk.Account, Desk.Spy.ConId, unrealized, 0m, unrealized, 10_000m, 100m) { Time = desk.Now });

        // Own: 10,000.00 - 10,003.00. The broker says 47.00 more.
        HaltByTime(desk, TimeSpan.FromSeconds(15), () => Pnl(44m));
        TieOutItem item = desk.Seen.Money.TieOut[0];
        SubmitResult denied = desk.Submit(Desk.Buy(1m, 99m));
        CommandResult cancelled = desk.CancelAll();
        desk.Now += TimeSpan.FromSeconds(1);
        Pnl(-3m);
        desk.Wait(TimeSpan.FromSeconds(1));
        SubmitResult after = desk.Submit(Desk.Buy(1m, 99m));

        Assert.Equal((TieOutKind.UnrealizedPnl, TieOutState.Halted, -3m, 44m, 4_700m), (item.Kind, item.State, item.Ours, item.Brokers, item.DifferenceCents));
        Assert.Equal("R01", denied.Verdict.Failures.Single().Code);
        Assert.Equal((CommandOutcome.Accepted, SubmitOutcome.Accepted), (cancelled.Outcome, after.Outcome));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text == "Unrealised P&L of SPY agrees with the broker again; orders may leave.");
    }

    [Fact]
    public void A_difference_within_its_grace_or_tolerance_stops_nothing()
    {
        Desk desk = Ready();
        Cash(desk, "USD", 500_004.99m);
        desk.Wait(TimeSpan.FromMinutes(10));
        SubmitResult small = desk.Submit(Desk.Buy(1m, 99m));
        Cash(desk, "USD", 600_000m);
        desk.Wait(TimeSpan.FromSeconds(30));
        SubmitResult young = desk.Submit(Desk.Buy(2m, 99m));

        Assert.Equal((SubmitOutcome.Accepted, SubmitOutcome.Accepted), (small.Outcome, young.Outcome));
    }

    [Fact]
    public void The_brokers_lists_and_values_are_asked_for_again_every_minute_and_values_after_every_fill()
    {
        Desk desk = Ready();
        int rounds = desk.Gateway.Rounds.Count;
        desk.Wait(TimeSpan.FromSeconds(61));
        int afterMinute = desk.Gateway.Rounds.Count, refreshes = desk.Gateway.Refreshes;
        desk.CompleteRound();
        Trade(desk, "a.01", 10m, 100m, 1m);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((rounds + 1, 1), (afterMinute, refreshes));
        Assert.Equal(2, desk.Gateway.Refreshes);
    }

    private static CommandResult Accept(Desk desk, string ticker, string currency, DifferenceCause cause)
    {
        var command = new AcceptDifference(Desk.Account.Value, ticker, currency, cause, "") { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(command);
        Assert.True(command.Reply.Task.IsCompletedSuccessfully);
        return command.Reply.Task.Result;
    }

    // Lets a difference last over its grace; the broker is asked in between and says the same again.
    private static void HaltByTime(Desk desk, TimeSpan grace, Action tell)
    {
        for (int i = 0; i < 6; i++)
        {
            desk.Now += grace / 3 + TimeSpan.FromSeconds(1);
            tell();
            desk.Wait(TimeSpan.FromSeconds(1));
            if (desk.Core.State.RunningRound == 0) continue;
            PositionAgain(desk);
            desk.CompleteRound();
        }
    }

    private static void PositionAgain(Desk desk)
    {
        if (desk.Held is { Quantity: not 0m } held) desk.Position(held.Quantity, held.BrokerAverageCost ?? 0m);
    }

    private static void Resolve(Desk desk)
    {
        var add = new AddToWatchlist(new ContractQuery("SAP", SecurityType.Stock, "", "EUR")) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(add);
        desk.Apply(new InstrumentResolved(add.Query, new Instrument { Contract = Sap }) { Time = desk.Now });
    }

    private static void Quote(Desk desk, decimal bid)
    {
        desk.Apply(new MarketTick(Sap.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, desk.Now));
        desk.Apply(new MarketTick(Sap.ConId, TickField.Bid, bid, 100m, desk.Now));
        desk.Apply(new MarketTick(Sap.ConId, TickField.Ask, bid + 0.02m, 100m, desk.Now));
    }

    private static Position Held(Desk desk) => desk.Seen.Positions.Single(p => p.Contract.ConId == Sap.ConId);
}
