namespace TradingBlazor.State;

/// <summary>What a condition watches.</summary>
public enum ConditionKind
{
    /// <summary>Price of a contract.</summary>
    Price = 0,
    /// <summary>The clock.</summary>
    Time,
    /// <summary>Margin cushion of the account.</summary>
    Margin,
    /// <summary>Volume of the day.</summary>
    Volume,
    /// <summary>Change since the close of the day before.</summary>
    Percent,
    /// <summary>A trade in the account.</summary>
    Execution,
}

/// <summary>One condition as typed.</summary>
public sealed class ConditionDraft
{
    /// <summary>What it watches.</summary>
    public ConditionKind Kind { get; set; }
    /// <summary>Joins the next one by "and"; false by "or".</summary>
    public bool And { get; set; } = true;
    /// <summary>At or above, at or after; false: at or below, before.</summary>
    public bool IsMore { get; set; } = true;
    /// <summary>Contract it watches; empty for the ticket's own.</summary>
    public string Symbol { get; set; } = "";
    /// <summary>Price, volume or percent.</summary>
    public string Value { get; set; } = "";
    /// <summary>Time in New York, <c>yyyy-MM-ddTHH:mm</c>.</summary>
    public string Time { get; set; } = "";
    /// <summary>Which prices count, as IB numbers them; 0 for the contract's usual.</summary>
    public int TriggerMethod { get; set; }
}
