using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>
/// Books executions that the API does not tell any more, because the program was away for longer than that, from the broker's statement. What a statement tells is
/// booked only where it explains the quantity that the broker tells, and brings our cash to his: then it can be neither something that was booked already
/// without its executions nor something from before the account was met.
/// </summary>
/// <param name="state">The engine's state.</param>
/// <param name="book">Takes an execution in, as if the broker had told it.</param>
internal sealed class StatementDesk(EngineState state, Action<ExecutionReceived> book)
{
    /// <summary>Most executions that are booked at once: the engine does nothing else meanwhile.</summary>
    public const int NewMax = 1_000;

    public void On(BookStatement command)
    {
        string refusal = !state.IsVerified || state.RunningRound != 0 ? "The comparison with the broker is not complete. Try again in a moment." : "";
        List<StatementPart> parts = [.. command.Fills.GroupBy(f => (f.Account, f.Contract.ConId)).Select(g => StatementPart.Of(state, [.. g])).OrderBy(p => p.Account.Value, StringComparer.Ordinal).ThenBy(p => p.Contract.Ticker, StringComparer.Ordinal)];
        int unknown = parts.Sum(p => p.New.Count);
        if (unknown > NewMax) refusal = $"It has {Say.Number(unknown)} executions that are not known here, and at most {Say.Number(NewMax)} are taken at once. Choose a shorter period.";
        if (refusal.Length > 0)
        {
            state.Effects.Reply(command.Reply, new StatementResult(CommandOutcome.Refused, refusal, []));
            return;
        }
        foreach (StatementPart part in parts) part.JudgeQuantity(state);
        JudgeCash(parts);

        StatementPart[] booked = [.. parts.Where(p => p.IsBooked)];
        int count = booked.Sum(p => p.New.Count);
        if (!command.IsPreview && count > 0)
        {
            foreach (Fill fill in booked.SelectMany(p => p.New).OrderBy(f => f.Time).ThenBy(f => f.ExecId.Key, StringComparer.Ordinal))
                book(new ExecutionReceived(fill with { ReceivedTime = state.Now }, IsReplay: false, IsFromStatement: true) { Time = state.Now });
            string told = $"{Count(count)} of {string.Join(", ", booked.Select(p => p.Contract.Ticker))} booked from the broker's statement by {command.Context.Who}.";
            state.Notices.Add(state.Now, NoticeSeverity.Warning, "fill", told);
            state.Log.StatementBooked(count, booked.Length, command.Context.Who);
        }
        int left = parts.Count(p => p.Why.Length > 0);
        string message = $"{(count == 0 ? "Nothing" : Count(count))} {(command.IsPreview ? "would be booked" : count < 2 ? "is booked" : "are booked")}{(left > 0 ? $"; {(left == 1 ? "one contract is" : $"{left} contracts are")} left out" : "")}.";
        state.Effects.Reply(command.Reply, new StatementResult(CommandOutcome.Accepted, message, [.. parts.Select(p => p.ToResult())]));
    }

    // All that moves one currency of one account belongs together: the broker tells one sum for it.
    private void JudgeCash(List<StatementPart> parts)
    {
        foreach (IGrouping<(AccountId Account, string Currency), (StatementPart Part, decimal Amount)> moved in parts.Where(p => p.IsBooked)
            .SelectMany(p => p.Cash(state).Select(c => (Part: p, c.Currency, c.Amount))).GroupBy(c => (c.Part.Account, c.Currency), c => (c.Part, c.Amount)))
        {
            (AccountId account, string currency) = moved.Key;
            decimal amount = moved.Sum(m => m.Amount);
            string why = (state.Cash.IsOpen(account) ? state.Money.Cash.Difference(account, currency) : null) is not { } difference
                // With a quantity that was missing it is proof enough.
                ? moved.All(m => m.Part.Quantity != 0m) ? "" : $"What is missing leaves the position as it is, and the broker's cash in {currency} cannot be compared now, so nobody can tell whether it is in the books already."
                : Math.Abs(difference - amount) <= state.PositionOptions.CashTolerance || Math.Abs(difference - amount) < Math.Abs(difference) ? ""
                : $"What is missing moves {Say.Money(amount, currency)}, and the broker's cash differs from ours by {Say.Money(difference, currency)}: booked, it would make a difference. It is from before the account was met here, or booked already without its executions.";
            if (why.Length == 0) continue;
            foreach ((StatementPart part, _) in moved) part.LeaveOut(why);
        }
    }

    private static string Count(int count) => count == 1 ? "One execution" : $"{Say.Number(count)} executions";
}
