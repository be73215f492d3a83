using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Executions that only the statement still tells are booked once, and only where they explain what the broker holds.</summary>
public sealed class StatementTests
{
    private static readonly CommandContext Who = new("user", "anna");

    [Fact]
    public void What_was_traded_while_the_program_was_away_for_long_is_booked_from_the_statement()
    {
        Desk desk = Back(150m, 98.67m, 485_149m, out Fill known);
        Fill[] statement = [known, Traded("m1.01", OrderSide.Buy, 50m, 101m, desk.Now.AddDays(-9))];
        Assert.Equal(50m, desk.Core.State.Positions.Find(Desk.Account, Desk.Spy.ConId)!.Difference);

        StatementResult preview = Book(desk, isPreview: true, statement);
        Assert.Equal((100m, StatementVerdict.Booked, 1, 1, 50m), (desk.Held!.Quantity, preview.Contracts[0].Verdict, preview.Contracts[0].Known, preview.Contracts[0].New, preview.Contracts[0].Quantity));
        Assert.Equal("One execution would be booked.", preview.Message);
        StatementResult booked = Book(desk, isPreview: false, statement);
        desk.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal((CommandOutcome.Accepted, "One execution is booked."), (booked.Outcome, booked.Message));
        Assert.Equal((150m, 99m, 1m), (desk.Held.Quantity, desk.Held.AveragePrice, desk.Held.Commission));
        Assert.Equal(485_149m, desk.Core.State.Cash.Own(Desk.Account)["USD"]);
        Assert.Equal("One execution of SPY booked from the broker's statement by anna.", desk.Core.State.Notices.All.Last(n => n.Kind == "fill").Text);

        // Once, also after a restart.
        StatementResult again = Book(desk, isPreview: false, statement);
        Assert.Equal((StatementVerdict.Known, "Nothing is booked."), (again.Contracts[0].Verdict, again.Message));
        Desk next = Start(desk, 150m, 98.67m, 485_149m);
        Assert.Equal((150m, StatementVerdict.Known), (next.Held!.Quantity, Book(next, isPreview: false, statement).Contracts[0].Verdict));
        Assert.Equal((150m, 99m), (next.Held.Quantity, next.Held.AveragePrice));
    }

    [Fact]
    public void What_a_person_has_booked_already_is_left_out()
    {
        Desk desk = Back(150m, 98.67m, 485_149m, out _);
        Confirm(desk, 150m, 98.67m);
        Assert.Equal(CommandOutcome.Accepted, Accept(desk).Outcome);

        StatementResult result = Book(desk, isPreview: false, Traded("m1.01", OrderSide.Buy, 50m, 101m, desk.Now.AddDays(-9)));

        Assert.Equal((150m, StatementVerdict.LeftOut), (desk.Held!.Quantity, result.Contracts[0].Verdict));
        Assert.Equal("What is missing comes to +50, and the broker holds what is booked here. It is booked already without its executions, or the statement does not cover the whole time.", result.Contracts[0].Message);
        Assert.Equal("Nothing is booked; one contract is left out.", result.Message);
    }

    [Fact]
    public void A_statement_that_does_not_cover_the_whole_time_books_nothing_of_the_contract()
    {
        Desk desk = Back(150m, 98.67m, 485_149m, out _);

        StatementResult result = Book(desk, isPreview: false, Traded("m1.01", OrderSide.Buy, 20m, 101m, desk.Now.AddDays(-9)));

        Assert.Equal((100m, StatementVerdict.LeftOut), (desk.Held!.Quantity, result.Contracts[0].Verdict));
        Assert.StartsWith("What is missing comes to +20, and the broker holds +50 against what is booked here.", result.Contracts[0].Message, StringComparison.Ordinal);
    }

