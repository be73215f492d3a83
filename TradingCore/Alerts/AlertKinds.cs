namespace TradingCore.Alerts;

/// <summary>How much an alert matters.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info = 0,
    /// <summary>Look at it soon.</summary>
    Warning,
    /// <summary>Act now: shown as a banner until somebody acknowledges it.</summary>
    Critical,
}

/// <summary>How a value is held against a level.</summary>
public enum AlertComparison
{
    /// <summary>At the level or above it.</summary>
    Above = 0,
    /// <summary>At the level or below it.</summary>
    Below,
    /// <summary>From below the level to it or above it.</summary>
    CrossesAbove,
    /// <summary>From above the level to it or below it.</summary>
    CrossesBelow,
    /// <summary>From one side of the level to it or to the other side.</summary>
    Crosses,
    /// <summary>As far from zero as the level, in either direction.</summary>
    Moves,
}

/// <summary>Which price of a quote.</summary>
public enum AlertPrice
{
    /// <summary>Last trade; the middle of bid and ask where nothing trades.</summary>
    Last = 0,
    /// <summary>Best bid.</summary>
    Bid,
    /// <summary>Best offer.</summary>
    Ask,
}

/// <summary>Which figure of profit and loss.</summary>
public enum AlertFigure
{
    /// <summary>Of the day, after fees.</summary>
    Day = 0,
    /// <summary>Of what is held.</summary>
    Unrealized,
}

/// <summary>What can happen to an order.</summary>
public enum OrderAlert
{
    /// <summary>Completely filled.</summary>
    Filled = 0,
    /// <summary>Filled in part.</summary>
    PartiallyFilled,
    /// <summary>The broker said no.</summary>
    Rejected,
    /// <summary>Our risk checks said no.</summary>
    Denied,
    /// <summary>Sent and not answered: the broker is being asked.</summary>
    Unknown,
    /// <summary>Cancelled, and nobody here asked for it.</summary>
    CancelledByBroker,
}

/// <summary>What can be wrong with the system.</summary>
public enum SystemTrouble
{
    /// <summary>No verified session with the gateway.</summary>
    SessionLost = 0,
    /// <summary>The connection cannot come back without a person.</summary>
    PersonNeeded,
    /// <summary>A data farm is down.</summary>
    FarmDown,
    /// <summary>A figure differs from the broker's and stops orders.</summary>
    TieOutHalted,
    /// <summary>A kill switch is engaged.</summary>
    KillSwitch,
    /// <summary>A risk latch has tripped, such as the loss limit of the day.</summary>
    RiskLatch,
    /// <summary>Journal or history cannot be written.</summary>
    StorageFailing,
    /// <summary>It is not known what became of an order.</summary>
    UnknownOrder,
    /// <summary>An outage ended with something that could not be made whole.</summary>
    Outage,
    /// <summary>A channel of alerts does not get through.</summary>
    ChannelFailing,
    /// <summary>The program called a person, for whatever reason.</summary>
    PersonCalled,
}

/// <summary>What can fall silent.</summary>
public enum SilenceSource
{
    /// <summary>Ticks of a symbol.</summary>
    Ticks = 0,
    /// <summary>Five-second bars of a symbol.</summary>
    Bars,
    /// <summary>The sign of life of another program.</summary>
    Program,
}
