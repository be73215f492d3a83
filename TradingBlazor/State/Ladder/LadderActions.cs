using Microsoft.AspNetCore.Components;
using TradingCore.Domain;

namespace TradingBlazor.State.Ladder;

/// <summary>What a line of the ladder asks of it. Made once, so that a new price makes no new callbacks.</summary>
/// <param name="OnSide">A side of the line was clicked.</param>
/// <param name="OnPrice">The price was clicked.</param>
/// <param name="OnPick">Own orders were picked up to be moved.</param>
/// <param name="OnCancel">Own orders are to be cancelled.</param>
/// <param name="OnDrop">Something was dropped on the line.</param>
public sealed record LadderActions(
    EventCallback<(OrderSide Side, decimal Price)> OnSide, EventCallback<decimal> OnPrice, EventCallback<(OrderSide Side, decimal Price)> OnPick,
    EventCallback<(OrderSide Side, decimal Price)> OnCancel, EventCallback<decimal> OnDrop);