    // What was bought and sold again leaves no difference of the position: the cash says whether it is in the books.
    [Theory]
    [InlineData(490_218, StatementVerdict.Booked, 18)]     // 20 less two commissions of 1
    [InlineData(490_200, StatementVerdict.LeftOut, 0)]     // the cash agrees without it
    [InlineData(490_230.5, StatementVerdict.Booked, 18)]   // and interest of 12.50, which is left to be booked
    public void A_round_trip_is_booked_when_the_cash_says_that_it_is_missing(double cash, StatementVerdict verdict, double realized)
    {
        Desk desk = Back(100m, 98m, (decimal)cash, out _);

        StatementResult result = Book(desk, isPreview: false, Traded("r2.01", OrderSide.Sell, 10m, 102m, desk.Now.AddDays(-8)), Traded("r1.01", OrderSide.Buy, 10m, 100m, desk.Now.AddDays(-9)));

        Assert.Equal(verdict, result.Contracts[0].Verdict);
        Assert.Equal((100m, 490_200m + (decimal)realized), (desk.Held!.Quantity, desk.Core.State.Cash.Own(Desk.Account)["USD"]));
        if (verdict == StatementVerdict.LeftOut) Assert.StartsWith("What is missing moves 18.00 USD, and the broker's cash differs from ours by 0.00 USD:", result.Contracts[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_accounts_executions_and_those_of_the_future_are_left_out_and_nothing_is_booked_before_the_comparison()
    {
        Desk desk = Back(150m, 98.67m, 485_149m, out _);
        Fill missing = Traded("m1.01", OrderSide.Buy, 50m, 101m, desk.Now.AddDays(-9));

        StatementResult result = Book(desk, isPreview: false, missing with { Time = desk.Now.AddHours(1) }, missing with { ExecId = new ExecId("m2.01"), Account = new AccountId("U9") });
        Assert.All(result.Contracts, c => Assert.Equal(StatementVerdict.LeftOut, c.Verdict));
        Assert.Equal(["An execution lies in the future. Is the statement's time zone New York's?", "U9 is none of the accounts of this login."], result.Contracts.Select(c => c.Message).Order(StringComparer.Ordinal));
        var early = new Desk(desk.Journal.Recover(), run: "3") { Now = desk.Now };
        early.Connect();
        StatementResult refused = Book(early, isPreview: false, missing);

        Assert.Equal((CommandOutcome.Refused, "The comparison with the broker is not complete. Try again in a moment."), (refused.Outcome, refused.Message));
    }

    [Fact]
    public void More_than_can_be_booked_without_holding_the_engine_up_is_refused()
    {
        Desk desk = Back(150m, 98.67m, 485_149m, out _);

        StatementResult refused = Book(desk, isPreview: true, [.. Enumerable.Range(0, 1_001).Select(i => Traded($"x{i}.01", OrderSide.Buy, 1m, 100m, desk.Now.AddDays(-9)))]);

        Assert.Equal(CommandOutcome.Refused, refused.Outcome);
        Assert.StartsWith("It has 1,001 executions that are not known here, and at most 1,000", refused.Message, StringComparison.Ordinal);
    }

    // 100 SPY were bought at 98; then the program was away for three weeks.
    private static Desk Back(decimal quantity, decimal cost, decimal cash, out Fill known)
    {
        Desk desk = Desk.Ready();
        Cash(desk, 500_000m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Order order = desk.Working(Desk.Buy(100m, 98m));
        desk.Fill(order, "1.01", 100m, 98m);
        desk.Position(100m, 98m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Cash(desk, 490_200m);
        desk.Wait(TimeSpan.FromSeconds(1));
        known = desk.Core.State.Fills.Find(new ExecId("1.01"))!;
        desk.Now = desk.Now.AddDays(21);
        return Start(desk, quantity, cost, cash);
    }

    private static Desk Start(Desk before, decimal quantity, decimal cost, decimal cash)
    {
        // The journal of a later run holds what that run wrote; the fills of all runs are in the history.
        var desk = new Desk(before.Journal.Recover() with { Fills = [.. before.Core.State.Fills.Where(_ => true)] }, run: "2") { Now = before.Now };
        desk.Connect();
        desk.Position(quantity, cost);
        desk.CompleteRound();
        desk.Market(99.00m, 99.02m);
        desk.Wait(TimeSpan.FromSeconds(1));
        Cash(desk, cash);
        desk.Wait(TimeSpan.FromSeconds(1));
        if (desk.Core.State.RunningRound != 0) Tell(desk, quantity, cost);
        return desk;
    }

    private static void Confirm(Desk desk, decimal quantity, decimal cost)
    {
        for (int i = 0; i < 3; i++)
        {
            desk.Wait(TimeSpan.FromSeconds(6));
            if (desk.Core.State.RunningRound != 0) Tell(desk, quantity, cost);
        }
        desk.Wait(TimeSpan.FromSeconds(1));
    }

    private static void Tell(Desk desk, decimal quantity, decimal cost)
    {
        desk.Position(quantity, cost);
        desk.CompleteRound();
    }

    private static void Cash(Desk desk, decimal cash) => desk.Apply(new CurrencyCashReceived(Desk.Account, "USD", cash, cash, null) { Time = desk.Now });

    private static Fill Traded(string execId, OrderSide side, decimal quantity, decimal price, DateTimeOffset time) => new()
    {
        ExecId = new ExecId(execId),
        Account = Desk.Account,
        Contract = Desk.Spy,
        Side = side,
        Quantity = quantity,
        Price = price,
        Time = time,
        Commission = 1m,
        CommissionCurrency = "USD",
    };

    private static CommandResult Accept(Desk desk)
    {
        var command = new AcceptDifference(Desk.Account.Value, "SPY", "", DifferenceCause.Other, "") { Time = desk.Now, Context = Who };
        desk.Apply(command);
        Assert.True(command.Reply.Task.IsCompletedSuccessfully);
        return command.Reply.Task.Result;
    }

    private static StatementResult Book(Desk desk, bool isPreview, params Fill[] fills)
    {
        var command = new BookStatement(fills, isPreview) { Time = desk.Now, Context = Who };
        desk.Apply(command);
        Assert.True(command.Reply.Task.IsCompletedSuccessfully);
        return command.Reply.Task.Result;
    }
}
