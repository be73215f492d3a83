using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>One thing that happened to an order, as it is told to whoever follows all of them.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What happened: a kind of <see cref="OrderEvent"/>; <c>recovered</c> for an order of an earlier run.</param>
/// <param name="Source">Who: as in <see cref="OrderEvent.Source"/>.</param>
/// <param name="Text">A sentence; empty when the kind says all.</param>
/// <param name="Ticker">Contract.</param>
/// <param name="Account">Account; empty when not chosen yet.</param>
/// <param name="Strategy">Strategy that decided; empty for a person.</param>
/// <param name="Order">The order after it; null for one that was denied and so never became an order.</param>
public sealed record OrderNews(DateTimeOffset Time, string Kind, string Source, string Text, string Ticker, AccountId Account, string Strategy, Order? Order)
{
    /// <summary>Kind of the news about an order of an earlier run: its history tells what happened.</summary>
    public const string Recovered = "recovered";

    /// <summary>Kind of the news that events before it did not arrive here, of no order: whoever follows must look at the orders anew.</summary>
    public const string Missed = "missed";

    /// <summary>Kind of the news about a state that follows from what was told just before, such as the end of an order with its last fill: the history has no line of its own for it.</summary>
    public const string State = "state";
}
