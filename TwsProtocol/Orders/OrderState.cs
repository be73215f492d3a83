namespace TwsProtocol.Orders;

/// <summary>State of an order with margin and commission; the numbers are filled by what-if previews and, for commission, by fills.</summary>
/// <remarks>A new state carries no margin: the margin texts default to the server's "no value".</remarks>
public sealed record OrderState
{
    private const string Unset = "1.7976931348623157E308";

    /// <summary>Status text, see <see cref="OrderStatusKind"/>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Initial margin before the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string InitMarginBefore { get; init; } = Unset;

    /// <summary>Maintenance margin before the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string MaintMarginBefore { get; init; } = Unset;

    /// <summary>Equity with loan value before the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string EquityWithLoanBefore { get; init; } = Unset;

    /// <summary>Initial margin change by the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string InitMarginChange { get; init; } = Unset;

    /// <summary>Maintenance margin change by the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string MaintMarginChange { get; init; } = Unset;

    /// <summary>Equity with loan value change by the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string EquityWithLoanChange { get; init; } = Unset;

    /// <summary>Initial margin after the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string InitMarginAfter { get; init; } = Unset;

    /// <summary>Maintenance margin after the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string MaintMarginAfter { get; init; } = Unset;

    /// <summary>Equity with loan value after the order, as the server writes it; 1.7976931348623157E308 when there is no preview.</summary>
    public string EquityWithLoanAfter { get; init; } = Unset;

    /// <summary>Commission and fees; null = not known yet.</summary>
    public double? CommissionAndFees { get; init; }

    /// <summary>Lower estimate.</summary>
    public double? MinCommissionAndFees { get; init; }

    /// <summary>Upper estimate.</summary>
    public double? MaxCommissionAndFees { get; init; }

    /// <summary>Currency of the commission.</summary>
    public string CommissionAndFeesCurrency { get; init; } = "";

    /// <summary>Currency of the margins; from server version 195.</summary>
    public string MarginCurrency { get; init; } = "";

    /// <summary>Initial margin outside regular hours before the order; from server version 195.</summary>
    public double? InitMarginBeforeOutsideRTH { get; init; }

    /// <summary>Maintenance margin outside regular hours before the order; from server version 195.</summary>
    public double? MaintMarginBeforeOutsideRTH { get; init; }

    /// <summary>Equity with loan value outside regular hours before the order; from server version 195.</summary>
    public double? EquityWithLoanBeforeOutsideRTH { get; init; }

    /// <summary>Initial margin outside regular hours change by the order; from server version 195.</summary>
    public double? InitMarginChangeOutsideRTH { get; init; }

    /// <summary>Maintenance margin outside regular hours change by the order; from server version 195.</summary>
    public double? MaintMarginChangeOutsideRTH { get; init; }

    /// <summary>Equity with loan value outside regular hours change by the order; from server version 195.</summary>
    public double? EquityWithLoanChangeOutsideRTH { get; init; }

    /// <summary>Initial margin outside regular hours after the order; from server version 195.</summary>
    public double? InitMarginAfterOutsideRTH { get; init; }

    /// <summary>Maintenance margin outside regular hours after the order; from server version 195.</summary>
    public double? MaintMarginAfterOutsideRTH { get; init; }

    /// <summary>Equity with loan value outside regular hours after the order; from server version 195.</summary>
    public double? EquityWithLoanAfterOutsideRTH { get; init; }

    /// <summary>Size that would be accepted; from server version 195.</summary>
    public decimal? SuggestedSize { get; init; }

    /// <summary>Why the preview was refused; from server version 195.</summary>
    public string RejectReason { get; init; } = "";

    /// <summary>Allocation per account; from server version 195.</summary>
    public IReadOnlyList<OrderAllocation> OrderAllocations { get; init; } = [];

    /// <summary>Warning of the server.</summary>
    public string WarningText { get; init; } = "";

    /// <summary>When the order was done; completed orders only.</summary>
    public string CompletedTime { get; init; } = "";

    /// <summary>How the order ended, in words; completed orders only.</summary>
    public string CompletedStatus { get; init; } = "";
}
