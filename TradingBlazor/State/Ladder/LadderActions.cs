using Microsoft.AspNetCore.Components;
using TradingCore.Domain;

namespace TradingBlazor.State.Ladder;

/// <summary>What a line of the ladder asks of it. Made once, so that a new price makes no new callbacks.</summary>
/// <param name="OnSide">A side of the line was clicked.</param>
/// <param name="OnPrice">The price was clicked.</param>
/// <param name="OnPick">Own orders were pressed: they are picked up to be moved, or put down again.</param>
/// <param name="OnGrab">Own orders were grabbed to be dragged.</param>
/// <param name="OnLetGo">A drag is over, wherever it ended.</param>
/// <param name="OnCancel">Own orders are to be cancelled.</param>
/// <param name="OnDrop">Something was dropped on the line.</param>
public sealed record LadderActions(
    EventCallback<(OrderSide Side, decimal Price)> OnSide, EventCallback<decimal> OnPrice, EventCallback<(OrderSide Side, decimal Price)> OnPick,
    EventCallback<(OrderSide Side, decimal Price)> OnGrab, EventCallback OnLetGo, EventCallback<(OrderSide Side, decimal Price)> OnCancel, EventCallback<decimal> OnDrop);
