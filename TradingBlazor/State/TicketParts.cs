using System.Globalization;
using TradingCore.Domain;
using TradingCore.MarketData.Search;
using TradingCore.Risk.Form;

namespace TradingBlazor.State;

/// <summary>Reads the parts of a draft that most orders do not have.</summary>
internal static class TicketParts
{
    private const decimal PercentMax = 100m;

    public static ComboLegs? Legs(TicketDraft draft, TicketReader.Fields read)
    {
        if (draft.Legs.Count == 0) return null;
        if (draft.Legs.Count == 1) read.Miss("Add a second leg, or take the first one away");
        var legs = new List<ComboLeg>(draft.Legs.Count);
        foreach (LegDraft leg in draft.Legs)
        {
            if (string.IsNullOrWhiteSpace(leg.Symbol)) read.Miss("Enter the symbol of each leg");
            if (!int.TryParse(leg.Ratio, NumberStyles.None, CultureInfo.InvariantCulture, out int ratio) || ratio < 1) read.Miss("Enter a whole ratio above 0 for each leg");
            // Options are typed as the watchlist prints them.
            legs.Add(new ComboLeg(default, LocalNames.OfOption(leg.Symbol) is { } local ? string.Join(' ', local.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : leg.Symbol.Trim().ToUpperInvariant(), ratio, leg.Side));
        }
        return new ComboLegs(legs);
    }

    public static BracketSpec? Exits(TicketDraft draft, TicketReader.Fields read)
    {
        if (!draft.HasExits) return null;
        ExitSpec? profit = Exit(draft.TakeProfit, "Enter a take profit, or leave it empty"), loss = Exit(draft.StopLoss, "Enter a stop loss, or leave it empty");
        if (loss is not null && !string.IsNullOrWhiteSpace(draft.StopLimitOffset))
        {
            if (read.TryPrice(draft.StopLimitOffset, out decimal beyond)) loss = loss with { LimitOffset = beyond };
            else read.Miss(TypedNumber.Problem(draft.StopLimitOffset, "Enter how far the limit of the stop loss is beyond it, or leave it empty"));
        }
        if (profit is null && loss is null) read.Miss(draft.SizeUnit == SizeUnit.RiskPercent ? "Enter a stop loss: the risk is counted from it" : "Enter a take profit or a stop loss");
        return new BracketSpec(profit, loss);

        ExitSpec? Exit(string text, string problem)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            if (!(draft.ExitUnit == ExitUnit.Percent ? TicketDraft.TryParse(text, out decimal value) : read.TryPrice(text, out value)))
            {
                read.Miss(TypedNumber.Problem(text, problem));
                return null;
            }
            ExitSpec exit = draft.ExitUnit switch
            {
                ExitUnit.Offset => new ExitSpec { Offset = value },
                ExitUnit.Percent => new ExitSpec { Percent = value },
                _ => new ExitSpec { Price = value },
            };
            return draft.ExitsForDay ? exit with { Tif = TimeInForce.Day } : exit;
        }
    }

    public static OrderAttributes Attributes(TicketDraft draft, TicketFacts facts, decimal? trail, decimal? offset, decimal amount, TicketReader.Fields read)
    {
        var attributes = new OrderAttributes
        {
            TrailAmount = draft.TrailIsPercent ? null : trail,
            TrailPercent = draft.TrailIsPercent ? trail : null,
            Offset = offset,
            GoodTill = draft.Tif == TimeInForce.Gtd ? read.Time(draft.GoodTill, "Enter until when the order is good") : null,
            GoodAfter = draft.GoodAfter.Length > 0 ? read.Time(draft.GoodAfter, "Enter from when the order works, or leave it empty") : null,
            Hidden = draft.Hidden,
            DisplaySize = read.MaybeAbove0(draft.DisplaySize, "Enter a size to show, or leave it empty"),
            AllOrNone = draft.AllOrNone,
            MinQuantity = read.MaybeAbove0(draft.MinQuantity, "Enter a smallest first fill, or leave it empty"),
            SweepToFill = draft.Sweep,
            CashQuantity = draft.SizeUnit == SizeUnit.Cash && draft.Legs.Count == 0 ? amount : null,
            OcaGroup = draft.OcaGroup.Trim(),
            OcaType = draft.OcaGroup.Trim().Length > 0 ? draft.OcaType : OcaType.None,
            Parent = draft.Parent.Length > 0 ? new OrderRef(draft.Parent) : null,
            Algo = Algo(draft, read),
            Conditions = Conditions(draft, facts, read),
            FaGroup = draft.FaGroup,
        };
        return attributes == OrderAttributes.None ? OrderAttributes.None : attributes;
    }

