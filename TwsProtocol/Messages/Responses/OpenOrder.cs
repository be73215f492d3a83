using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsProtocol.Orders.Groups;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An order that lives, or the answer to a what-if preview.</summary>
/// <param name="OrderId">Order id; 0 or negative for manual TWS orders that are not bound.</param>
/// <param name="Contract">What is traded.</param>
/// <param name="Order">The order; ids of client and account stand in it.</param>
/// <param name="OrderState">State, margins and commission.</param>
/// <remarks>
/// The fields stand in the order of the wire. What completed orders and requests have too is read and written by the order's groups; the order is
/// built once and filled in, as copies of so many properties would cost more than the rest of the message.
/// </remarks>
public sealed record OpenOrder(int OrderId, Contract Contract, Order Order, OrderState OrderState)
    : IResponse, IDecodable<OpenOrder>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 5;

    private const string Name = "openOrder";
    private const OrderLayout Layout = OrderLayout.Open;

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static OpenOrder Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        var order = new Order { OrderId = reader.ReadInt("orderId") };
        Contract contract = ContractFields.ReadServer(ref reader);
        order.Terms.Read(ref reader, Layout);
        order.Identity.ClientId = reader.ReadInt("clientId");
        order.Identity.PermId = reader.ReadLong("permId");
        order.Handling.ReadWorking(ref reader);
        reader.Skip("sharesAllocation");
        order.Advisor.Read(ref reader, serverVersion);
        order.Handling.ReadSettlement(ref reader);
        order.ShortSale.Read(ref reader);
        ReadAttributes(ref reader, order);
        order.Vol.Read(ref reader, Layout);
        order.Adjustment.ReadTrailing(ref reader, Layout);
        order.Combo.BasisPoints = reader.ReadOptionalDouble("basisPoints");
        order.Combo.BasisPointsType = reader.ReadOptionalInt("basisPointsType");
        string legs = reader.ReadText("comboLegsDescrip");
        IReadOnlyList<ComboLeg> comboLegs = OrderFields.ReadComboLegs(ref reader);
        order.Combo.Read(ref reader);
        order.Scale.Read(ref reader);
        order.Hedge.Read(ref reader);
        order.Handling.OptOutSmartRouting = reader.ReadBool("optOutSmartRouting");
        order.Clearing.Read(ref reader);
        contract = ContractFields.WithCombo(contract, legs, comboLegs, ContractFields.ReadDeltaNeutral(ref reader));
        order.Algo.Read(ref reader);
        order.Handling.Solicited = reader.ReadBool("solicited");
        order.Handling.WhatIf = reader.ReadBool("whatIf");
        OrderState state = OrderStateFields.Read(ref reader, serverVersion);
        order.Benchmark.Read(ref reader, order.IsPegBench);
        order.Conditional.Read(ref reader);
        order.Adjustment.Read(ref reader, Layout);
        ReadTail(ref reader, order, serverVersion);
        return new OpenOrder(order.OrderId, contract, order, state);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(OrderId);
        ContractFields.WriteServer(writer, Contract);
        Order.Terms.Write(writer);
        writer.Write(Order.ClientId);
        writer.Write(Order.PermId);
        Order.Handling.WriteWorking(writer);
        writer.WriteEmpty(); // sharesAllocation
        Order.Advisor.Write(writer, serverVersion);
        Order.Handling.WriteSettlement(writer);
        Order.ShortSale.Write(writer);
        WriteAttributes(writer, Order);
        Order.Vol.Write(writer, Layout);
        Order.Adjustment.WriteTrailing(writer, Layout, Order.OrderType);
        writer.WriteOrEmpty(Order.BasisPoints);
        writer.WriteOrEmpty(Order.BasisPointsType);
        writer.Write(Contract.ComboLegsDescription);
        OrderFields.WriteComboLegs(writer, Contract.ComboLegs);
        Order.Combo.Write(writer);
        Order.Scale.Write(writer, Layout);
        Order.Hedge.Write(writer);
        writer.Write(Order.OptOutSmartRouting);
        Order.Clearing.Write(writer);
        ContractFields.WriteDeltaNeutral(writer, Contract.DeltaNeutralContract);
        Order.Algo.Write(writer);
        writer.Write(Order.Solicited);
        writer.Write(Order.WhatIf);
        OrderStateFields.Write(writer, OrderState, serverVersion);
        Order.Benchmark.Write(writer, Layout, Order.IsPegBench);
        Order.Conditional.Write(writer);
        Order.Adjustment.Write(writer, Layout);
        WriteTail(writer, Order, serverVersion);
    }

    private static void ReadAttributes(ref FieldReader reader, Order order)
    {
        order.Handling.AuctionStrategy = reader.ReadInt("auctionStrategy");
        order.StockRange.Read(ref reader);
        order.Handling.DisplaySize = reader.ReadOptionalInt("displaySize");
        order.Handling.BlockOrder = reader.ReadBool("blockOrder");
        order.Handling.SweepToFill = reader.ReadBool("sweepToFill");
        order.Handling.AllOrNone = reader.ReadBool("allOrNone");
        order.Handling.MinQty = reader.ReadOptionalInt("minQty");
        order.Handling.OcaType = reader.ReadInt("ocaType");
        reader.Skip("eTradeOnly");
        reader.Skip("firmQuoteOnly");
        reader.Skip("nbboPriceCap");
        order.Identity.ParentId = reader.ReadInt("parentId");
        order.Handling.TriggerMethod = reader.ReadInt("triggerMethod");
    }

    private static void WriteAttributes(FieldWriter writer, Order order)
    {
        writer.Write(order.AuctionStrategy ?? 0);
        order.StockRange.Write(writer);
        writer.WriteOrMax(order.DisplaySize);
        writer.Write(order.BlockOrder);
        writer.Write(order.SweepToFill);
        writer.Write(order.AllOrNone);
        writer.WriteOrEmpty(order.MinQty);
        writer.Write(order.OcaType);
        writer.Write(false); // eTradeOnly
        writer.Write(false); // firmQuoteOnly
        writer.WriteEmpty(); // nbboPriceCap
        writer.Write(order.ParentId);
        writer.Write(order.TriggerMethod);
    }

    private static void ReadTail(ref FieldReader reader, Order order, int serverVersion)
    {
        order.Regulation.Tier = new SoftDollarTier(reader.ReadSharedText("softDollarTier.name"), reader.ReadSharedText("softDollarTier.value"), reader.ReadSharedText("softDollarTier.displayName"));
        order.Handling.CashQty = reader.ReadOptionalDouble("cashQty");
        order.Hedge.DontUseAutoPriceForHedge = reader.ReadBool("dontUseAutoPriceForHedge");
        order.Handling.IsOmsContainer = reader.ReadBool("isOmsContainer");
        order.Handling.DiscretionaryUpToLimitPrice = reader.ReadBool("discretionaryUpToLimitPrice");
        order.Handling.UsePriceMgmtAlgo = reader.ReadBool("usePriceMgmtAlgo");
        order.Handling.Duration = reader.ReadOptionalInt("duration");
        order.Handling.PostToAts = reader.ReadOptionalInt("postToAts");
        order.Handling.AutoCancelParent = reader.ReadBool("autoCancelParent");
        order.Pegging.ReadAll(ref reader);
        order.Regulation.ReadCustomer(ref reader, serverVersion);
        if (serverVersion >= ServerVersion.BondAccruedInterest) order.Regulation.BondAccruedInterest = reader.ReadText("bondAccruedInterest");
        if (serverVersion >= ServerVersion.IncludeOvernight) order.Handling.IncludeOvernight = reader.ReadBool("includeOvernight");
        if (serverVersion >= ServerVersion.CmeTaggingFieldsInOpenOrder)
        {
            order.Regulation.ExtOperator = reader.ReadText("extOperator");
            order.Regulation.ManualOrderIndicator = reader.ReadOptionalInt("manualOrderIndicator");
        }
        if (serverVersion >= ServerVersion.Submitter) order.Identity.Submitter = reader.ReadText("submitter");
        if (serverVersion >= ServerVersion.ImbalanceOnly) order.Handling.ImbalanceOnly = reader.ReadBool("imbalanceOnly");
    }

    private static void WriteTail(FieldWriter writer, Order order, int serverVersion)
    {
        writer.Write(order.Tier.Name);
        writer.Write(order.Tier.Value);
        writer.Write(order.Tier.DisplayName);
        writer.WriteOrEmpty(order.CashQty);
        writer.Write(order.DontUseAutoPriceForHedge);
        writer.Write(order.IsOmsContainer);
        writer.Write(order.DiscretionaryUpToLimitPrice);
        writer.Write(order.UsePriceMgmtAlgo ?? false);
        writer.WriteOrEmpty(order.Duration);
        writer.WriteOrEmpty(order.PostToAts);
        writer.Write(order.AutoCancelParent);
        order.Pegging.WriteAll(writer);
        order.Regulation.WriteCustomer(writer, serverVersion);
        if (serverVersion >= ServerVersion.BondAccruedInterest) writer.Write(order.BondAccruedInterest);
        if (serverVersion >= ServerVersion.IncludeOvernight) writer.Write(order.IncludeOvernight);
        if (serverVersion >= ServerVersion.CmeTaggingFieldsInOpenOrder)
        {
            writer.Write(order.ExtOperator);
            writer.WriteOrEmpty(order.ManualOrderIndicator);
        }
        if (serverVersion >= ServerVersion.Submitter) writer.Write(order.Submitter);
        if (serverVersion >= ServerVersion.ImbalanceOnly) writer.Write(order.ImbalanceOnly);
    }
}
