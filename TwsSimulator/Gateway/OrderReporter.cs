using System.Globalization;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator.Market;
using TwsSimulator.Matching;

namespace TwsSimulator.Gateway;

/// <summary>Turns what the order book reports into messages for the client that owns the order, and for the master client.</summary>
internal sealed class OrderReporter(Func<int, ClientSession?> clientOf, int? masterClientId, Action<Instrument> accountChanged) : IOrderReports
{
    /// <inheritdoc />
    public void ReportOrder(SimOrder order) => SendTo(order.ClientId, OpenOrderOf(order));

    /// <inheritdoc />
    public void ReportStatus(SimOrder order) => SendTo(order.ClientId, StatusOf(order));

    /// <inheritdoc />
    public void ReportExecution(SimExecution execution) => SendTo(execution.ClientId, DetailsOf(execution, -1));

    /// <inheritdoc />
    public void ReportBound(SimOrder order) => clientOf(0)?.Send(new OrderBound(order.PermId, 0, order.BoundId));

    /// <inheritdoc />
    public void ReportCommission(SimExecution execution) => SendTo(execution.ClientId, CommissionOf(execution));

    /// <inheritdoc />
    public void ReportOrderError(int clientId, int orderId, int code, string text) => clientOf(clientId)?.SendError(orderId, code, text);

    /// <inheritdoc />
    public void ReportPreview(SimOrder order, MarginPreview preview)
    {
        OpenOrder plain = OpenOrderOf(order);
        OrderState state = plain.OrderState with
        {
            InitMarginBefore = Text(preview.InitBefore),
            MaintMarginBefore = Text(preview.MaintBefore),
            EquityWithLoanBefore = Text(preview.EquityBefore),
            InitMarginChange = Text(preview.InitAfter - preview.InitBefore),
            MaintMarginChange = Text(preview.MaintAfter - preview.MaintBefore),
            EquityWithLoanChange = Text(preview.EquityAfter - preview.EquityBefore),
            InitMarginAfter = Text(preview.InitAfter),
            MaintMarginAfter = Text(preview.MaintAfter),
            EquityWithLoanAfter = Text(preview.EquityAfter),
            CommissionAndFees = (double)preview.Commission,
            CommissionAndFeesCurrency = order.Instrument.Currency,
            MarginCurrency = "USD",
            RejectReason = preview.InitAfter > preview.EquityAfter && preview.InitAfter > preview.InitBefore ? "The initial margin would exceed the equity with loan value." : "",
        };
        clientOf(order.ClientId)?.Send(plain with { OrderState = state });
    }

    /// <inheritdoc />
    public void ReportAccountChange(Instrument instrument) => accountChanged(instrument);

    /// <summary>The open order message.</summary>
    public static OpenOrder OpenOrderOf(SimOrder order) => new(order.ToldOrderId, ContractFor(order), ServerOrder(order), StateOf(order));

    /// <summary>The completed order message.</summary>
    public static CompletedOrder CompletedOf(SimOrder order) => new(
        ContractFor(order),
        ServerOrder(order) with { FilledQuantity = order.Filled },
        StateOf(order) with { CompletedTime = WireTime.Format(order.Instrument, order.CompletedMs / 1000), CompletedStatus = order.CompletedStatus });

    /// <summary>The status message.</summary>
    public static OrderStatus StatusOf(SimOrder order) => new(
        order.ToldOrderId, order.Status, order.Filled, order.Remaining, order.AverageFillPrice, order.PermId, order.Order.ParentId, order.LastFillPrice, order.ClientId, order.WhyHeld);

    /// <summary>The execution message.</summary>
    /// <param name="e">The fill.</param>
    /// <param name="reqId">Id of the request that is answered; -1 for a live fill.</param>
    public static ExecDetails DetailsOf(SimExecution e, int reqId) => new(reqId, ContractDesk.ContractOf(e.Instrument, e.Venue) with { PrimaryExch = "" }, new Execution
    {
        OrderId = Math.Max(0, e.OrderId),
        ClientId = e.ClientId,
        PermId = e.PermId,
        ExecId = e.ExecId,
        Time = WireTime.Format(e.Instrument, e.TimeMs / 1000),
        AcctNumber = e.Account,
        Exchange = e.Venue,
        Side = e.IsBuy ? "BOT" : "SLD",
        Shares = e.Shares,
        Price = e.Price,
        CumQty = e.CumulativeQuantity,
        AvgPrice = e.AveragePrice,
        OrderRef = e.OrderRef,
        LastLiquidity = e.LastLiquidity,
        Liquidation = e.IsLiquidation ? 1 : 0,
    });

    /// <summary>The commission message.</summary>
    public static CommissionReport CommissionOf(SimExecution e) => new(e.ExecId, (double)e.Commission, e.Instrument.Currency, (double?)e.RealizedPnl, null, 0);

    private static Contract ContractFor(SimOrder order)
        => ContractDesk.ContractOf(order.Instrument, order.Contract.Exchange.Length > 0 ? order.Contract.Exchange : order.Instrument.Exchange) with
        {
            PrimaryExch = "",
            Right = order.Instrument.Right.Length > 0 ? order.Instrument.Right : "?",
            ComboLegs = order.Contract.ComboLegs,
            ComboLegsDescription = string.Join(',', order.Contract.ComboLegs.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.ConId}|{(l.Action == "BUY" ? 1 : -1) * l.Ratio}"))),
        };

    private static Order ServerOrder(SimOrder order) => order.Order with
    {
        OrderId = order.ToldOrderId,
        ClientId = order.ClientId,
        PermId = order.PermId,
        LmtPrice = order.Order.LmtPrice ?? 0,
        AuxPrice = order.Order.AuxPrice ?? 0,
        TrailStopPrice = order.TrailStop ?? order.Order.TrailStopPrice,
        // The gateway says "no display size" as its largest number, never 0.
        DisplaySize = order.Order.DisplaySize is null or 0 ? null : order.Order.DisplaySize,
        DeltaNeutralOrderType = order.Order.DeltaNeutralOrderType.Length == 0 ? "None" : order.Order.DeltaNeutralOrderType,
        AdjustedOrderType = order.Order.AdjustedOrderType.Length == 0 ? "None" : order.Order.AdjustedOrderType,
        ClearingIntent = order.Order.ClearingIntent.Length == 0 ? "IB" : order.Order.ClearingIntent,
        VolatilityType = order.Order.VolatilityType ?? 0,
        ReferencePriceType = order.Order.ReferencePriceType ?? 0,
    };

    private static OrderState StateOf(SimOrder order) => new()
    {
        Status = OrderStatusText.Of(order.Status),
        CommissionAndFees = order.Commission > 0 ? (double)order.Commission : null,
        CommissionAndFeesCurrency = order.Commission > 0 ? order.Instrument.Currency : "",
    };

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private void SendTo(int owner, IResponse message)
    {
        clientOf(owner)?.Send(message);
        if (masterClientId is { } master && master != owner)
            clientOf(master)?.Send(message);
    }
}
