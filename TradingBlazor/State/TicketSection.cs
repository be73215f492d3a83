namespace TradingBlazor.State;

/// <summary>The part of the ticket that is unfolded; one at a time, so that the ticket stays short.</summary>
public enum TicketSection
{
    /// <summary>None: the three fields of the common case.</summary>
    None = 0,
    /// <summary>Algorithm of the broker with its parameters.</summary>
    Algo,
    /// <summary>Conditions.</summary>
    Conditions,
    /// <summary>Attributes: hours, what shows, what must fill, groups.</summary>
    More,
    /// <summary>Legs of a combination.</summary>
    Legs,
}
