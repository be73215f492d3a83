using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>What is done with positions, always with its size.</summary>
public static class PositionWords
{
    /// <summary>What closing does: <c>sell 200 SPY</c>.</summary>
    public static string Closing(Position position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return $"{(position.Quantity > 0 ? "sell" : "buy")} {Format.Quantity(Math.Abs(position.Quantity))} {TickerName.Short(position.Contract.Ticker)}";
    }

    /// <summary>What a closing order leaves to orders that work already, a sentence; empty when none would close anything of it.</summary>
    /// <param name="position">The position.</param>
    /// <param name="orders">All orders.</param>
    public static string LeftToOrders(Position position, IEnumerable<Order> orders)
    {
        ArgumentNullException.ThrowIfNull(position);
        OrderSide closing = position.Quantity > 0 ? OrderSide.Sell : OrderSide.Buy;
        bool isAny = orders.Any(o => o.State.IsWorking() && o.Side == closing && o.Contract.Ticker == position.Contract.Ticker && (o.Account == position.Account || o.Account.Value.Length == 0));
        return isAny ? $"What working orders in {TickerName.Short(position.Contract.Ticker)} would {(closing == OrderSide.Sell ? "sell" : "buy")} is left to them: cancel them first to close all of it." : "";
    }

    /// <summary>How much less than the position was sent to close it, a sentence; empty when all of it.</summary>
    public static string LessThanHeld(Position position, Order? sent)
    {
        ArgumentNullException.ThrowIfNull(position);
        return sent is not null && sent.Quantity < Math.Abs(position.Quantity)
            ? $"{TickerName.Short(position.Contract.Ticker)}: {Format.Quantity(sent.Quantity)} of {Format.Quantity(Math.Abs(position.Quantity))} are being closed, the rest is left to orders that work." : "";
    }

    /// <summary>Why what was confirmed is not done, because the position is another one by now, a sentence or two; empty when it is the same.</summary>
    /// <param name="asked">The position as the question told it.</param>
    /// <param name="now">As it is by now; null when nothing of it is held.</param>
    /// <param name="isExact">True: the size itself was confirmed. False: closing it, however large it is by then.</param>
    public static string WhatChanged(Position asked, Position? now, bool isExact)
    {
        ArgumentNullException.ThrowIfNull(asked);
        decimal held = now?.Quantity ?? 0m;
        bool same = isExact ? held == asked.Quantity : Math.Sign(held) == Math.Sign(asked.Quantity);
        return same ? "" : $"Not sent: {TickerName.Short(asked.Contract.Ticker)} was {Format.Quantity(asked.Quantity)} when you were asked, and is {Format.Quantity(held)} now.";
    }

    /// <summary>What reversing does: <c>sell 400 SPY</c>.</summary>
    public static string Reversing(Position position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return $"{(position.Quantity > 0 ? "sell" : "buy")} {Format.Quantity(Math.Abs(position.Quantity) * 2m)} {TickerName.Short(position.Contract.Ticker)}";
    }
}
