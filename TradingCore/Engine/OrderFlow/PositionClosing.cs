using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Orders;
using TradingCore.Positions;

namespace TradingCore.Engine.OrderFlow;

/// <summary>Orders whose size is what is held at the moment they leave: a position is closed, or turned around.</summary>
internal sealed class PositionClosing(EngineState state, OrderPlanner planner, OrderSubmission submission, OrderAnswers answers)
{
    public void Close(ClosePosition command)
    {
        if (IsRepeated(command)) return;
        if (Find(command, command.Ticker, command.Account) is not { } held) return;
        decimal quantity = held.Ledger.Quantity;
        decimal remaining = LeftToClose(state, held, null);
        if (remaining == 0m)
        {
            Refuse(command, held.Unexplained != 0m ? Undecided(held) : $"Working orders close all of the {OrderText.Number(Math.Abs(quantity))} {held.Contract.Ticker} already. Cancel them first, or wait for their fills.");
            return;
        }
        submission.Judge(command, planner.Plan(AtMarket(held, remaining), command.OrderRef, command.Context.Source, isClosing: true, mayWait: true), isClosing: true);
    }

    /// <summary>What of a position no working order closes yet, signed as the position is; while the broker is ahead of own fills, of what both hold.</summary>
    /// <param name="state">State.</param>
    /// <param name="held">The position.</param>
    /// <param name="except">An order that does not count; null for none.</param>
    public static decimal LeftToClose(EngineState state, PositionEntry held, OrderEntry? except)
    {
        decimal quantity = held.SureQuantity;
        (decimal buys, decimal sells) = state.Orders.WorkingQuantities(held.Account, held.Contract.ConId, except);
        return quantity > 0m ? Math.Max(0m, quantity - sells) : Math.Min(0m, quantity + buys);
    }

    public void Reverse(ReversePosition command)
    {
        if (IsRepeated(command)) return;
        if (Find(command, command.Ticker, command.Account) is not { } held) return;
        (decimal buys, decimal sells) = state.Orders.WorkingQuantities(held.Account, held.Contract.ConId, null);
        if (buys != 0m || sells != 0m)
        {
            Refuse(command, $"Orders in {held.Contract.Ticker} work: {OrderText.Number(buys)} to buy and {OrderText.Number(sells)} to sell. Their fills would make another position of the reversed one. Cancel them first, or wait for their fills.");
            return;
        }
        if (held.Unexplained != 0m)
        {
            Refuse(command, Undecided(held));
            return;
        }
        // It opens as much as it closes, so every limit of a new order holds for it.
        submission.Judge(command, planner.Plan(AtMarket(held, held.Ledger.Quantity * 2m), command.OrderRef, command.Context.Source));
    }

    // By the time a request is repeated, the order that it led to may have closed the position: its key is looked at first of all.
    private bool IsRepeated(EngineCommand<SubmitResult> command)
    {
        if (state.Keys.Find(command.Context.IdempotencyKey) is not { } known || state.Orders.Find(known) is not { } entry) return false;
        answers.PromiseAgain(command, entry, "This command was accepted before.");
        return true;
    }

    // Which of several accounts is meant is never guessed.
    private PositionEntry? Find(EngineCommand<SubmitResult> command, string ticker, string? account)
    {
        PositionEntry[] held =
        [
            .. state.Positions.Entries.Where(e => e.Ledger.Quantity != 0m && string.Equals(e.Contract.Ticker, ticker, StringComparison.OrdinalIgnoreCase)
                && (string.IsNullOrEmpty(account) || e.Account.Value == account)),
        ];
        if (held.Length == 1) return held[0];
        Refuse(command, held.Length == 0 ? Nothing(ticker, account) : $"{held.Length} accounts hold {held[0].Contract.Ticker}: {string.Join(", ", held.Select(h => h.Account.Masked))}. Say which one is meant.");
        return null;
    }

    private void Refuse(EngineCommand<SubmitResult> command, string why) => state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Denied, null, default, why));

    private static string Undecided(PositionEntry held) =>
        $"The broker tells a position of {OrderText.Number(held.BrokerQuantity ?? 0m)} {held.Contract.Ticker} and own fills give {OrderText.Number(held.Ledger.Quantity)}: something was traded that was not told here yet. The broker is being asked; try again in some seconds.";

    private static string Nothing(string ticker, string? account) => $"There is no position in {ticker}{(string.IsNullOrEmpty(account) ? "" : $" in account {account}")}.";

    private static OrderSpec AtMarket(PositionEntry held, decimal signed) => new()
    {
        Ticker = held.Contract.Ticker,
        Side = signed > 0m ? OrderSide.Sell : OrderSide.Buy,
        Quantity = Math.Abs(signed),
        Type = OrderType.Market,
        Account = held.Account.Value,
    };
}
