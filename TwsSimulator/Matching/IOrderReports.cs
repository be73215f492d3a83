namespace TwsSimulator.Matching;

/// <summary>What the order book tells the outside; everything told here has been stored before.</summary>
internal interface IOrderReports
{
    /// <summary>The order with its terms and state.</summary>
    void ReportOrder(SimOrder order);

    /// <summary>The order's status line.</summary>
    void ReportStatus(SimOrder order);

    /// <summary>A fill.</summary>
    void ReportExecution(SimExecution execution);

    /// <summary>An order of TWS has got an order id of client 0.</summary>
    void ReportBound(SimOrder order);

    /// <summary>The commission of a fill.</summary>
    void ReportCommission(SimExecution execution);

    /// <summary>An error or notice about an order.</summary>
    void ReportOrderError(int clientId, int orderId, int code, string text);

    /// <summary>Margin and commission an order would have.</summary>
    void ReportPreview(SimOrder order, MarginPreview preview);

    /// <summary>A position or the cash has changed.</summary>
    void ReportAccountChange(Market.Instrument instrument);
}

/// <summary>Effect of an order on the account's margin.</summary>
internal sealed record MarginPreview(
    decimal InitBefore, decimal MaintBefore, decimal EquityBefore, decimal InitAfter, decimal MaintAfter, decimal EquityAfter, decimal Commission);
