using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>The order state inside an open order.</summary>
internal static class OrderStateFields
{
    private const int FieldsPerAllocation = 7;

    public static OrderState Read(ref FieldReader reader, int serverVersion)
    {
        bool hasPreview = serverVersion >= ServerVersion.FullOrderPreviewFields;
        return new OrderState
        {
            Status = reader.ReadSharedText("status"),
            InitMarginBefore = reader.ReadSharedText("initMarginBefore"),
            MaintMarginBefore = reader.ReadSharedText("maintMarginBefore"),
            EquityWithLoanBefore = reader.ReadSharedText("equityWithLoanBefore"),
            InitMarginChange = reader.ReadSharedText("initMarginChange"),
            MaintMarginChange = reader.ReadSharedText("maintMarginChange"),
            EquityWithLoanChange = reader.ReadSharedText("equityWithLoanChange"),
            InitMarginAfter = reader.ReadSharedText("initMarginAfter"),
            MaintMarginAfter = reader.ReadSharedText("maintMarginAfter"),
            EquityWithLoanAfter = reader.ReadSharedText("equityWithLoanAfter"),
            CommissionAndFees = reader.ReadOptionalDouble("commissionAndFees"),
            MinCommissionAndFees = reader.ReadOptionalDouble("minCommissionAndFees"),
            MaxCommissionAndFees = reader.ReadOptionalDouble("maxCommissionAndFees"),
            CommissionAndFeesCurrency = reader.ReadSharedText("commissionAndFeesCurrency"),
            MarginCurrency = hasPreview ? reader.ReadSharedText("marginCurrency") : "",
            InitMarginBeforeOutsideRTH = hasPreview ? reader.ReadOptionalDouble("initMarginBeforeOutsideRTH") : null,
            MaintMarginBeforeOutsideRTH = hasPreview ? reader.ReadOptionalDouble("maintMarginBeforeOutsideRTH") : null,
            EquityWithLoanBeforeOutsideRTH = hasPreview ? reader.ReadOptionalDouble("equityWithLoanBeforeOutsideRTH") : null,
            InitMarginChangeOutsideRTH = hasPreview ? reader.ReadOptionalDouble("initMarginChangeOutsideRTH") : null,
            MaintMarginChangeOutsideRTH = hasPreview ? reader.ReadOptionalDouble("maintMarginChangeOutsideRTH") : null,
            EquityWithLoanChangeOutsideRTH = hasPreview ? reader.ReadOptionalDouble("equityWithLoanChangeOutsideRTH") : null,
            InitMarginAfterOutsideRTH = hasPreview ? reader.ReadOptionalDouble("initMarginAfterOutsideRTH") : null,
            MaintMarginAfterOutsideRTH = hasPreview ? reader.ReadOptionalDouble("maintMarginAfterOutsideRTH") : null,
            EquityWithLoanAfterOutsideRTH = hasPreview ? reader.ReadOptionalDouble("equityWithLoanAfterOutsideRTH") : null,
            SuggestedSize = hasPreview ? reader.ReadOptionalDecimal("suggestedSize") : null,
            RejectReason = hasPreview ? reader.ReadText("rejectReason") : "",
            OrderAllocations = hasPreview ? ReadAllocations(ref reader) : [],
            WarningText = reader.ReadText("warningText"),
        };
    }

    public static void Write(FieldWriter writer, OrderState state, int serverVersion)
    {
        writer.Write(state.Status);
        writer.Write(state.InitMarginBefore);
        writer.Write(state.MaintMarginBefore);
        writer.Write(state.EquityWithLoanBefore);
        writer.Write(state.InitMarginChange);
        writer.Write(state.MaintMarginChange);
        writer.Write(state.EquityWithLoanChange);
        writer.Write(state.InitMarginAfter);
        writer.Write(state.MaintMarginAfter);
        writer.Write(state.EquityWithLoanAfter);
        writer.WriteOrEmpty(state.CommissionAndFees);
        writer.WriteOrEmpty(state.MinCommissionAndFees);
        writer.WriteOrEmpty(state.MaxCommissionAndFees);
        writer.Write(state.CommissionAndFeesCurrency);
        if (serverVersion >= ServerVersion.FullOrderPreviewFields) WritePreview(writer, state);
        writer.Write(state.WarningText);
    }

    private static OrderAllocation[] ReadAllocations(ref FieldReader reader)
    {
        int count = reader.ReadCount("orderAllocations.count", FieldsPerAllocation);
        if (count == 0) return [];
        var allocations = new OrderAllocation[count];
        for (int i = 0; i < allocations.Length; i++)
        {
            allocations[i] = new OrderAllocation
            {
                Account = reader.ReadText("allocation.account"),
                Position = reader.ReadOptionalDecimal("allocation.position"),
                PositionDesired = reader.ReadOptionalDecimal("allocation.positionDesired"),
                PositionAfter = reader.ReadOptionalDecimal("allocation.positionAfter"),
                DesiredAllocQty = reader.ReadOptionalDecimal("allocation.desiredAllocQty"),
                AllowedAllocQty = reader.ReadOptionalDecimal("allocation.allowedAllocQty"),
                IsMonetary = reader.ReadBool("allocation.isMonetary"),
            };
        }
        return allocations;
    }

    private static void WritePreview(FieldWriter writer, OrderState state)
    {
        writer.Write(state.MarginCurrency);
        writer.WriteOrEmpty(state.InitMarginBeforeOutsideRTH);
        writer.WriteOrEmpty(state.MaintMarginBeforeOutsideRTH);
        writer.WriteOrEmpty(state.EquityWithLoanBeforeOutsideRTH);
        writer.WriteOrEmpty(state.InitMarginChangeOutsideRTH);
        writer.WriteOrEmpty(state.MaintMarginChangeOutsideRTH);
        writer.WriteOrEmpty(state.EquityWithLoanChangeOutsideRTH);
        writer.WriteOrEmpty(state.InitMarginAfterOutsideRTH);
        writer.WriteOrEmpty(state.MaintMarginAfterOutsideRTH);
        writer.WriteOrEmpty(state.EquityWithLoanAfterOutsideRTH);
        writer.WriteOrEmpty(state.SuggestedSize);
        writer.Write(state.RejectReason);
        writer.Write(state.OrderAllocations.Count);
        foreach (OrderAllocation allocation in state.OrderAllocations)
        {
            writer.Write(allocation.Account);
            writer.WriteOrEmpty(allocation.Position);
            writer.WriteOrEmpty(allocation.PositionDesired);
            writer.WriteOrEmpty(allocation.PositionAfter);
            writer.WriteOrEmpty(allocation.DesiredAllocQty);
            writer.WriteOrEmpty(allocation.AllowedAllocQty);
            writer.Write(allocation.IsMonetary);
        }
    }
}
