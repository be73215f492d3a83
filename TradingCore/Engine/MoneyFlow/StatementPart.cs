using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>What a statement tells of one contract in one account.</summary>
internal sealed class StatementPart
{
    private readonly PositionEntry? _entry;
    private readonly int _known;

    private StatementPart(EngineState state, Fill[] fills)
    {
        (Account, Contract) = (fills[0].Account, state.Known(fills[0].Contract));
        _entry = state.Positions.Find(Account, Contract.ConId);
        // A statement names an execution once; of two files put together the newest revision counts.
        New = [.. fills.Where(f => !state.Fills.Knows(f.ExecId)).GroupBy(f => f.ExecId.Key, StringComparer.Ordinal).Select(g => g.MaxBy(f => f.ExecId.Revision)! with { Contract = Contract })];
        _known = fills.Where(f => state.Fills.Knows(f.ExecId)).Select(f => f.ExecId.Key).Distinct(StringComparer.Ordinal).Count();
        Quantity = New.Sum(f => f.SignedQuantity);
    }

    public static StatementPart Of(EngineState state, Fill[] fills) => new(state, fills);

    public AccountId Account { get; }

    public Contract Contract { get; }

    /// <summary>Executions that are not known here.</summary>
    public IReadOnlyList<Fill> New { get; }

    /// <summary>What they come to.</summary>
    public decimal Quantity { get; }

    /// <summary>Why they are left out, a sentence; empty when they are not.</summary>
    public string Why { get; private set; } = "";

    /// <summary>True when they are to be booked.</summary>
    public bool IsBooked => New.Count > 0 && Why.Length == 0;

    public void LeaveOut(string why) => Why = why;

    public void JudgeQuantity(EngineState state)
    {
        if (New.Count == 0) return;
        decimal difference = _entry?.Difference ?? 0m;
        if (!state.Session.Accounts.Contains(Account)) LeaveOut($"{Account} is none of the accounts of this login.");
        else if (Contract.ConId.Value <= 0) LeaveOut("The statement does not say its conid. Choose the field 'Conid' for the query.");
        else if (New.Any(f => f.Time > state.Now)) LeaveOut("An execution lies in the future. Is the statement's time zone New York's?");
        else if (Quantity != difference)
            LeaveOut($"What is missing comes to {Signed(Quantity)}, and the broker holds {(difference == 0m ? "what is booked here" : $"{Signed(difference)} against what is booked here")}. It is booked already without its executions, or the statement does not cover the whole time.");
    }

    /// <summary>Cash that they would move, by currency.</summary>
    public IReadOnlyList<(string Currency, decimal Amount)> Cash(EngineState state)
    {
        PositionLedger before = _entry?.Ledger ?? new PositionLedger(Contract.Multiplier, state.Days);
        // The same bookings with the same multiplier: a copy.
        PositionLedger after = before.Rescaled(before.Multiplier)!;
        foreach (Fill fill in New) after.Book(PositionBooking.Of(fill));
        return MoneyOf.From(Contract, after).Since(MoneyOf.From(Contract, before), Contract);
    }

    public StatementContract ToResult() => new(
        Account, Contract.Ticker, _known, New.Count, Quantity, Why.Length > 0 ? StatementVerdict.LeftOut : New.Count > 0 ? StatementVerdict.Booked : StatementVerdict.Known, Why);

    private static string Signed(decimal quantity) => $"{(quantity > 0m ? "+" : "")}{Say.Number(quantity)}";
}
