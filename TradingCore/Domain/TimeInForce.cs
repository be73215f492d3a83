namespace TradingCore.Domain;

/// <summary>How long an order works.</summary>
public enum TimeInForce
{
    /// <summary>Until the end of the trading day.</summary>
    Day = 0,
    /// <summary>Until cancelled.</summary>
    Gtc,
    /// <summary>At once, the rest is cancelled.</summary>
    Ioc,
    /// <summary>Another one, of an order that is not ours.</summary>
    Other,
    /// <summary>Until <see cref="OrderAttributes.GoodTill"/>.</summary>
    Gtd,
    /// <summary>All at once or nothing.</summary>
    Fok,
    /// <summary>In the opening auction.</summary>
    Opg,
}
