namespace TradingCore.Engine.ReportFlow;

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
    public static bool IsAboutCancel(int code) => IsNotFound(code) || code is 136 or 161 or 10148;

    /// <summary>True when the code says that the order to be cancelled is not there.</summary>
    public static bool IsNotFound(int code) => code is 135 or 10147 or 10149;

    /// <summary>
    /// True when the code only remarks on an order and answers nothing: a change that waits is neither confirmed nor refused by it.
    /// Source: the vendor's list of warnings; in the notices 2100 to 2199 only 2102 ("still being processed") refuses a change.
    /// </summary>
    public static bool IsRemark(int code) =>
        code is 131 or 164 or 165 or 317 or 399 or 404 or 481 or 492 or (>= 2100 and <= 2199 and not 2102) or 10090 or 10091 or 10167 or 10225 or 10311;

    /// <summary>What a cancel's text adds to the fact itself: the part after the vendor's fixed opening, often nothing.</summary>
    public static string CancelReason(string text)
    {
        const string Opening = "Order Canceled - reason:";
        return text.StartsWith(Opening, StringComparison.OrdinalIgnoreCase) ? text[Opening.Length..].Trim() : text;
    }
}
