using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>
/// Gives out order ids of one API client id, each once and never again. Ids are reserved in blocks in the journal before the first of a
/// block is used, so that none is used twice after the process was killed, whatever the gateway then says.
/// </summary>
/// <param name="reservedUpTo">Highest id the journal has ever reserved; 0 when none.</param>
/// <param name="blockSize">Ids reserved at once; above 0.</param>
public sealed class OrderIdAllocator(int reservedUpTo, int blockSize)
{
    private int _next = reservedUpTo + 1;
    private int _reservedUpTo = reservedUpTo;

    /// <summary>Highest reserved id.</summary>
    public int ReservedUpTo => _reservedUpTo;

    /// <summary>Takes notice of an id that is used or asked for by the gateway. Going back is ignored: after a reset TWS forgets which ids were used.</summary>
    public void NotBelow(int orderId) => _next = Math.Max(_next, orderId);

    /// <summary>The next id.</summary>
    /// <param name="reserveUpTo">What must be reserved in the journal before the id is used; null when it is reserved already.</param>
    /// <remarks>An id whose reservation fails is lost, which costs nothing.</remarks>
    public OrderId Take(out int? reserveUpTo)
    {
        int id = checked(_next++);
        reserveUpTo = id > _reservedUpTo ? checked(id + blockSize - 1) : null;
        return new OrderId(id);
    }

    /// <summary>The reservation is in the journal.</summary>
    public void OnReserved(int upTo) => _reservedUpTo = Math.Max(_reservedUpTo, upTo);
}
