using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>The order state inside an open order.</summary>
internal static class OrderStateFields
{
    private const int FieldsPerAllocation = 7;

    public static OrderState Read(ref FieldReader reader, int serverVersion)
    {
        var state = new OrderState
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
        };
        if (serverVersion >= ServerVersion.FullOrderPreviewFields) state = ReadPreview(ref reader, state);
        return state with { WarningText = reader.ReadText("warningText") };
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

    private static OrderState ReadPreview(ref FieldReader reader, OrderState state)
    {
        state = state with
        {
            MarginCurrency = reader.ReadSharedText("marginCurrency"),
            InitMarginBeforeOutsideRTH = reader.ReadOptionalDouble("initMarginBeforeOutsideRTH"),
            MaintMarginBeforeOutsideRTH = reader.ReadOptionalDouble("maintMarginBeforeOutsideRTH"),
            EquityWithLoanBeforeOutsideRTH = reader.ReadOptionalDouble("equityWithLoanBeforeOutsideRTH"),
            InitMarginChangeOutsideRTH = reader.ReadOptionalDouble("initMarginChangeOutsideRTH"),
            MaintMarginChangeOutsideRTH = reader.ReadOptionalDouble("maintMarginChangeOutsideRTH"),
            EquityWithLoanChangeOutsideRTH = reader.ReadOptionalDouble("equityWithLoanChangeOutsideRTH"),
            InitMarginAfterOutsideRTH = reader.ReadOptionalDouble("initMarginAfterOutsideRTH"),
            MaintMarginAfterOutsideRTH = reader.ReadOptionalDouble("maintMarginAfterOutsideRTH"),
            EquityWithLoanAfterOutsideRTH = reader.ReadOptionalDouble("equityWithLoanAfterOutsideRTH"),
            SuggestedSize = reader.ReadOptionalDecimal("suggestedSize"),
            RejectReason = reader.ReadText("rejectReason"),
        };
        var allocations = new OrderAllocation[reader.ReadCount("orderAllocations.count", FieldsPerAllocation)];
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
        return state with { OrderAllocations = allocations };
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
