using TradingBlazor.Security.Access;

namespace TradingBlazor.Security.Store;

/// <summary>What waits, or waited, for a second person. It holds the words and not the command: after a restart it is told, and never sent.</summary>
internal sealed class ApprovalRow
{
    /// <summary>Its name.</summary>
    public string Id { get; set; } = "";
    /// <summary>An order, a change of limits or a kill switch.</summary>
    public ApprovalKind Kind { get; set; }
    /// <summary>What it is, for people.</summary>
    public string Words { get; set; } = "";
    /// <summary>Who sent it, as the audit names it.</summary>
    public string By { get; set; } = "";
    /// <summary>Id of the person behind it; empty for the key file.</summary>
    public string ById { get; set; } = "";
    /// <summary>The process that it was sent to, which alone can do it; empty where that is not known.</summary>
    public string Process { get; set; } = "";
    /// <summary>Account that it is for; empty when not known.</summary>
    public string Account { get; set; } = "";
    /// <summary>Contract of an order; scope of a kill switch; empty for limits.</summary>
    public string Symbol { get; set; } = "";
    /// <summary>Side of an order; null for another kind.</summary>
    public TradingCore.Domain.OrderSide? Side { get; set; }
    /// <summary>When it came.</summary>
    public DateTimeOffset Time { get; set; }
    /// <summary>Until when it waits.</summary>
    public DateTimeOffset ExpiresTime { get; set; }
    /// <summary>What became of it.</summary>
    public ApprovalState State { get; set; }
    /// <summary>When that was; null while it waits.</summary>
    public DateTimeOffset? EndedTime { get; set; }
    /// <summary>Who decided; empty when nobody did.</summary>
    public string DecidedBy { get; set; } = "";
    /// <summary>Why it ended, or what the engine said when it was released; a sentence.</summary>
    public string Message { get; set; } = "";
    /// <summary>True when it was released and the engine did what was asked for.</summary>
    public bool IsDone { get; set; }
    /// <summary>The order that was sent; empty when none was.</summary>
    public string OrderRef { get; set; } = "";
}
