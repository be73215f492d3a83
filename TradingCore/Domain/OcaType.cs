namespace TradingCore.Domain;

/// <summary>What a fill does to the other orders of a one-cancels-all group. The numbers are those of the wire field <c>ocaType</c>.</summary>
public enum OcaType
{
    /// <summary>Not in a group.</summary>
    None = 0,
    /// <summary>They are cancelled; only one order of the group is at an exchange at a time, so that no two can fill.</summary>
    CancelWithBlock = 1,
    /// <summary>They are reduced by what filled, one at an exchange at a time.</summary>
    ReduceWithBlock = 2,
    /// <summary>They are reduced by what filled, all at the exchange: two can fill in the same moment.</summary>
    ReduceWithoutBlock = 3,
}
