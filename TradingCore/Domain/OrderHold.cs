namespace TradingCore.Domain;

/// <summary>What an order waits for while its own resting orders, which it would trade with, are cancelled.</summary>
/// <param name="Until">When it is judged whatever has become of them, UTC.</param>
/// <param name="Orders">The resting orders.</param>
/// <param name="IsClosing">True when it was made to close what is held: it leaves only while that much is held.</param>
public sealed record OrderHold(DateTimeOffset Until, IReadOnlyList<OrderRef> Orders, bool IsClosing = false);
