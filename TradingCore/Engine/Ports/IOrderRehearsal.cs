using TradingCore.Domain;

namespace TradingCore.Engine.Ports;

/// <summary>Writes orders as the journal and the wire would, where nobody keeps or sends them.</summary>
public interface IOrderRehearsal
{
    /// <summary>Writes one. Called by whoever has the engine's turn, so by one thread at a time.</summary>
    void Write(Order order);
}
