namespace TradingCore.Risk;

/// <summary>Where the moment of an order stands in the hours of its contract. A value, made for each order.</summary>
/// <param name="IsOpen">In trading hours; null when the hours are not known.</param>
/// <param name="IsRegular">In regular hours; null when the hours are not known.</param>
/// <param name="RegularClose">End of the regular hours of the day, whatever pauses lie before it; null when none run now.</param>
/// <param name="NextRegularOpen">Start of the next regular session; null when not known.</param>
/// <param name="NextRegularClose">End of the regular hours of the day of that session; null when not known.</param>
/// <param name="TradingClose">End of the trading day that runs, or else of the next one, whatever pauses lie before it; null when not known.</param>
/// <param name="NextOpen">When trading begins again, regular or not; null while it runs or when not known.</param>
public readonly record struct SessionHours(
    bool? IsOpen, bool? IsRegular, DateTimeOffset? RegularClose = null, DateTimeOffset? NextRegularOpen = null, DateTimeOffset? NextRegularClose = null, DateTimeOffset? TradingClose = null, DateTimeOffset? NextOpen = null)
{
    /// <summary>End of the day that an order for the day, given now, is for: the one that runs, or else the next one. Null when not known.</summary>
    /// <param name="isOutsideRth">True when the order works outside regular hours too.</param>
    public DateTimeOffset? EndOfDay(bool isOutsideRth) => isOutsideRth ? TradingClose : RegularClose ?? NextRegularClose;
}
