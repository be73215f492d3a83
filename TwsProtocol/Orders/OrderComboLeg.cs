namespace TwsProtocol.Orders;

/// <summary>The price of one leg of a combination order.</summary>
/// <param name="Price">Price; null = no price of its own.</param>
public sealed record OrderComboLeg(double? Price = null);
