using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingBlazor.State;

/// <summary>What an order names besides its own contract, as people know it.</summary>
public static class NamesOfView
{
    /// <summary>Name of a contract of the watchlist; null when it is not there.</summary>
    public static string? NameOf(this ITradingView view, ConId conId)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Watchlist.FirstOrDefault(w => w.Instrument?.Contract.ConId == conId)?.Ticker;
    }

    /// <summary>An order by what it does, as in <c>"Buy 5 SPY at 396.00 limit"</c>; null when it is not known any more.</summary>
    public static string? NameOf(this ITradingView view, OrderRef orderRef)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Orders.FirstOrDefault(o => o.OrderRef == orderRef) is { } order ? $"\"{OrderSentence.Brief(order, Format.Decimals(view.FindInstrument(order.Contract.Ticker)))}\"" : null;
    }
}
