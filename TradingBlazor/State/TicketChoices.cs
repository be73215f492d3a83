using TradingBlazor.State.Watch;
using TradingCore.Domain;
using TradingCore.Risk.Form;

namespace TradingBlazor.State;

/// <summary>Which types and times in force the broker takes for a contract, by the rules that every order is checked with; a choice that cannot be sent says why.</summary>
public static class TicketChoices
{
    /// <summary>Order types with the reason why one is no choice; empty for one that is.</summary>
    public static IReadOnlyList<(OrderType Type, string WhyNot)> Types(Instrument? instrument, bool isCombo, DateTimeOffset now) =>
        [.. OrderTypes.All.Select(t => (t, isCombo && t is not (OrderType.Market or OrderType.Limit) ? "A combination is MKT or LMT" : Fault(Spec(t, TimeInForce.Day), instrument, now, "type")))];

    /// <summary>Times in force of a type with the reason why one is no choice.</summary>
    public static IReadOnlyList<(TimeInForce Tif, string WhyNot)> Tifs(OrderType type, Instrument? instrument, DateTimeOffset now) =>
        [.. TimesInForce.All.Select(t => (t, Fault(Spec(type, t), instrument, now, "tif")))];

    /// <summary>Ways to size an order.</summary>
    public static IReadOnlyList<(SizeUnit Unit, string Word)> Sizes(Instrument? instrument)
    {
        Contract? contract = instrument?.Contract;
        string currency = contract?.Currency ?? "value";
        var units = new List<(SizeUnit, string)> { (SizeUnit.Quantity, Unit(contract)), (SizeUnit.Notional, $"{currency} value"), (SizeUnit.RiskPercent, "% at risk") };
        if (contract?.SecurityType is SecurityType.Stock or SecurityType.Forex or SecurityType.Crypto) units.Add((SizeUnit.Cash, $"{currency} cash order"));
        return units;
    }

    /// <summary>What the quantity of a contract counts.</summary>
    public static string Unit(Contract? contract) => contract?.SecurityType switch
    {
        SecurityType.Option or SecurityType.FutureOption or SecurityType.Future or SecurityType.Warrant => "contracts",
        SecurityType.Forex => contract.Symbol,
        SecurityType.Crypto => contract.Symbol,
        SecurityType.Combo => "combinations",
        _ => "shares",
    };

    /// <summary>A contract's kind in a few words, such as <c>Dec 18 2026 × 50</c>: that it is a future, its expiry and multiplier say.</summary>
    public static string Kind(Contract? contract) => contract?.SecurityType switch
    {
        null => "",
        SecurityType.Stock => "Stock",
        SecurityType.Future => $"{ContractWords.Expiry(contract.LastTradeDateOrContractMonth)} × {Format.Quantity(contract.Multiplier)}",
        SecurityType.Option => $"{(contract.Right == "P" ? "Put" : "Call")} {Format.Raw(contract.Strike)} {ContractWords.Expiry(contract.LastTradeDateOrContractMonth)} × {Format.Quantity(contract.Multiplier)}",
        SecurityType.FutureOption => $"Future {(contract.Right == "P" ? "put" : "call")} {Format.Raw(contract.Strike)} {ContractWords.Expiry(contract.LastTradeDateOrContractMonth)} × {Format.Quantity(contract.Multiplier)}",
        SecurityType.Forex => "Currency pair",
        SecurityType.Crypto => "Crypto",
        SecurityType.Combo => "Combination",
        SecurityType.Cfd => "CFD",
        var other => other.ToString()!,
    };

    private static OrderSpec Spec(OrderType type, TimeInForce tif) => new() { Ticker = "", Side = OrderSide.Buy, Quantity = 1m, Type = type, Tif = tif };

    private static string Fault(OrderSpec spec, Instrument? instrument, DateTimeOffset now, string field)
    {
        foreach (OrderFault fault in OrderRules.Check(spec, instrument, now))
            if (fault.Field == field) return fault.Finding;
        return "";
    }
}
