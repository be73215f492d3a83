using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>A group of rules about one part of an order.</summary>
internal interface IOrderRule
{
    /// <summary>Adds what is wrong. The type and the time in force are ones that can be sent.</summary>
    void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults);
}
