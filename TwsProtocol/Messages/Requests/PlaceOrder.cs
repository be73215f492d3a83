using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsProtocol.Orders.Groups;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Places an order, or modifies the open order with the same id.</summary>
/// <param name="OrderId">Order id, above every id this client has used before; the id of an open order modifies it.</param>
/// <param name="Contract">What is traded.</param>
/// <param name="Order">The instruction; its own <see cref="Order.OrderId"/> is not sent.</param>
/// <remarks>
/// The fields stand in the order of the wire; what the server's messages have too is read and written by the order's groups. Several fields travel
/// only when an earlier one asks for them; the conditions are the official client's, exact case included.
/// </remarks>
public sealed record PlaceOrder(int OrderId, Contract Contract, Order Order) : IRequest, IDecodable<PlaceOrder>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 3;

    private const string Name = "placeOrder";
    private const OrderLayout Layout = OrderLayout.Place;

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PlaceOrder Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        var order = new Order { OrderId = reader.ReadInt("orderId") };
        Contract contract = ContractFields.Read12(ref reader) with { SecIdType = reader.ReadText("contract.secIdType"), SecId = reader.ReadText("contract.secId") };
        order.Terms.Read(ref reader, Layout);
        ReadFlags(ref reader, order);
        IReadOnlyList<ComboLeg> legs = [];
        if (contract.IsBag)
        {
            legs = OrderFields.ReadComboLegs(ref reader);
            order.Combo.Read(ref reader);
        }
        ReadAttributes(ref reader, order, serverVersion);
        order.Vol.Read(ref reader, Layout);
        order.Adjustment.ReadTrailing(ref reader, Layout);
        order.Scale.Read(ref reader);
        order.Scale.ScaleTable = reader.ReadText("scaleTable");
        order.Scale.ActiveStartTime = reader.ReadText("activeStartTime");
        order.Scale.ActiveStopTime = reader.ReadText("activeStopTime");
        order.Hedge.Read(ref reader);
        order.Handling.OptOutSmartRouting = reader.ReadBool("optOutSmartRouting");
        order.Clearing.Read(ref reader);
        contract = ContractFields.WithCombo(contract, "", legs, ContractFields.ReadDeltaNeutral(ref reader));
        order.Algo.Read(ref reader);
        order.Algo.AlgoId = reader.ReadText("algoId");
        order.Handling.WhatIf = reader.ReadBool("whatIf");
        order.Handling.OrderMiscOptions = reader.ReadTags("orderMiscOptions");
        order.Handling.Solicited = reader.ReadBool("solicited");
        order.Benchmark.Read(ref reader, order.IsPegBench);
        order.Conditional.Read(ref reader);
        order.Adjustment.Read(ref reader, Layout);
        ReadCompliance(ref reader, order);
        order.Pegging.ReadPlaced(ref reader, order, contract.Exchange);
        ReadTail(ref reader, order, serverVersion);
        return new PlaceOrder(order.OrderId, contract, order);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, OrderId);
        RefuseWhatIsTooNew(writer, serverVersion);
        writer.Write(OrderId);
        ContractFields.Write12(writer, Contract);
        writer.Write(Contract.SecIdType);
        writer.Write(Contract.SecId);
        Order.Terms.Write(writer);
        WriteFlags(writer, Order);
        if (Contract.IsBag)
        {
            OrderFields.WriteComboLegs(writer, Contract.ComboLegs);
            Order.Combo.Write(writer);
        }
        WriteAttributes(writer, Order, serverVersion);
        Order.Vol.Write(writer, Layout);
        Order.Adjustment.WriteTrailing(writer, Layout, Order.OrderType);
        Order.Scale.Write(writer, Layout);
        writer.Write(Order.ScaleTable);
        writer.Write(Order.ActiveStartTime);
        writer.Write(Order.ActiveStopTime);
        Order.Hedge.Write(writer);
        writer.Write(Order.OptOutSmartRouting);
        Order.Clearing.Write(writer);
        ContractFields.WriteDeltaNeutral(writer, Contract.DeltaNeutralContract);
        Order.Algo.Write(writer);
        writer.Write(Order.AlgoId);
        writer.Write(Order.WhatIf);
        writer.WriteTags(Order.OrderMiscOptions);
        writer.Write(Order.Solicited);
        Order.Benchmark.Write(writer, Layout, Order.IsPegBench);
        Order.Conditional.Write(writer);
        Order.Adjustment.Write(writer, Layout);
        WriteCompliance(writer, Order);
        Order.Pegging.WritePlaced(writer, Order, Contract.Exchange);
        WriteTail(writer, Order, serverVersion);
    }

    private void RefuseWhatIsTooNew(FieldWriter writer, int serverVersion)
    {
        Need(Order.CustomerAccount.Length > 0, "order.customerAccount", ServerVersion.CustomerAccount);
        Need(Order.ProfessionalCustomer, "order.professionalCustomer", ServerVersion.ProfessionalCustomer);
        Need(Order.IncludeOvernight, "order.includeOvernight", ServerVersion.IncludeOvernight);
        Need(Order.ManualOrderIndicator is not null, "order.manualOrderIndicator", ServerVersion.CmeTaggingFields);
        Need(Order.ImbalanceOnly, "order.imbalanceOnly", ServerVersion.ImbalanceOnly);

        void Need(bool isSet, string field, int minVersion)
        {
            if (isSet && serverVersion < minVersion) throw writer.NeedsVersion(field, minVersion, serverVersion, OrderId);
        }
    }

    private static void ReadFlags(ref FieldReader reader, Order order)
    {
        order.Handling.Transmit = reader.ReadBool("transmit");
        order.Identity.ParentId = reader.ReadInt("parentId");
        order.Handling.BlockOrder = reader.ReadBool("blockOrder");
        order.Handling.SweepToFill = reader.ReadBool("sweepToFill");
        order.Handling.DisplaySize = reader.ReadIntMaxIsNull("displaySize");
        order.Handling.TriggerMethod = reader.ReadInt("triggerMethod");
        order.Handling.OutsideRth = reader.ReadBool("outsideRth");
        order.Handling.Hidden = reader.ReadBool("hidden");
    }

    private static void WriteFlags(FieldWriter writer, Order order)
    {
        writer.Write(order.Transmit);
        writer.Write(order.ParentId);
        writer.Write(order.BlockOrder);
        writer.Write(order.SweepToFill);
        writer.WriteOrMax(order.DisplaySize);
        writer.Write(order.TriggerMethod);
        writer.Write(order.OutsideRth);
        writer.Write(order.Hidden);
    }

    private static void ReadAttributes(ref FieldReader reader, Order order, int serverVersion)
    {
        reader.Skip("sharesAllocation");
        order.Handling.DiscretionaryAmt = reader.ReadDouble("discretionaryAmt");
        order.Handling.GoodAfterTime = reader.ReadText("goodAfterTime");
        order.Handling.GoodTillDate = reader.ReadText("goodTillDate");
        order.Advisor.Read(ref reader, serverVersion);
        order.ShortSale.Read(ref reader);
        order.Handling.OcaType = reader.ReadInt("ocaType");
        order.Handling.Rule80A = reader.ReadText("rule80A");
        order.Handling.SettlingFirm = reader.ReadText("settlingFirm");
        order.Handling.AllOrNone = reader.ReadBool("allOrNone");
        order.Handling.MinQty = reader.ReadOptionalInt("minQty");
        order.Handling.PercentOffset = reader.ReadOptionalDouble("percentOffset");
        reader.Skip("eTradeOnly");
        reader.Skip("firmQuoteOnly");
        reader.Skip("nbboPriceCap");
        order.Handling.AuctionStrategy = reader.ReadOptionalInt("auctionStrategy");
        order.StockRange.Read(ref reader);
        order.Handling.OverridePercentageConstraints = reader.ReadBool("overridePercentageConstraints");
    }

    private static void WriteAttributes(FieldWriter writer, Order order, int serverVersion)
    {
        writer.WriteEmpty(); // sharesAllocation
        writer.Write(order.DiscretionaryAmt);
        writer.Write(order.GoodAfterTime);
        writer.Write(order.GoodTillDate);
        order.Advisor.Write(writer, serverVersion);
        order.ShortSale.Write(writer);
        writer.Write(order.OcaType);
        writer.Write(order.Rule80A);
        writer.Write(order.SettlingFirm);
        writer.Write(order.AllOrNone);
        writer.WriteOrEmpty(order.MinQty);
        writer.WriteOrEmpty(order.PercentOffset);
        writer.Write(false); // eTradeOnly
        writer.Write(false); // firmQuoteOnly
        writer.WriteEmpty(); // nbboPriceCap
        writer.WriteOrEmpty(order.AuctionStrategy);
        order.StockRange.Write(writer);
        writer.Write(order.OverridePercentageConstraints);
    }

    private static void ReadCompliance(ref FieldReader reader, Order order)
    {
        order.Regulation.ExtOperator = reader.ReadText("extOperator");
        order.Regulation.Tier = new SoftDollarTier(reader.ReadText("tier.name"), reader.ReadText("tier.value"));
        order.Handling.CashQty = reader.ReadOptionalDouble("cashQty");
        order.Regulation.ReadMifid(ref reader);
        order.Hedge.DontUseAutoPriceForHedge = reader.ReadBool("dontUseAutoPriceForHedge");
        order.Handling.IsOmsContainer = reader.ReadBool("isOmsContainer");
        order.Handling.DiscretionaryUpToLimitPrice = reader.ReadBool("discretionaryUpToLimitPrice");
        order.Handling.UsePriceMgmtAlgo = reader.ReadOptionalBool("usePriceMgmtAlgo");
        order.Handling.Duration = reader.ReadOptionalInt("duration");
        order.Handling.PostToAts = reader.ReadOptionalInt("postToAts");
        order.Handling.AutoCancelParent = reader.ReadBool("autoCancelParent");
        order.Regulation.AdvancedErrorOverride = reader.ReadText("advancedErrorOverride");
        order.Regulation.ManualOrderTime = reader.ReadText("manualOrderTime");
    }

    private static void WriteCompliance(FieldWriter writer, Order order)
    {
        writer.Write(order.ExtOperator);
        writer.Write(order.Tier.Name);
        writer.Write(order.Tier.Value);
        writer.WriteOrEmpty(order.CashQty);
        order.Regulation.WriteMifid(writer);
        writer.Write(order.DontUseAutoPriceForHedge);
        writer.Write(order.IsOmsContainer);
        writer.Write(order.DiscretionaryUpToLimitPrice);
        writer.WriteOrEmpty(order.UsePriceMgmtAlgo);
        writer.WriteOrMax(order.Duration);
        writer.WriteOrMax(order.PostToAts);
        writer.Write(order.AutoCancelParent);
        writer.Write(order.AdvancedErrorOverride);
        writer.Write(order.ManualOrderTime);
    }

    private static void ReadTail(ref FieldReader reader, Order order, int serverVersion)
    {
        order.Regulation.ReadCustomer(ref reader, serverVersion);
        if (serverVersion is >= ServerVersion.RfqFields and < ServerVersion.UndoRfqFields)
        {
            reader.Skip("rfqText");
            reader.Skip("rfqNumber");
        }
        if (serverVersion >= ServerVersion.IncludeOvernight) order.Handling.IncludeOvernight = reader.ReadBool("includeOvernight");
        if (serverVersion >= ServerVersion.CmeTaggingFields) order.Regulation.ManualOrderIndicator = reader.ReadIntMaxIsNull("manualOrderIndicator");
        if (serverVersion >= ServerVersion.ImbalanceOnly) order.Handling.ImbalanceOnly = reader.ReadBool("imbalanceOnly");
    }

    private static void WriteTail(FieldWriter writer, Order order, int serverVersion)
    {
        order.Regulation.WriteCustomer(writer, serverVersion);
        if (serverVersion is >= ServerVersion.RfqFields and < ServerVersion.UndoRfqFields)
        {
            writer.WriteEmpty();
            writer.Write(int.MaxValue);
        }
        if (serverVersion >= ServerVersion.IncludeOvernight) writer.Write(order.IncludeOvernight);
        if (serverVersion >= ServerVersion.CmeTaggingFields) writer.WriteOrMax(order.ManualOrderIndicator);
        if (serverVersion >= ServerVersion.ImbalanceOnly) writer.Write(order.ImbalanceOnly);
    }
}
