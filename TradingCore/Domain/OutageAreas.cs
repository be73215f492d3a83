namespace TradingCore.Domain;

/// <summary>Kinds of things that an outage touches, as <see cref="OutageItem.Area"/>.</summary>
public static class OutageAreas
{
    /// <summary>Order events; the subject is an order.</summary>
    public const string Orders = "orders";
    /// <summary>Executions: all of them without a subject, and each that was found under its ticker.</summary>
    public const string Executions = "executions";
    /// <summary>Quantities held.</summary>
    public const string Positions = "positions";
    /// <summary>Money of an account.</summary>
    public const string Account = "account";
    /// <summary>The broker's P&amp;L of an account.</summary>
    public const string Pnl = "pnl";
    /// <summary>Prices of a contract.</summary>
    public const string Quotes = "quotes";
    /// <summary>Five-second bars of a contract.</summary>
    public const string FiveSecondBars = "fiveSecondBars";
    /// <summary>Bars of a minute and longer of a contract.</summary>
    public const string Bars = "bars";
}
