namespace TwsProtocol.Orders;

/// <summary>What goes with a cancel where regulation asks for it.</summary>
public sealed record OrderCancel
{
    /// <summary>Time of a manual cancel; not sent by a global cancel.</summary>
    public string ManualOrderCancelTime { get; init; } = "";

    /// <summary>Operator id; needs server version 192.</summary>
    public string ExtOperator { get; init; } = "";

    /// <summary>0 or 1; needs server version 192.</summary>
    public int? ManualOrderIndicator { get; init; }
}