    private static OrderAlgo? Algo(TicketDraft draft, TicketReader.Fields read)
    {
        if (draft.Algo.Length == 0) return null;
        var parameters = new List<AlgoParameter>();
        foreach (AlgoField field in AlgoRules.FieldsOf(draft.Algo))
        {
            string text = draft.AlgoValues.GetValueOrDefault(field.Name, "").Trim();
            if (text.Length == 0 && field.IsRequired) text = AlgoWords.First(field);
            if (text.Length == 0) continue;
            if (AlgoWords.ToWire(field, text) is { } wire) parameters.Add(new AlgoParameter(field.Name, wire));
            else read.Miss($"Enter {AlgoWords.Name(field.Name).ToLowerInvariant()} as {AlgoWords.Expected(field)}, or leave it empty");
        }
        return new OrderAlgo(draft.Algo, parameters);
    }

    private static OrderConditions? Conditions(TicketDraft draft, TicketFacts facts, TicketReader.Fields read)
    {
        if (draft.Conditions.Count == 0) return null;
        var items = new List<OrderCondition>(draft.Conditions.Count);
        foreach (ConditionDraft typed in draft.Conditions)
            if (Condition(typed, facts, read) is { } condition) items.Add(condition);
        return new OrderConditions(items, draft.ConditionsCancel, draft.ConditionsAnyHour);
    }

    private static OrderCondition? Condition(ConditionDraft typed, TicketFacts facts, TicketReader.Fields read)
    {
        switch (typed.Kind)
        {
            case ConditionKind.Time:
                return read.Time(typed.Time, "Enter the time of the condition") is { } time ? new TimeCondition(typed.And, typed.IsMore, time) : null;
            case ConditionKind.Margin:
                if (TicketDraft.TryParse(typed.Value, out decimal cushion) && cushion is >= 0m and <= PercentMax) return new MarginCondition(typed.And, typed.IsMore, (int)cushion);
                read.Miss("Enter the margin cushion of the condition, 0 to 100 %");
                return null;
        }
        string symbol = typed.Symbol.Trim().Length > 0 ? typed.Symbol.Trim().ToUpperInvariant() : facts.Ticker;
        if (facts.Find(symbol) is not { Contract: { ConId.IsResolved: true } contract } watched)
        {
            read.Miss($"{symbol} is not on the watchlist, so no condition can watch it: add it first");
            return null;
        }
        if (typed.Kind == ConditionKind.Execution) return new ExecutionCondition(typed.And, contract.Symbol, contract.SecurityType, contract.Exchange);
        if (!(typed.Kind == ConditionKind.Price ? Format.TryParsePrice(typed.Value, Format.Decimals(watched), out decimal value) : TicketDraft.TryParse(typed.Value, out value)))
        {
            read.Miss(TypedNumber.Problem(typed.Value, typed.Kind switch { ConditionKind.Price => "Enter the price of the condition", ConditionKind.Volume => "Enter the volume of the condition", _ => "Enter the change of the condition in percent" }));
            return null;
        }
        switch (typed.Kind)
        {
            case ConditionKind.Price: return new PriceCondition(typed.And, contract.ConId, contract.Exchange, typed.IsMore, value, typed.TriggerMethod);
            case ConditionKind.Percent: return new PercentChangeCondition(typed.And, contract.ConId, contract.Exchange, typed.IsMore, value);
            default:
                if (value is > 0m and <= int.MaxValue) return new VolumeCondition(typed.And, contract.ConId, contract.Exchange, typed.IsMore, (int)value);
                read.Miss("Enter the volume of the condition, above 0");
                return null;
        }
    }
}
