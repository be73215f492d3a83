namespace TradingCore.Engine;

/// <summary>TWS error codes that mean something of their own to the state of an order. All others reject what has not been acknowledged.</summary>
internal static class OrderErrors
{
    /// <summary>Order id already used or too low.</summary>
    public const int DuplicateId = 103;

    /// <summary>Order rejected, reason in the text.</summary>
    public const int Rejected = 201;

    /// <summary>Order cancelled: a confirmation, or a cancel by the exchange with its reason.</summary>
    public const int Cancelled = 202;

    /// <summary>Ids skipped after a duplicate, because the gateway does not say how far its memory reaches.</summary>
    public const int IdsSkipped = 1_000;

    /// <summary>True when the code answers a cancel: the order is unknown there (135, 10147, 10149) or past cancelling (136, 161, 10148).</summary>
    public static bool IsAboutCancel(int code) => code is 135 or 136 or 161 or 10147 or 10148 or 10149;

    /// <summary>True when the code, although the order lives on, says that the change of it failed. Source: the vendor's codes that are errors for a modification only.</summary>
    public static bool IsAboutModify(int code) => code is 103 or 104 or 105 or 110 or 201 or 321 or 329 or 2102;
}
