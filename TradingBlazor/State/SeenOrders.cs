using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;

namespace TradingBlazor.State;

/// <summary>
/// Changes of orders as a person saw them. What somebody else or the market made of an order meanwhile stops a change when the person would decide
/// anew for it, and nothing else does: an order that fills piece by piece can still be moved.
/// </summary>
public static class SeenOrders
{
    // The engine judges a version in its own order of events, so a fill can come between two looks; nobody fills faster than this many looks.
    private const int LooksMax = 8;

    /// <summary>Changes an order if it is still the one that was seen.</summary>
    /// <param name="commands">The engine.</param>
    /// <param name="seen">The order as it was shown when the person began.</param>
    /// <param name="now">The order as known now.</param>
    /// <param name="change">The change.</param>
    /// <param name="decimals">How its prices are written, as <see cref="Format.Decimals"/> says.</param>
    /// <returns>The engine's answer; <see cref="CommandOutcome.ChangedMeanwhile"/> with what is different when it is not.</returns>
    public static async Task<CommandResult> ModifySeenAsync(this ITradingCommands commands, Order seen, Order now, OrderChange change, int decimals)
    {
        for (int looks = 1; ; looks++)
        {
            if (WhatChanged(seen, now, change, decimals) is { Length: > 0 } what) return new CommandResult(CommandOutcome.ChangedMeanwhile, $"Changed meanwhile: {what}. Nothing was sent. Look at it, and send again if you still want to.", now);
            CommandResult result = await commands.ModifyAsync(seen.OrderRef, change, UserCommands.Once(UserCommands.NewKey()), now.Version);
            if (looks == LooksMax || result is not { Outcome: CommandOutcome.ChangedMeanwhile, Order: { } newer }) return result;
            now = newer;
        }
    }

    /// <summary>What became of an order that matters for a change; empty when the person would decide the same.</summary>
    /// <param name="seen">The order as it was shown.</param>
    /// <param name="now">The order as it is.</param>
    /// <param name="change">The change that is wanted.</param>
    /// <param name="decimals">How its prices are written, as <see cref="Format.Decimals"/> says.</param>
    public static string WhatChanged(Order seen, Order now, OrderChange change, int decimals)
    {
        // Nothing is left to decide about; the sentence says what happened.
        if (now.State.IsFinal()) return $"the order is {OrderWords.State(now).ToLowerInvariant()}";
        if (now.State == OrderState.PendingCancel && seen.State != OrderState.PendingCancel) return "a cancel of the order is under way";
        string[] differences =
        [
            // A change of before that was shown as sent, and came true, is what was seen.
            seen.Quantity == now.Quantity || seen.PendingChange?.Quantity == now.Quantity ? "" : $"quantity {Format.Quantity(seen.Quantity)} is {Format.Quantity(now.Quantity)} now",
            // A price is as good for the rest as for the whole. A total is another order when a part of it is filled.
            change.Quantity is null || seen.Filled == now.Filled ? "" : $"{Format.Quantity(now.Filled)} of {Format.Quantity(now.Quantity)} are filled now, {Format.Quantity(seen.Filled)} when you began",
            // The broker moves the prices of orders that trail or are pegged; those of others are moved by people.
            seen.LimitPrice == now.LimitPrice || (seen.PendingChange?.LimitPrice is { } limit && limit == now.LimitPrice) || (change.LimitPrice is null && now.Type.Traits().Limit != Need.Required) ? "" : $"limit {Price(seen.LimitPrice, decimals)} is {Price(now.LimitPrice, decimals)} now",
            seen.StopPrice == now.StopPrice || (seen.PendingChange?.StopPrice is { } stop && stop == now.StopPrice) || (change.StopPrice is null && now.Type.Traits().Stop != Need.Required) ? "" : $"stop {Price(seen.StopPrice, decimals)} is {Price(now.StopPrice, decimals)} now",
            seen.Tif == now.Tif || seen.PendingChange?.Tif == now.Tif ? "" : $"time in force {OrderWords.Tif(seen.Tif)} is {OrderWords.Tif(now.Tif)} now",
        ];
        return string.Join("; ", differences.Where(d => d.Length > 0));
    }

    private static string Price(decimal? price, int decimals) => price is null ? "none" : Format.ExactPrice(price, decimals);
}
