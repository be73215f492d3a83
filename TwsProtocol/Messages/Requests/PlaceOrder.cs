using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Places an order, or modifies the open order with the same id.</summary>
/// <param name="OrderId">Order id, above every id this client has used before; the id of an open order modifies it.</param>
/// <param name="Contract">What is traded.</param>
/// <param name="Order">The instruction; its own <see cref="Order.OrderId"/> is not sent.</param>
/// <remarks>
/// The fields stand in the order of the wire, in groups that are written and read by neighbouring methods. Several fields travel only when an
/// earlier one asks for them; the conditions are the official client's, exact case included.
/// </remarks>
public sealed record PlaceOrder(int OrderId, Contract Contract, Order Order) : IRequest, IDecodable<PlaceOrder>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 3;

    private const string Name = "placeOrder";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PlaceOrder Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int orderId = reader.ReadInt("orderId");
        Contract contract = ContractFields.Read12(ref reader) with { SecIdType = reader.ReadText("contract.secIdType"), SecId = reader.ReadText("contract.secId") };
        Order order = ReadTerms(ref reader, new Order { OrderId = orderId });
        if (contract.IsBag)
        {
            contract = contract with { ComboLegs = OrderFields.ReadComboLegs(ref reader) };
            order = OrderFields.ReadComboPrices(ref reader, order);
        }
        order = ReadAttributes(ref reader, order, serverVersion);
        order = ReadVolatility(ref reader, order);
        order = ReadScale(ref reader, order);
        contract = contract with { DeltaNeutralContract = ContractFields.ReadDeltaNeutral(ref reader) };
        order = ReadAlgo(ref reader, order);
        order = ReadAdjusted(ref reader, order);
        order = ReadPeg(ref reader, order, contract, serverVersion);
        return new PlaceOrder(orderId, contract, order);
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
        WriteTerms(writer, Order);
        if (Contract.IsBag)
        {
            OrderFields.WriteComboLegs(writer, Contract.ComboLegs);
            OrderFields.WriteComboPrices(writer, Order);
        }
        WriteAttributes(writer, Order, serverVersion);
        WriteVolatility(writer, Order);
        WriteScale(writer, Order);
        ContractFields.WriteDeltaNeutral(writer, Contract.DeltaNeutralContract);
        WriteAlgo(writer, Order);
        WriteAdjusted(writer, Order);
        WritePeg(writer, Order, Contract, serverVersion);
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

    private static Order ReadTerms(ref FieldReader reader, Order order)
    {
        order = order with
        {
            Action = reader.ReadText("action"),
            TotalQuantity = reader.ReadOptionalDecimal("totalQuantity"),
            OrderType = reader.ReadText("orderType"),
            LmtPrice = reader.ReadOptionalDouble("lmtPrice"),
            AuxPrice = reader.ReadOptionalDouble("auxPrice"),
            Tif = reader.ReadText("tif"),
            OcaGroup = reader.ReadText("ocaGroup"),
            Account = reader.ReadText("account"),
            OpenClose = reader.ReadText("openClose"),
            Origin = reader.ReadInt("origin"),
            OrderRef = reader.ReadText("orderRef"),
            Transmit = reader.ReadBool("transmit"),
            ParentId = reader.ReadInt("parentId"),
            BlockOrder = reader.ReadBool("blockOrder"),
            SweepToFill = reader.ReadBool("sweepToFill"),
            DisplaySize = reader.ReadIntMaxIsNull("displaySize"),
            TriggerMethod = reader.ReadInt("triggerMethod"),
            OutsideRth = reader.ReadBool("outsideRth"),
            Hidden = reader.ReadBool("hidden"),
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
        writer.Write(order.Transmit);
        writer.Write(order.ParentId);
        writer.Write(order.BlockOrder);
        writer.Write(order.SweepToFill);
        writer.WriteOrMax(order.DisplaySize);
        writer.Write(order.TriggerMethod);
        writer.Write(order.OutsideRth);
        writer.Write(order.Hidden);
    }

    private static Order ReadAttributes(ref FieldReader reader, Order order, int serverVersion)
    {
        reader.Skip("sharesAllocation");
        order = order with
        {
            DiscretionaryAmt = reader.ReadDouble("discretionaryAmt"),
            GoodAfterTime = reader.ReadText("goodAfterTime"),
            GoodTillDate = reader.ReadText("goodTillDate"),
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
            ShortSaleSlot = reader.ReadInt("shortSaleSlot"),
            DesignatedLocation = reader.ReadText("designatedLocation"),
            ExemptCode = reader.ReadInt("exemptCode"),
            OcaType = reader.ReadInt("ocaType"),
            Rule80A = reader.ReadText("rule80A"),
            SettlingFirm = reader.ReadText("settlingFirm"),
            AllOrNone = reader.ReadBool("allOrNone"),
            MinQty = reader.ReadOptionalInt("minQty"),
            PercentOffset = reader.ReadOptionalDouble("percentOffset"),
        };
        reader.Skip("eTradeOnly");
        reader.Skip("firmQuoteOnly");
        reader.Skip("nbboPriceCap");
        order = order with
        {
            AuctionStrategy = reader.ReadOptionalInt("auctionStrategy"),
            StartingPrice = reader.ReadOptionalDouble("startingPrice"),
            StockRefPrice = reader.ReadOptionalDouble("stockRefPrice"),
            Delta = reader.ReadOptionalDouble("delta"),
            StockRangeLower = reader.ReadOptionalDouble("stockRangeLower"),
            StockRangeUpper = reader.ReadOptionalDouble("stockRangeUpper"),
            OverridePercentageConstraints = reader.ReadBool("overridePercentageConstraints"),
        };
        return order;
    }

    private static void WriteAttributes(FieldWriter writer, Order order, int serverVersion)
    {
        writer.WriteEmpty();
        writer.Write(order.DiscretionaryAmt);
        writer.Write(order.GoodAfterTime);
        writer.Write(order.GoodTillDate);
        writer.Write(order.FaGroup);
        writer.Write(order.FaMethod);
        writer.Write(order.FaPercentage);
        if (serverVersion < ServerVersion.FaProfileDesupport)
        {
            writer.WriteEmpty();
        }
        writer.Write(order.ModelCode);
        writer.Write(order.ShortSaleSlot);
        writer.Write(order.DesignatedLocation);
        writer.Write(order.ExemptCode);
        writer.Write(order.OcaType);
        writer.Write(order.Rule80A);
        writer.Write(order.SettlingFirm);
        writer.Write(order.AllOrNone);
        writer.WriteOrEmpty(order.MinQty);
        writer.WriteOrEmpty(order.PercentOffset);
        writer.Write(false);
        writer.Write(false);
        writer.WriteEmpty();
        writer.WriteOrEmpty(order.AuctionStrategy);
        writer.WriteOrEmpty(order.StartingPrice);
        writer.WriteOrEmpty(order.StockRefPrice);
        writer.WriteOrEmpty(order.Delta);
        writer.WriteOrEmpty(order.StockRangeLower);
        writer.WriteOrEmpty(order.StockRangeUpper);
        writer.Write(order.OverridePercentageConstraints);
    }

    private static Order ReadVolatility(ref FieldReader reader, Order order)
    {
        order = order with
        {
            Volatility = reader.ReadOptionalDouble("volatility"),
            VolatilityType = reader.ReadOptionalInt("volatilityType"),
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
            ReferencePriceType = reader.ReadOptionalInt("referencePriceType"),
            TrailStopPrice = reader.ReadOptionalDouble("trailStopPrice"),
            TrailingPercent = reader.ReadOptionalDouble("trailingPercent"),
        };
        return order;
    }

    private static void WriteVolatility(FieldWriter writer, Order order)
    {
        writer.WriteOrEmpty(order.Volatility);
        writer.WriteOrEmpty(order.VolatilityType);
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
        writer.WriteOrEmpty(order.ReferencePriceType);
        writer.WriteOrEmpty(order.TrailStopPrice);
        writer.WriteOrEmpty(order.TrailingPercent);
    }

    private static Order ReadScale(ref FieldReader reader, Order order)
    {
        order = order with
        {
            ScaleInitLevelSize = reader.ReadOptionalInt("scaleInitLevelSize"),
            ScaleSubsLevelSize = reader.ReadOptionalInt("scaleSubsLevelSize"),
            ScalePriceIncrement = reader.ReadOptionalDouble("scalePriceIncrement"),
        };
        order = OrderFields.ReadScaleLevels(ref reader, order);
        order = order with
        {
            ScaleTable = reader.ReadText("scaleTable"),
            ActiveStartTime = reader.ReadText("activeStartTime"),
            ActiveStopTime = reader.ReadText("activeStopTime"),
        };
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
        writer.WriteOrEmpty(order.ScaleInitLevelSize);
        writer.WriteOrEmpty(order.ScaleSubsLevelSize);
        writer.WriteOrEmpty(order.ScalePriceIncrement);
        OrderFields.WriteScaleLevels(writer, order);
        writer.Write(order.ScaleTable);
        writer.Write(order.ActiveStartTime);
        writer.Write(order.ActiveStopTime);
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
            AlgoId = reader.ReadText("algoId"),
            WhatIf = reader.ReadBool("whatIf"),
            OrderMiscOptions = reader.ReadTags("orderMiscOptions"),
            Solicited = reader.ReadBool("solicited"),
            RandomizeSize = reader.ReadBool("randomizeSize"),
            RandomizePrice = reader.ReadBool("randomizePrice"),
        };
        if (order.IsPegBench)
        {
            order = order with
            {
                ReferenceContractId = reader.ReadInt("referenceContractId"),
                IsPeggedChangeAmountDecrease = reader.ReadBool("isPeggedChangeAmountDecrease"),
                PeggedChangeAmount = reader.ReadDoubleMaxIsNull("peggedChangeAmount"),
                ReferenceChangeAmount = reader.ReadDoubleMaxIsNull("referenceChangeAmount"),
                ReferenceExchange = reader.ReadText("referenceExchange"),
            };
        }
        return order;
    }

    private static void WriteAlgo(FieldWriter writer, Order order)
    {
        writer.Write(order.AlgoStrategy);
        if (order.AlgoStrategy.Length > 0)
        {
            OrderFields.WriteTagList(writer, order.AlgoParams);
        }
        writer.Write(order.AlgoId);
        writer.Write(order.WhatIf);
        writer.WriteTags(order.OrderMiscOptions);
        writer.Write(order.Solicited);
        writer.Write(order.RandomizeSize);
        writer.Write(order.RandomizePrice);
        if (order.IsPegBench)
        {
            writer.Write(order.ReferenceContractId);
            writer.Write(order.IsPeggedChangeAmountDecrease);
            writer.WriteOrMax(order.PeggedChangeAmount);
            writer.WriteOrMax(order.ReferenceChangeAmount);
            writer.Write(order.ReferenceExchange);
        }
    }

    private static Order ReadAdjusted(ref FieldReader reader, Order order)
    {
        order = OrderFields.ReadConditions(ref reader, order);
        order = order with
        {
            AdjustedOrderType = reader.ReadText("adjustedOrderType"),
            TriggerPrice = reader.ReadDoubleMaxIsNull("triggerPrice"),
            LmtPriceOffset = reader.ReadDoubleMaxIsNull("lmtPriceOffset"),
            AdjustedStopPrice = reader.ReadDoubleMaxIsNull("adjustedStopPrice"),
            AdjustedStopLimitPrice = reader.ReadDoubleMaxIsNull("adjustedStopLimitPrice"),
            AdjustedTrailingAmount = reader.ReadDoubleMaxIsNull("adjustedTrailingAmount"),
            AdjustableTrailingUnit = reader.ReadInt("adjustableTrailingUnit"),
            ExtOperator = reader.ReadText("extOperator"),
            Tier = new SoftDollarTier(reader.ReadText("tier.name"), reader.ReadText("tier.value")),
            CashQty = reader.ReadOptionalDouble("cashQty"),
            Mifid2DecisionMaker = reader.ReadText("mifid2DecisionMaker"),
            Mifid2DecisionAlgo = reader.ReadText("mifid2DecisionAlgo"),
            Mifid2ExecutionTrader = reader.ReadText("mifid2ExecutionTrader"),
            Mifid2ExecutionAlgo = reader.ReadText("mifid2ExecutionAlgo"),
            DontUseAutoPriceForHedge = reader.ReadBool("dontUseAutoPriceForHedge"),
            IsOmsContainer = reader.ReadBool("isOmsContainer"),
            DiscretionaryUpToLimitPrice = reader.ReadBool("discretionaryUpToLimitPrice"),
            UsePriceMgmtAlgo = reader.ReadOptionalBool("usePriceMgmtAlgo"),
            Duration = reader.ReadIntMaxIsNull("duration"),
            PostToAts = reader.ReadIntMaxIsNull("postToAts"),
            AutoCancelParent = reader.ReadBool("autoCancelParent"),
            AdvancedErrorOverride = reader.ReadText("advancedErrorOverride"),
            ManualOrderTime = reader.ReadText("manualOrderTime"),
        };
        return order;
    }

    private static void WriteAdjusted(FieldWriter writer, Order order)
    {
        OrderFields.WriteConditions(writer, order);
        writer.Write(order.AdjustedOrderType);
        writer.WriteOrMax(order.TriggerPrice);
        writer.WriteOrMax(order.LmtPriceOffset);
        writer.WriteOrMax(order.AdjustedStopPrice);
        writer.WriteOrMax(order.AdjustedStopLimitPrice);
        writer.WriteOrMax(order.AdjustedTrailingAmount);
        writer.Write(order.AdjustableTrailingUnit);
        writer.Write(order.ExtOperator);
        writer.Write(order.Tier.Name);
        writer.Write(order.Tier.Value);
        writer.WriteOrEmpty(order.CashQty);
        writer.Write(order.Mifid2DecisionMaker);
        writer.Write(order.Mifid2DecisionAlgo);
        writer.Write(order.Mifid2ExecutionTrader);
        writer.Write(order.Mifid2ExecutionAlgo);
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

    private static Order ReadPeg(ref FieldReader reader, Order order, Contract contract, int serverVersion)
    {
        if (contract.Exchange == "IBKRATS")
        {
            order = order with
            {
                MinTradeQty = reader.ReadOptionalInt("minTradeQty"),
            };
        }
        if (order.IsPegBest)
        {
            order = order with
            {
                MinCompeteSize = reader.ReadOptionalInt("minCompeteSize"),
                CompeteAgainstBestOffset = reader.ReadOptionalDouble("competeAgainstBestOffset"),
            };
        }
        if (order.IsPegMid || (order.IsPegBest && order.CompeteAgainstBestOffset == double.PositiveInfinity))
        {
            order = order with
            {
                MidOffsetAtWhole = reader.ReadOptionalDouble("midOffsetAtWhole"),
                MidOffsetAtHalf = reader.ReadOptionalDouble("midOffsetAtHalf"),
            };
        }
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
        if (serverVersion is >= ServerVersion.RfqFields and < ServerVersion.UndoRfqFields)
        {
            reader.Skip("rfqText");
            reader.Skip("rfqNumber");
        }
        if (serverVersion >= ServerVersion.IncludeOvernight)
        {
            order = order with
            {
                IncludeOvernight = reader.ReadBool("includeOvernight"),
            };
        }
        if (serverVersion >= ServerVersion.CmeTaggingFields)
        {
            order = order with
            {
                ManualOrderIndicator = reader.ReadIntMaxIsNull("manualOrderIndicator"),
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

    private static void WritePeg(FieldWriter writer, Order order, Contract contract, int serverVersion)
    {
        if (contract.Exchange == "IBKRATS")
        {
            writer.WriteOrEmpty(order.MinTradeQty);
        }
        if (order.IsPegBest)
        {
            writer.WriteOrEmpty(order.MinCompeteSize);
            writer.WriteOrEmpty(order.CompeteAgainstBestOffset);
        }
        if (order.IsPegMid || (order.IsPegBest && order.CompeteAgainstBestOffset == double.PositiveInfinity))
        {
            writer.WriteOrEmpty(order.MidOffsetAtWhole);
            writer.WriteOrEmpty(order.MidOffsetAtHalf);
        }
        if (serverVersion >= ServerVersion.CustomerAccount)
        {
            writer.Write(order.CustomerAccount);
        }
        if (serverVersion >= ServerVersion.ProfessionalCustomer)
        {
            writer.Write(order.ProfessionalCustomer);
        }
        if (serverVersion is >= ServerVersion.RfqFields and < ServerVersion.UndoRfqFields)
        {
            writer.WriteEmpty();
            writer.Write(int.MaxValue);
        }
        if (serverVersion >= ServerVersion.IncludeOvernight)
        {
            writer.Write(order.IncludeOvernight);
        }
        if (serverVersion >= ServerVersion.CmeTaggingFields)
        {
            writer.WriteOrMax(order.ManualOrderIndicator);
        }
        if (serverVersion >= ServerVersion.ImbalanceOnly)
        {
            writer.Write(order.ImbalanceOnly);
        }
    }
}
