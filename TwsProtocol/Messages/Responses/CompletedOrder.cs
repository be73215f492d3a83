using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsProtocol.Orders.Groups;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An order that is done. It has no order id: only <see cref="Order.PermId"/> identifies it.</summary>
/// <param name="Contract">What was traded.</param>
/// <param name="Order">The order.</param>
/// <param name="OrderState">Final status, and when and how the order ended; margins and commission are not told.</param>
/// <remarks>The fields stand in the order of the wire; what open orders and requests have too is read and written by the order's groups.</remarks>
public sealed record CompletedOrder(Contract Contract, Order Order, OrderState OrderState)
    : IResponse, IDecodable<CompletedOrder>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 101;

    private const string Name = "completedOrder";
    private const OrderLayout Layout = OrderLayout.Completed;

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CompletedOrder Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        var order = new Order();
        Contract contract = ContractFields.ReadServer(ref reader);
        order.Terms.Read(ref reader, Layout);
        order.Identity.PermId = reader.ReadLong("permId");
        order.Handling.ReadWorking(ref reader);
        order.Advisor.Read(ref reader, serverVersion);
        order.Handling.ReadSettlement(ref reader);
        order.ShortSale.Read(ref reader);
        order.StockRange.Read(ref reader);
        order.Handling.DisplaySize = reader.ReadOptionalInt("displaySize");
        order.Handling.SweepToFill = reader.ReadBool("sweepToFill");
        order.Handling.AllOrNone = reader.ReadBool("allOrNone");
        order.Handling.MinQty = reader.ReadOptionalInt("minQty");
        order.Handling.OcaType = reader.ReadInt("ocaType");
        order.Handling.TriggerMethod = reader.ReadInt("triggerMethod");
        order.Vol.Read(ref reader, Layout);
        order.Adjustment.ReadTrailing(ref reader, Layout);
        string legs = reader.ReadText("comboLegsDescrip");
        IReadOnlyList<ComboLeg> comboLegs = OrderFields.ReadComboLegs(ref reader);
        order.Combo.Read(ref reader);
        order.Scale.Read(ref reader);
        order.Hedge.Read(ref reader);
        order.Clearing.Read(ref reader);
        contract = ContractFields.WithCombo(contract, legs, comboLegs, ContractFields.ReadDeltaNeutral(ref reader));
        order.Algo.Read(ref reader);
        order.Handling.Solicited = reader.ReadBool("solicited");
        string status = reader.ReadSharedText("status");
        order.Benchmark.Read(ref reader, order.IsPegBench);
        order.Conditional.Read(ref reader);
        ReadOutcome(ref reader, order);
        var state = new OrderState { Status = status, CompletedTime = reader.ReadText("completedTime"), CompletedStatus = reader.ReadText("completedStatus") };
        order.Pegging.ReadAll(ref reader);
        order.Regulation.ReadCustomer(ref reader, serverVersion);
        if (serverVersion >= ServerVersion.Submitter) order.Identity.Submitter = reader.ReadText("submitter");
        return new CompletedOrder(contract, order, state);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        ContractFields.WriteServer(writer, Contract);
        Order.Terms.Write(writer);
        writer.Write(Order.PermId);
        Order.Handling.WriteWorking(writer);
        Order.Advisor.Write(writer, serverVersion);
        Order.Handling.WriteSettlement(writer);
        Order.ShortSale.Write(writer);
        Order.StockRange.Write(writer);
        writer.WriteOrMax(Order.DisplaySize);
        writer.Write(Order.SweepToFill);
        writer.Write(Order.AllOrNone);
        writer.WriteOrEmpty(Order.MinQty);
        writer.Write(Order.OcaType);
        writer.Write(Order.TriggerMethod);
        Order.Vol.Write(writer, Layout);
        Order.Adjustment.WriteTrailing(writer, Layout, Order.OrderType);
        writer.Write(Contract.ComboLegsDescription);
        OrderFields.WriteComboLegs(writer, Contract.ComboLegs);
        Order.Combo.Write(writer);
        Order.Scale.Write(writer, Layout);
        Order.Hedge.Write(writer);
        Order.Clearing.Write(writer);
        ContractFields.WriteDeltaNeutral(writer, Contract.DeltaNeutralContract);
        Order.Algo.Write(writer);
        writer.Write(Order.Solicited);
        writer.Write(OrderState.Status);
        Order.Benchmark.Write(writer, Layout, Order.IsPegBench);
        Order.Conditional.Write(writer);
        WriteOutcome(writer, Order);
        writer.Write(OrderState.CompletedTime);
        writer.Write(OrderState.CompletedStatus);
        Order.Pegging.WriteAll(writer);
        Order.Regulation.WriteCustomer(writer, serverVersion);
        if (serverVersion >= ServerVersion.Submitter) writer.Write(Order.Submitter);
    }

    private static void ReadOutcome(ref FieldReader reader, Order order)
    {
        order.Adjustment.TrailStopPrice = reader.ReadOptionalDouble("trailStopPrice");
        order.Adjustment.LmtPriceOffset = reader.ReadOptionalDouble("lmtPriceOffset");
        order.Handling.CashQty = reader.ReadOptionalDouble("cashQty");
        order.Hedge.DontUseAutoPriceForHedge = reader.ReadBool("dontUseAutoPriceForHedge");
        order.Handling.IsOmsContainer = reader.ReadBool("isOmsContainer");
        order.Outcome.AutoCancelDate = reader.ReadText("autoCancelDate");
        order.Outcome.FilledQuantity = reader.ReadOptionalDecimal("filledQuantity");
        order.Outcome.RefFuturesConId = reader.ReadIntMaxIsNull("refFuturesConId");
        order.Handling.AutoCancelParent = reader.ReadBool("autoCancelParent");
        order.Outcome.Shareholder = reader.ReadSharedText("shareholder");
        order.Handling.ImbalanceOnly = reader.ReadBool("imbalanceOnly");
        order.Outcome.RouteMarketableToBbo = reader.ReadBool("routeMarketableToBbo");
        order.Identity.ParentPermId = reader.ReadLongMaxIsNull("parentPermId");
    }

    private static void WriteOutcome(FieldWriter writer, Order order)
    {
        writer.WriteOrEmpty(order.TrailStopPrice);
        writer.WriteOrEmpty(order.LmtPriceOffset);
        writer.WriteOrEmpty(order.CashQty);
        writer.Write(order.DontUseAutoPriceForHedge);
        writer.Write(order.IsOmsContainer);
        writer.Write(order.AutoCancelDate);
        writer.WriteOrEmpty(order.FilledQuantity);
        writer.WriteOrMax(order.RefFuturesConId);
        writer.Write(order.AutoCancelParent);
        writer.Write(order.Shareholder);
        writer.Write(order.ImbalanceOnly);
        writer.Write(order.RouteMarketableToBbo);
        writer.WriteOrMax(order.ParentPermId);
    }
}
