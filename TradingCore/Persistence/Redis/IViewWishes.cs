using TradingCore.Domain;

namespace TradingCore.Persistence.Redis;

/// <summary>What a web process asks the engine to look at for it.</summary>
internal interface IViewWishes
{
    /// <summary>Asks for a book for some seconds.</summary>
    /// <returns>False when too many books are asked for.</returns>
    Task<bool> WantDepthAsync(Instrument instrument, CancellationToken stop);

    /// <summary>Asks for the headlines of a contract.</summary>
    Task<bool> WantNewsAsync(ConId conId, string ticker, CancellationToken stop);
}
