using System.Globalization;
using TradingCore.Domain;
using TwsProtocol.Contracts;
using DomainContract = TradingCore.Domain.Contract;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tws.Mapping;

/// <summary>Contracts between domain and wire, and the rule that gives each its one name.</summary>
internal static class ContractMap
{
    /// <summary>
    /// The name of a contract: the symbol of a stock, index or crypto currency, <c>EUR.USD</c> for a pair, the local symbol of a derivative.
    /// </summary>
    public static string Ticker(WireContract wire, SecurityType type)
    {
        string name = type switch
        {
            SecurityType.Forex => wire.Currency.Length > 0 ? $"{wire.Symbol}.{wire.Currency}" : wire.LocalSymbol,
            SecurityType.Future or SecurityType.Option or SecurityType.FutureOption or SecurityType.Warrant or SecurityType.Bond or SecurityType.Combo
                when wire.LocalSymbol.Length > 0 => wire.LocalSymbol,
            SecurityType.Future or SecurityType.Option or SecurityType.FutureOption or SecurityType.Warrant
                => $"{wire.Symbol} {wire.LastTradeDateOrContractMonth} {(wire.Strike > 0 ? wire.Strike.ToString(CultureInfo.InvariantCulture) : "")} {Right(wire.Right)}".Trim(),
            _ => wire.Symbol,
        };
        // Shares of a class carry a blank on the wire (BRK B) and a dot in every page, setting and address (BRK.B).
        return type == SecurityType.Stock ? name.Replace(' ', '.') : CollapseBlanks(name);
    }

    /// <summary>Reads a contract from any message.</summary>
    public static DomainContract ToDomain(WireContract wire)
    {
        SecurityType type = SecurityTypes.TryParse(wire.SecType, out SecurityType known) ? known : SecurityType.Unknown;
        return new DomainContract
        {
            ConId = new ConId(wire.ConId),
            Ticker = Ticker(wire, type),
            Symbol = wire.Symbol,
            SecurityType = type,
            Exchange = wire.Exchange,
            PrimaryExchange = wire.PrimaryExch,
            Currency = wire.Currency,
            LocalSymbol = wire.LocalSymbol,
            TradingClass = wire.TradingClass,
            LastTradeDateOrContractMonth = wire.LastTradeDateOrContractMonth,
            Multiplier = WireNumber.Parse(wire.Multiplier) is { } m and > 0 ? m : 1m,
            Strike = wire.Strike > 0 ? WireNumber.ToDecimal(wire.Strike) : null,
            Right = Right(wire.Right),
            Legs = wire.ComboLegs.Count == 0 ? null : new ComboLegs([.. wire.ComboLegs.Select(l => new TradingCore.Domain.ComboLeg(new ConId(l.ConId), l.ConId.ToString(CultureInfo.InvariantCulture), l.Ratio, l.Action == "BUY" ? OrderSide.Buy : OrderSide.Sell, l.Exchange))]),
        };
    }

    /// <summary>Names a resolved contract to the gateway. The id and the exchange are enough, the rest lets TWS write clear messages.</summary>
    public static WireContract ToWire(DomainContract contract) => new()
    {
        ConId = contract.ConId.Value,
        Symbol = contract.Symbol,
        SecType = SecurityTypes.Code(contract.SecurityType),
        LastTradeDateOrContractMonth = contract.LastTradeDateOrContractMonth,
        Strike = (double)(contract.Strike ?? 0m),
        Right = contract.Right,
        Multiplier = contract.Multiplier * contract.PriceMagnifier == 1m || contract.Legs is not null ? "" : (contract.Multiplier * contract.PriceMagnifier).ToString("0.##########", CultureInfo.InvariantCulture),
        Exchange = contract.Exchange,
        PrimaryExch = contract.PrimaryExchange,
        Currency = contract.Currency,
        LocalSymbol = contract.LocalSymbol,
        TradingClass = contract.TradingClass,
        ComboLegs = contract.Legs is { } legs
            ? [.. legs.Items.Select(l => new TwsProtocol.Contracts.ComboLeg { ConId = l.ConId.Value, Ratio = l.Ratio, Action = l.Side == OrderSide.Buy ? "BUY" : "SELL", Exchange = l.Exchange })]
            : [],
    };

    /// <summary>A resolved contract with what is needed to trade it.</summary>
    /// <param name="details">Contract details.</param>
    /// <param name="exchange">Exchange that was asked for; empty takes the one of the details.</param>
    /// <param name="increments">Market rule of that exchange; empty when not known.</param>
    public static Instrument ToInstrument(ContractDetails details, string exchange, IReadOnlyList<PriceIncrement> increments)
    {
        DomainContract contract = ToDomain(details.Contract);
        if (exchange.Length > 0) contract = contract with { Exchange = exchange };
        if (details.PriceMagnifier > 1) contract = contract with { Multiplier = contract.Multiplier / details.PriceMagnifier, PriceMagnifier = details.PriceMagnifier };
        return new Instrument
        {
            Contract = contract with { LastTradeDateOrContractMonth = LastTradeDate(details.Contract) },
            LongName = details.LongName,
            Sector = details.Industry,
            MinTick = WireNumber.ToDecimal(details.MinTick) is { } tick and > 0 ? tick : 0.01m,
            PriceIncrements = increments,
            MinSize = details.MinSize is { } min and > 0 ? min : 1m,
            SizeIncrement = details.SizeIncrement is { } step and > 0 ? step : details.MinSize is { } least and > 0 ? least : 1m,
            TimeZoneId = details.TimeZoneId,
            TradingHours = details.TradingHours,
            LiquidHours = details.LiquidHours,
            OrderTypes = details.OrderTypes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
    }

    /// <summary>Market rule id of an exchange; null when the details name none.</summary>
    public static int? MarketRuleId(ContractDetails details, string exchange)
    {
        string[] exchanges = details.ValidExchanges.Split(',', StringSplitOptions.TrimEntries);
        string[] rules = details.MarketRuleIds.Split(',', StringSplitOptions.TrimEntries);
        int index = Math.Max(0, Array.IndexOf(exchanges, exchange));
        return index < rules.Length && int.TryParse(rules[index], NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
    }

    /// <summary>Last trade date as <c>yyyyMMdd</c>; empty when it does not expire.</summary>
    public static string LastTradeDate(WireContract wire)
    {
        if (wire.LastTradeDate.Length >= 8) return wire.LastTradeDate[..8];
        return wire.LastTradeDateOrContractMonth.Length > 8 ? wire.LastTradeDateOrContractMonth[..8] : wire.LastTradeDateOrContractMonth;
    }

    // The wire writes "no right" as 0, ? or nothing.
    private static string Right(string wire) => wire switch
    {
        "C" or "CALL" => "C",
        "P" or "PUT" => "P",
        _ => "",
    };

    private static string CollapseBlanks(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
