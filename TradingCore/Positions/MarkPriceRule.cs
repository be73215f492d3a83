namespace TradingCore.Positions;

/// <summary>Which price a position is valued with.</summary>
public enum MarkPriceRule
{
    /// <summary>The price at which it could be closed now: long at the bid, short at the ask. The cautious one.</summary>
    ExitSide = 0,

    /// <summary>The last trade.</summary>
    Last,

    /// <summary>The middle of bid and ask.</summary>
    Mid,
}
