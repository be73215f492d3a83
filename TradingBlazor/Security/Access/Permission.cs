namespace TradingBlazor.Security.Access;

/// <summary>What somebody may do. Every page, endpoint and command names one of these; what names none is closed.</summary>
[Flags]
internal enum Permission
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>See quotes, orders, positions, limits and state.</summary>
    View = 1,
    /// <summary>Send and change orders, close positions.</summary>
    Trade = 2,
    /// <summary>Cancel orders.</summary>
    Cancel = 4,
    /// <summary>Change the watchlist, which everybody shares.</summary>
    Watchlist = 8,
    /// <summary>Engage the kill switch.</summary>
    Kill = 16,
    /// <summary>Change limits, re-arm latches and the kill switch, book differences and cash flows.</summary>
    ManageRisk = 32,
    /// <summary>Be the second person for an order that needs one.</summary>
    Approve = 64,
    /// <summary>Read the audit log.</summary>
    ReadAudit = 128,
    /// <summary>Users, roles, keys, addresses.</summary>
    Administer = 256,
    /// <summary>Have own alert rules, acknowledge and snooze alerts, give signs of life for programs.</summary>
    Alert = 512,
}
