using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An order that lives, or the answer to a what-if preview.</summary>
/// <param name="OrderId">Order id; 0 or negative for manual TWS orders that are not bound.</param>
/// <param name="Contract">What is traded.</param>
/// <param name="Order">The order; ids of client and account stand in it.</param>
/// <param name="OrderState">State, margins and commission.</param>
/// <remarks>The fields stand in the order of the wire, in groups that are read and written by neighbouring methods.</remarks>
public sealed record OpenOrder(int OrderId, Contract Contract, Order Order, OrderState OrderState)
    : IResponse, IDecodable<OpenOrder>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 5;

    private const string Name = "openOrder";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static OpenOrder Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int orderId = reader.ReadInt("orderId");
        Contract contract = ContractFields.ReadServer(ref reader);
        Order order = ReadTerms(ref reader, new Order { OrderId = orderId });
        order = ReadAttributes(ref reader, order, serverVersion);
        order = ReadVolatility(ref reader, order);
        (contract, order) = ReadCombo(ref reader, contract, order);
        contract = contract with { DeltaNeutralContract = ContractFields.ReadDeltaNeutral(ref reader) };
        order = ReadAlgo(ref reader, order);
        OrderState state = OrderStateFields.Read(ref reader, serverVersion);
        order = ReadConditions(ref reader, order);
        order = ReadAdjusted(ref reader, order);
        order = ReadTail(ref reader, order, serverVersion);
        return new OpenOrder(orderId, contract, order, state);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(OrderId);
        ContractFields.WriteServer(writer, Contract);
        WriteTerms(writer, Order);
        WriteAttributes(writer, Order, serverVersion);
        WriteVolatility(writer, Order);
        WriteCombo(writer, Contract, Order);
        ContractFields.WriteDeltaNeutral(writer, Contract.DeltaNeutralContract);
        WriteAlgo(writer, Order);
        OrderStateFields.Write(writer, OrderState, serverVersion);
        WriteConditions(writer, Order);
        WriteAdjusted(writer, Order);
        WriteTail(writer, Order, serverVersion);
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
            ClientId = reader.ReadInt("clientId"),
            PermId = reader.ReadLong("permId"),
            OutsideRth = reader.ReadBool("outsideRth"),
            Hidden = reader.ReadBool("hidden"),
            DiscretionaryAmt = reader.ReadDouble("discretionaryAmt"),
            GoodAfterTime = reader.ReadText("goodAfterTime"),
        };
        reader.Skip("sharesAllocation");
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
        writer.Write(order.ClientId);
        writer.Write(order.PermId);
        writer.Write(order.OutsideRth);
        writer.Write(order.Hidden);
        writer.Write(order.DiscretionaryAmt);
        writer.Write(order.GoodAfterTime);
        writer.WriteEmpty();
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
            AuctionStrategy = reader.ReadInt("auctionStrategy"),
            StartingPrice = reader.ReadOptionalDouble("startingPrice"),
            StockRefPrice = reader.ReadOptionalDouble("stockRefPrice"),
            Delta = reader.ReadOptionalDouble("delta"),
            StockRangeLower = reader.ReadOptionalDouble("stockRangeLower"),
            StockRangeUpper = reader.ReadOptionalDouble("stockRangeUpper"),
            DisplaySize = reader.ReadOptionalInt("displaySize"),
            BlockOrder = reader.ReadBool("blockOrder"),
            SweepToFill = reader.ReadBool("sweepToFill"),
            AllOrNone = reader.ReadBool("allOrNone"),
            MinQty = reader.ReadOptionalInt("minQty"),
            OcaType = reader.ReadInt("ocaType"),
        };
        reader.Skip("eTradeOnly");
        reader.Skip("firmQuoteOnly");
        reader.Skip("nbboPriceCap");
        order = order with
        {
            ParentId = reader.ReadInt("parentId"),
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
        writer.Write(order.AuctionStrategy ?? 0);
        writer.WriteOrEmpty(order.StartingPrice);
        writer.WriteOrEmpty(order.StockRefPrice);
        writer.WriteOrEmpty(order.Delta);
        writer.WriteOrEmpty(order.StockRangeLower);
        writer.WriteOrEmpty(order.StockRangeUpper);
        writer.WriteOrMax(order.DisplaySize);
        writer.Write(order.BlockOrder);
        writer.Write(order.SweepToFill);
        writer.Write(order.AllOrNone);
        writer.WriteOrEmpty(order.MinQty);
        writer.Write(order.OcaType);
        writer.Write(false);
        writer.Write(false);
        writer.WriteEmpty();
        writer.Write(order.ParentId);
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
                DeltaNeutralSettlingFirm = reader.ReadText("deltaNeutralSettlingFirm"),
                DeltaNeutralClearingAccount = reader.ReadText("deltaNeutralClearingAccount"),
                DeltaNeutralClearingIntent = reader.ReadText("deltaNeutralClearingIntent"),
                DeltaNeutralOpenClose = reader.ReadText("deltaNeutralOpenClose"),
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
            BasisPoints = reader.ReadOptionalDouble("basisPoints"),
            BasisPointsType = reader.ReadOptionalInt("basisPointsType"),
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
            writer.Write(order.DeltaNeutralSettlingFirm);
            writer.Write(order.DeltaNeutralClearingAccount);
            writer.Write(order.DeltaNeutralClearingIntent);
            writer.Write(order.DeltaNeutralOpenClose);
            writer.Write(order.DeltaNeutralShortSale);
            writer.Write(order.DeltaNeutralShortSaleSlot);
            writer.Write(order.DeltaNeutralDesignatedLocation);
        }
        writer.Write(order.ContinuousUpdate);
        writer.Write(order.ReferencePriceType ?? 0);
        // Sent twice and the later one counts; servers were seen to leave this one empty for orders that do not trail.
        writer.WriteOrEmpty(order.OrderType.StartsWith("TRAIL", StringComparison.Ordinal) ? order.TrailStopPrice : null);
        writer.WriteOrEmpty(order.TrailingPercent);
        writer.WriteOrEmpty(order.BasisPoints);
        writer.WriteOrEmpty(order.BasisPointsType);
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
            OptOutSmartRouting = reader.ReadBool("optOutSmartRouting"),
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
        writer.Write(order.OptOutSmartRouting);
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
            WhatIf = reader.ReadBool("whatIf"),
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
        writer.Write(order.WhatIf);
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

    private static Order ReadAdjusted(ref FieldReader reader, Order order)
    {
        order = order with
        {
            AdjustedOrderType = reader.ReadText("adjustedOrderType"),
            TriggerPrice = reader.ReadOptionalDouble("triggerPrice"),
            TrailStopPrice = reader.ReadOptionalDouble("trailStopPrice"),
            LmtPriceOffset = reader.ReadOptionalDouble("lmtPriceOffset"),
            AdjustedStopPrice = reader.ReadOptionalDouble("adjustedStopPrice"),
            AdjustedStopLimitPrice = reader.ReadOptionalDouble("adjustedStopLimitPrice"),
            AdjustedTrailingAmount = reader.ReadOptionalDouble("adjustedTrailingAmount"),
            AdjustableTrailingUnit = reader.ReadInt("adjustableTrailingUnit"),
            Tier = new SoftDollarTier(reader.ReadText("softDollarTier.name"), reader.ReadText("softDollarTier.value"), reader.ReadText("softDollarTier.displayName")),
            CashQty = reader.ReadOptionalDouble("cashQty"),
            DontUseAutoPriceForHedge = reader.ReadBool("dontUseAutoPriceForHedge"),
            IsOmsContainer = reader.ReadBool("isOmsContainer"),
            DiscretionaryUpToLimitPrice = reader.ReadBool("discretionaryUpToLimitPrice"),
            UsePriceMgmtAlgo = reader.ReadBool("usePriceMgmtAlgo"),
            Duration = reader.ReadOptionalInt("duration"),
            PostToAts = reader.ReadOptionalInt("postToAts"),
            AutoCancelParent = reader.ReadBool("autoCancelParent"),
        };
        return order;
    }

    private static void WriteAdjusted(FieldWriter writer, Order order)
    {
        writer.Write(order.AdjustedOrderType);
        writer.WriteOrMax(order.TriggerPrice);
        writer.WriteOrMax(order.TrailStopPrice);
        writer.WriteOrMax(order.LmtPriceOffset);
        writer.WriteOrMax(order.AdjustedStopPrice);
        writer.WriteOrMax(order.AdjustedStopLimitPrice);
        writer.WriteOrMax(order.AdjustedTrailingAmount);
        writer.Write(order.AdjustableTrailingUnit);
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
    }

    private static Order ReadTail(ref FieldReader reader, Order order, int serverVersion)
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
        if (serverVersion >= ServerVersion.BondAccruedInterest)
        {
            order = order with
            {
                BondAccruedInterest = reader.ReadText("bondAccruedInterest"),
            };
        }
        if (serverVersion >= ServerVersion.IncludeOvernight)
        {
            order = order with
            {
                IncludeOvernight = reader.ReadBool("includeOvernight"),
            };
        }
        if (serverVersion >= ServerVersion.CmeTaggingFieldsInOpenOrder)
        {
            order = order with
            {
                ExtOperator = reader.ReadText("extOperator"),
                ManualOrderIndicator = reader.ReadOptionalInt("manualOrderIndicator"),
            };
        }
        if (serverVersion >= ServerVersion.Submitter)
        {
            order = order with
            {
                Submitter = reader.ReadText("submitter"),
            };
        }
        if (serverVersion >= ServerVersion.ImbalanceOnly)
        {
            order = order with
            {
                ImbalanceOnly = reader.ReadBool("imbalanceOnly"),
            };
        }
        return order;
    }

    private static void WriteTail(FieldWriter writer, Order order, int serverVersion)
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
        if (serverVersion >= ServerVersion.BondAccruedInterest)
        {
            writer.Write(order.BondAccruedInterest);
        }
        if (serverVersion >= ServerVersion.IncludeOvernight)
        {
            writer.Write(order.IncludeOvernight);
        }
        if (serverVersion >= ServerVersion.CmeTaggingFieldsInOpenOrder)
        {
            writer.Write(order.ExtOperator);
            writer.WriteOrEmpty(order.ManualOrderIndicator);
        }
        if (serverVersion >= ServerVersion.Submitter)
        {
            writer.Write(order.Submitter);
        }
        if (serverVersion >= ServerVersion.ImbalanceOnly)
        {
            writer.Write(order.ImbalanceOnly);
        }
    }
}
