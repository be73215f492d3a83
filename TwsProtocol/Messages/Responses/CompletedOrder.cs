using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An order that is done. It has no order id: only <see cref="Order.PermId"/> identifies it.</summary>
/// <param name="Contract">What was traded.</param>
/// <param name="Order">The order.</param>
/// <param name="OrderState">Final status, and when and how the order ended; margins and commission are not told.</param>
/// <remarks>The fields stand in the order of the wire, in groups that are read and written by neighbouring methods.</remarks>
public sealed record CompletedOrder(Contract Contract, Order Order, OrderState OrderState)
    : IResponse, IDecodable<CompletedOrder>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 101;

    private const string Name = "completedOrder";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CompletedOrder Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        Contract contract = ContractFields.ReadServer(ref reader);
        Order order = ReadTerms(ref reader, new Order());
        order = ReadAttributes(ref reader, order, serverVersion);
        order = ReadVolatility(ref reader, order);
        (contract, order) = ReadCombo(ref reader, contract, order);
        contract = contract with { DeltaNeutralContract = ContractFields.ReadDeltaNeutral(ref reader) };
        order = ReadAlgo(ref reader, order);
        var state = new OrderState { Status = reader.ReadSharedText("status") };
        order = ReadConditions(ref reader, order);
        order = ReadTail(ref reader, order);
        state = state with { CompletedTime = reader.ReadText("completedTime"), CompletedStatus = reader.ReadText("completedStatus") };
        order = ReadLast(ref reader, order, serverVersion);
        return new CompletedOrder(contract, order, state);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        ContractFields.WriteServer(writer, Contract);
        WriteTerms(writer, Order);
        WriteAttributes(writer, Order, serverVersion);
        WriteVolatility(writer, Order);
        WriteCombo(writer, Contract, Order);
        ContractFields.WriteDeltaNeutral(writer, Contract.DeltaNeutralContract);
        WriteAlgo(writer, Order);
        writer.Write(OrderState.Status);
        WriteConditions(writer, Order);
        WriteTail(writer, Order);
        writer.Write(OrderState.CompletedTime);
        writer.Write(OrderState.CompletedStatus);
        WriteLast(writer, Order, serverVersion);
    }

    private static (Contract Contract, Order Order) ReadCombo(ref FieldReader reader, Contract contract, Order order)
    {
        contract = contract with { ComboLegsDescription = reader.ReadText("comboLegsDescrip"), ComboLegs = OrderFields.ReadComboLegs(ref reader) };
        return (contract, ReadScale(ref reader, order));
    }

    private static void WriteCombo(FieldWriter writer, Contract contract, Order order)
    {
        writer.Write(contract.ComboLegsDescription);
        OrderFields.WriteComboLegs(writer, contract.ComboLegs);
        WriteScale(writer, order);
    }

    private static Order ReadTerms(ref FieldReader reader, Order order)
    {
        order = order with
        {
            Action = reader.ReadText("action"),
            TotalQuantity = reader.ReadOptionalDecimal("totalQuantity"),
        };
        order = order with { OrderType = reader.ReadRequiredText("orderType") };
        order = order with
        {
            LmtPrice = reader.ReadOptionalDouble("lmtPrice"),
            AuxPrice = reader.ReadOptionalDouble("auxPrice"),
            Tif = reader.ReadText("tif"),
            OcaGroup = reader.ReadText("ocaGroup"),
            Account = reader.ReadText("account"),
            OpenClose = reader.ReadText("openClose"),
            Origin = reader.ReadInt("origin"),
            OrderRef = reader.ReadText("orderRef"),
            PermId = reader.ReadLong("permId"),
            OutsideRth = reader.ReadBool("outsideRth"),
            Hidden = reader.ReadBool("hidden"),
            DiscretionaryAmt = reader.ReadDouble("discretionaryAmt"),
            GoodAfterTime = reader.ReadText("goodAfterTime"),
        };
        return order;
    }

    private static void WriteTerms(FieldWriter writer, Order order)
    {
        writer.Write(order.Action);
        writer.WriteOrEmpty(order.TotalQuantity);
        writer.Write(order.OrderType);
        writer.WriteOrEmpty(order.LmtPrice);
        writer.WriteOrEmpty(order.AuxPrice);
        writer.Write(order.Tif);
        writer.Write(order.OcaGroup);
        writer.Write(order.Account);
        writer.Write(order.OpenClose);
        writer.Write(order.Origin);
        writer.Write(order.OrderRef);
        writer.Write(order.PermId);
        writer.Write(order.OutsideRth);
        writer.Write(order.Hidden);
        writer.Write(order.DiscretionaryAmt);
        writer.Write(order.GoodAfterTime);
    }

    private static Order ReadAttributes(ref FieldReader reader, Order order, int serverVersion)
    {
        order = order with
        {
            FaGroup = reader.ReadText("faGroup"),
            FaMethod = reader.ReadText("faMethod"),
            FaPercentage = reader.ReadText("faPercentage"),
        };
        if (serverVersion < ServerVersion.FaProfileDesupport)
        {
            reader.Skip("faProfile");
        }
        order = order with
        {
            ModelCode = reader.ReadText("modelCode"),
            GoodTillDate = reader.ReadText("goodTillDate"),
            Rule80A = reader.ReadText("rule80A"),
            PercentOffset = reader.ReadOptionalDouble("percentOffset"),
            SettlingFirm = reader.ReadText("settlingFirm"),
            ShortSaleSlot = reader.ReadInt("shortSaleSlot"),
            DesignatedLocation = reader.ReadText("designatedLocation"),
            ExemptCode = reader.ReadInt("exemptCode"),
            StartingPrice = reader.ReadOptionalDouble("startingPrice"),
            StockRefPrice = reader.ReadOptionalDouble("stockRefPrice"),
            Delta = reader.ReadOptionalDouble("delta"),
            StockRangeLower = reader.ReadOptionalDouble("stockRangeLower"),
            StockRangeUpper = reader.ReadOptionalDouble("stockRangeUpper"),
            DisplaySize = reader.ReadOptionalInt("displaySize"),
            SweepToFill = reader.ReadBool("sweepToFill"),
            AllOrNone = reader.ReadBool("allOrNone"),
            MinQty = reader.ReadOptionalInt("minQty"),
            OcaType = reader.ReadInt("ocaType"),
            TriggerMethod = reader.ReadInt("triggerMethod"),
        };
        return order;
    }

    private static void WriteAttributes(FieldWriter writer, Order order, int serverVersion)
    {
        writer.Write(order.FaGroup);
        writer.Write(order.FaMethod);
        writer.Write(order.FaPercentage);
        if (serverVersion < ServerVersion.FaProfileDesupport)
        {
            writer.WriteEmpty();
        }
        writer.Write(order.ModelCode);
        writer.Write(order.GoodTillDate);
        writer.Write(order.Rule80A);
        writer.WriteOrEmpty(order.PercentOffset);
        writer.Write(order.SettlingFirm);
        writer.Write(order.ShortSaleSlot);
        writer.Write(order.DesignatedLocation);
        writer.Write(order.ExemptCode);
        writer.WriteOrEmpty(order.StartingPrice);
        writer.WriteOrEmpty(order.StockRefPrice);
        writer.WriteOrEmpty(order.Delta);
        writer.WriteOrEmpty(order.StockRangeLower);
        writer.WriteOrEmpty(order.StockRangeUpper);
        writer.WriteOrMax(order.DisplaySize);
        writer.Write(order.SweepToFill);
        writer.Write(order.AllOrNone);
        writer.WriteOrEmpty(order.MinQty);
        writer.Write(order.OcaType);
        writer.Write(order.TriggerMethod);
    }

    private static Order ReadVolatility(ref FieldReader reader, Order order)
    {
        order = order with
        {
            Volatility = reader.ReadOptionalDouble("volatility"),
            VolatilityType = reader.ReadInt("volatilityType"),
            DeltaNeutralOrderType = reader.ReadText("deltaNeutralOrderType"),
            DeltaNeutralAuxPrice = reader.ReadOptionalDouble("deltaNeutralAuxPrice"),
        };
        if (order.DeltaNeutralOrderType.Length > 0)
        {
            order = order with
            {
                DeltaNeutralConId = reader.ReadInt("deltaNeutralConId"),
                DeltaNeutralShortSale = reader.ReadBool("deltaNeutralShortSale"),
                DeltaNeutralShortSaleSlot = reader.ReadInt("deltaNeutralShortSaleSlot"),
                DeltaNeutralDesignatedLocation = reader.ReadText("deltaNeutralDesignatedLocation"),
            };
        }
        order = order with
        {
            ContinuousUpdate = reader.ReadInt("continuousUpdate"),
            ReferencePriceType = reader.ReadInt("referencePriceType"),
        };
        // Sent twice; the later one counts.
        reader.Skip("trailStopPrice");
        order = order with
        {
            TrailingPercent = reader.ReadOptionalDouble("trailingPercent"),
        };
        return order;
    }

    private static void WriteVolatility(FieldWriter writer, Order order)
    {
        writer.WriteOrEmpty(order.Volatility);
        writer.Write(order.VolatilityType ?? 0);
        writer.Write(order.DeltaNeutralOrderType);
        writer.WriteOrEmpty(order.DeltaNeutralAuxPrice);
        if (order.DeltaNeutralOrderType.Length > 0)
        {
            writer.Write(order.DeltaNeutralConId);
            writer.Write(order.DeltaNeutralShortSale);
            writer.Write(order.DeltaNeutralShortSaleSlot);
            writer.Write(order.DeltaNeutralDesignatedLocation);
        }
        writer.Write(order.ContinuousUpdate);
        writer.Write(order.ReferencePriceType ?? 0);
        // Sent twice and the later one counts; servers were seen to leave this one empty for orders that do not trail.
        writer.WriteOrEmpty(order.OrderType.StartsWith("TRAIL", StringComparison.Ordinal) ? order.TrailStopPrice : null);
        writer.WriteOrEmpty(order.TrailingPercent);
    }

    private static Order ReadScale(ref FieldReader reader, Order order)
    {
        order = OrderFields.ReadComboPrices(ref reader, order);
        order = order with
        {
            ScaleInitLevelSize = reader.ReadOptionalInt("scaleInitLevelSize"),
            ScaleSubsLevelSize = reader.ReadOptionalInt("scaleSubsLevelSize"),
            ScalePriceIncrement = reader.ReadOptionalDouble("scalePriceIncrement"),
        };
        order = OrderFields.ReadScaleLevels(ref reader, order);
        order = OrderFields.ReadHedge(ref reader, order);
        order = order with
        {
            ClearingAccount = reader.ReadText("clearingAccount"),
            ClearingIntent = reader.ReadText("clearingIntent"),
            NotHeld = reader.ReadBool("notHeld"),
        };
        return order;
    }

    private static void WriteScale(FieldWriter writer, Order order)
    {
        OrderFields.WriteComboPrices(writer, order);
        writer.WriteOrMax(order.ScaleInitLevelSize);
        writer.WriteOrMax(order.ScaleSubsLevelSize);
        writer.WriteOrEmpty(order.ScalePriceIncrement);
        OrderFields.WriteScaleLevels(writer, order);
        OrderFields.WriteHedge(writer, order);
        writer.Write(order.ClearingAccount);
        writer.Write(order.ClearingIntent);
        writer.Write(order.NotHeld);
    }

    private static Order ReadAlgo(ref FieldReader reader, Order order)
    {
        order = order with
        {
            AlgoStrategy = reader.ReadText("algoStrategy"),
        };
        if (order.AlgoStrategy.Length > 0)
        {
            order = order with { AlgoParams = OrderFields.ReadTagList(ref reader, "algoParams") };
        }
        order = order with
        {
            Solicited = reader.ReadBool("solicited"),
        };
        return order;
    }

    private static void WriteAlgo(FieldWriter writer, Order order)
    {
        writer.Write(order.AlgoStrategy);
        if (order.AlgoStrategy.Length > 0)
        {
            OrderFields.WriteTagList(writer, order.AlgoParams);
        }
        writer.Write(order.Solicited);
    }

    private static Order ReadConditions(ref FieldReader reader, Order order)
    {
        order = order with
        {
            RandomizeSize = reader.ReadBool("randomizeSize"),
            RandomizePrice = reader.ReadBool("randomizePrice"),
        };
        if (order.IsPegBench)
        {
            order = order with
            {
                ReferenceContractId = reader.ReadInt("referenceContractId"),
                IsPeggedChangeAmountDecrease = reader.ReadBool("isPeggedChangeAmountDecrease"),
                PeggedChangeAmount = reader.ReadOptionalDouble("peggedChangeAmount"),
                ReferenceChangeAmount = reader.ReadOptionalDouble("referenceChangeAmount"),
                ReferenceExchange = reader.ReadText("referenceExchange"),
            };
        }
        order = OrderFields.ReadConditions(ref reader, order);
        return order;
    }

    private static void WriteConditions(FieldWriter writer, Order order)
    {
        writer.Write(order.RandomizeSize);
        writer.Write(order.RandomizePrice);
        if (order.IsPegBench)
        {
            writer.Write(order.ReferenceContractId);
            writer.Write(order.IsPeggedChangeAmountDecrease);
            writer.WriteOrEmpty(order.PeggedChangeAmount);
            writer.WriteOrEmpty(order.ReferenceChangeAmount);
            writer.Write(order.ReferenceExchange);
        }
        OrderFields.WriteConditions(writer, order);
    }

    private static Order ReadTail(ref FieldReader reader, Order order)
    {
        order = order with
        {
            TrailStopPrice = reader.ReadOptionalDouble("trailStopPrice"),
            LmtPriceOffset = reader.ReadOptionalDouble("lmtPriceOffset"),
            CashQty = reader.ReadOptionalDouble("cashQty"),
            DontUseAutoPriceForHedge = reader.ReadBool("dontUseAutoPriceForHedge"),
            IsOmsContainer = reader.ReadBool("isOmsContainer"),
            AutoCancelDate = reader.ReadText("autoCancelDate"),
            FilledQuantity = reader.ReadOptionalDecimal("filledQuantity"),
            RefFuturesConId = reader.ReadIntMaxIsNull("refFuturesConId"),
            AutoCancelParent = reader.ReadBool("autoCancelParent"),
            Shareholder = reader.ReadText("shareholder"),
            ImbalanceOnly = reader.ReadBool("imbalanceOnly"),
            RouteMarketableToBbo = reader.ReadBool("routeMarketableToBbo"),
            ParentPermId = reader.ReadLongMaxIsNull("parentPermId"),
        };
        return order;
    }

    private static void WriteTail(FieldWriter writer, Order order)
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

    private static Order ReadLast(ref FieldReader reader, Order order, int serverVersion)
    {
        order = order with
        {
            MinTradeQty = reader.ReadOptionalInt("minTradeQty"),
            MinCompeteSize = reader.ReadOptionalInt("minCompeteSize"),
            CompeteAgainstBestOffset = reader.ReadOptionalDouble("competeAgainstBestOffset"),
            MidOffsetAtWhole = reader.ReadOptionalDouble("midOffsetAtWhole"),
            MidOffsetAtHalf = reader.ReadOptionalDouble("midOffsetAtHalf"),
        };
        if (serverVersion >= ServerVersion.CustomerAccount)
        {
            order = order with
            {
                CustomerAccount = reader.ReadText("customerAccount"),
            };
        }
        if (serverVersion >= ServerVersion.ProfessionalCustomer)
        {
            order = order with
            {
                ProfessionalCustomer = reader.ReadBool("professionalCustomer"),
            };
        }
        if (serverVersion >= ServerVersion.Submitter)
        {
            order = order with
            {
                Submitter = reader.ReadText("submitter"),
            };
        }
        return order;
    }

    private static void WriteLast(FieldWriter writer, Order order, int serverVersion)
    {
        writer.WriteOrEmpty(order.MinTradeQty);
        writer.WriteOrEmpty(order.MinCompeteSize);
        writer.WriteOrEmpty(order.CompeteAgainstBestOffset);
        writer.WriteOrEmpty(order.MidOffsetAtWhole);
        writer.WriteOrEmpty(order.MidOffsetAtHalf);
        if (serverVersion >= ServerVersion.CustomerAccount)
        {
            writer.Write(order.CustomerAccount);
        }
        if (serverVersion >= ServerVersion.ProfessionalCustomer)
        {
            writer.Write(order.ProfessionalCustomer);
        }
        if (serverVersion >= ServerVersion.Submitter)
        {
            writer.Write(order.Submitter);
        }
    }
}
