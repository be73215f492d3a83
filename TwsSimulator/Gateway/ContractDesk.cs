using System.Globalization;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Market;
using TwsSimulator.Matching;

namespace TwsSimulator.Gateway;

/// <summary>Answers what is traded: contract details, symbol search, market rules.</summary>
internal sealed class ContractDesk(IMarketSource source)
{
    private const int DaysOfHours = 7;
    private const int DaysOfHoursMax = 31;
    private const int SamplesMax = 16;

    private const string OrderTypesOfAll =
        "ACTIVETIM,AD,ADJUST,ALERT,ALGO,ALLOC,AON,AVGCOST,BASKET,CASHQTY,COND,CONDORDER,DAY,DEACT,FOK,GAT,GTC,GTD,GTT,HID,ICE,IOC,LIT,LMT,MIT,MKT,OCA,STP,STPLMT,SWEEP,TRAIL,TRAILLMT,WHATIF";

    private const string OrderTypesOfAuctions = ",LOC,MOC,OPG";
    private const string OrderTypesOfBooks = ",MIDPX,PEGMID,REL";

    /// <summary>The one contract a request means; null after the client was told why there is none.</summary>
    public Instrument? Resolve(ClientSession client, int id, Contract contract)
    {
        if (Combos.Is(contract))
        {
            if (Combos.Make(contract, conId => source.Instruments.FirstOrDefault(i => i.ConId == conId)) is { } combo)
                return combo;
            client.SendError(id, 200, "No security definition has been found for the request: a leg of the combination is not known, or the legs do not go together");
            return null;
        }

        List<Instrument> found = Find(contract);
        if (found.Count == 1)
            return found[0];
        client.SendError(id, 200, found.Count == 0
            ? "No security definition has been found for the request"
            : $"The contract description specified for {contract.Symbol} is ambiguous.");
        return null;
    }

    /// <summary>An instrument by its name, such as SPY; null when there is none.</summary>
    public Instrument? FindByName(string name) => source.Instruments.FirstOrDefault(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>All contracts that fit a partial description.</summary>
    public List<Instrument> Find(Contract contract)
    {
        List<Instrument> found = [.. source.Instruments.Where(i => Fits(i, contract))];
        // A continuous future means the front month.
        return contract.SecType.Equals("CONTFUT", StringComparison.OrdinalIgnoreCase) ? [.. found.Take(1)] : found;
    }

    /// <summary>Answers reqContractDetails.</summary>
    public void SendDetails(ClientSession client, ReqContractDetails request, long nowSeconds)
    {
        List<Instrument> found = Find(request.Contract);
        if (found.Count == 0)
        {
            client.SendError(request.ReqId, 200, "No security definition has been found for the request");
            return;
        }

        foreach (Instrument instrument in found)
            client.Send(new ContractData(request.ReqId, DetailsOf(instrument, nowSeconds)));
        client.Send(new ContractDataEnd(request.ReqId));
    }

    /// <summary>Answers reqMatchingSymbols: the start of a symbol or a part of the name.</summary>
    public void SendSamples(ClientSession client, ReqMatchingSymbols request)
    {
        string pattern = request.Pattern.Trim();
        ContractDescription[] found =
        [
            .. source.Instruments
                .Where(i => i.Underlying is null && pattern.Length > 0 && (i.Symbol.StartsWith(pattern, StringComparison.OrdinalIgnoreCase) || i.LongName.Contains(pattern, StringComparison.OrdinalIgnoreCase)))
                .DistinctBy(i => i.Name)
                .OrderBy(i => !i.Symbol.Equals(pattern, StringComparison.OrdinalIgnoreCase))
                .Take(SamplesMax)
                .Select(i => new ContractDescription(
                    new Contract { ConId = i.ConId, Symbol = i.Symbol, SecType = i.SecType, PrimaryExch = i.PrimaryExchange.Length > 0 ? i.PrimaryExchange : i.Exchange, Currency = i.Currency, Description = i.LongName },
                    i.SecType == "STK" ? source.Instruments.Any(o => o.Underlying == i) ? ["CFD", "OPT"] : ["CFD"] : [])),
        ];
        client.Send(new SymbolSamples(request.ReqId, found));
    }

    /// <summary>Answers reqMarketRule.</summary>
    public static void SendRule(ClientSession client, ReqMarketRule request)
    {
        if (MarketRules.Find(request.MarketRuleId) is { } bands)
            client.Send(new MarketRule(request.MarketRuleId, [.. bands.Select(b => new PriceIncrement(b.LowEdge, b.Increment))]));
        else
            client.SendError(-1, 321, string.Create(CultureInfo.InvariantCulture, $"Error validating request.-'reqMarketRule' : cause - Invalid market rule id {request.MarketRuleId}."));
    }

    /// <summary>The contract as positions and executions carry it.</summary>
    public static Contract ContractOf(Instrument i, string exchange) => new()
    {
        ConId = i.ConId,
        Symbol = i.Symbol,
        SecType = i.SecType,
        LastTradeDateOrContractMonth = DateText(i.LastTradeDate),
        Strike = i.Strike,
        Right = i.Right,
        Multiplier = MultiplierText(i),
        Exchange = exchange,
        PrimaryExch = i.PrimaryExchange,
        Currency = i.Currency,
        LocalSymbol = i.LocalSymbol,
        TradingClass = i.TradingClass,
    };

    /// <summary>The full description of a contract.</summary>
    public ContractDetails DetailsOf(Instrument i, long nowSeconds)
    {
        (DateOnly first, int days) = HoursRange(i, nowSeconds);
        int venues = i.ValidExchanges.Count(c => c == ',') + 1;
        return new ContractDetails
        {
            Contract = ContractOf(i, i.Exchange) with { LastTradeDate = DateText(i.LastTradeDate) },
            MarketName = i.TradingClass,
            MinTick = i.MinTick,
            PriceMagnifier = i.PriceMagnifier,
            OrderTypes = OrderTypesOfAll + (Auctions.Has(i) ? OrderTypesOfAuctions : "") + (i.SecType is "STK" or "OPT" ? OrderTypesOfBooks : ""),
            ValidExchanges = i.ValidExchanges,
            MarketRuleIds = string.Join(',', Enumerable.Repeat(i.MarketRuleId.ToString(CultureInfo.InvariantCulture), venues)),
            UnderConId = i.UnderConId,
            LongName = i.LongName,
            ContractMonth = i.LastTradeDate?.ToString("yyyyMM", CultureInfo.InvariantCulture) ?? "",
            Industry = i.Industry,
            Category = i.Category,
            Subcategory = i.Subcategory,
            TimeZoneId = TradingCalendar.ZoneNameOf(i),
            TradingHours = source.Calendar.HoursText(i, first, days, liquid: false),
            LiquidHours = source.Calendar.HoursText(i, first, days, liquid: true),
            AggGroup = 1,
            UnderSymbol = i.SecType is "FUT" or "OPT" ? i.Symbol : "",
            UnderSecType = i.Underlying?.SecType ?? (i.SecType == "FUT" ? "IND" : ""),
            RealExpirationDate = DateText(i.LastTradeDate),
            LastTradeTime = i.LastTradeDate is null ? "" : i.SecType == "OPT" ? "16:00" : "08:30",
            StockType = i.StockType,
            SecIdList = i.Isin.Length > 0 ? [new TagValue("ISIN", i.Isin)] : [],
            MinSize = i.SizeIncrement,
            SizeIncrement = i.SizeIncrement,
            SuggestedSizeIncrement = i.SecType == "STK" ? 100 : i.SizeIncrement,
        };
    }

    /// <summary>The coming days; in a replay all days of the files as well, so that every bar lies in the hours told.</summary>
    private (DateOnly First, int Days) HoursRange(Instrument instrument, long nowSeconds)
    {
        DateOnly today = TradingCalendar.LocalDate(instrument, nowSeconds);
        if ((source is OptionMarket options ? options.Inner : source) is not ReplayMarket replay)
            return (today, DaysOfHours);
        DateOnly first = TradingCalendar.LocalDate(instrument, replay.FirstTime);
        DateOnly last = TradingCalendar.LocalDate(instrument, replay.LastTime);
        if (today < first || today > last)
            return (today, DaysOfHours);
        if (last.DayNumber - first.DayNumber > DaysOfHoursMax - 2)
            first = today;
        return (first, Math.Clamp(last.DayNumber - first.DayNumber + 2, DaysOfHours, DaysOfHoursMax));
    }

    private static bool Fits(Instrument i, Contract c)
    {
        if (c.ConId != 0)
            return i.ConId == c.ConId;
        if (c.Symbol.Length == 0 && c.LocalSymbol.Length == 0)
            return false;
        // A symbol alone never means one of its options.
        if (i.Underlying is not null && c.SecType.Length == 0 && c.LocalSymbol.Length == 0)
            return false;
        return Same(c.Symbol, i.Symbol) && Same(c.LocalSymbol, i.LocalSymbol) && Same(c.Currency, i.Currency) && Same(c.TradingClass, i.TradingClass)
            && (c.SecType.Length == 0 || Same(c.SecType, i.SecType) || (c.SecType == "CONTFUT" && i.SecType == "FUT"))
            && (i.SecType != "OPT" || ((c.Strike is 0 or double.MaxValue || c.Strike == i.Strike) && (c.Right is "" or "?" or "0" || c.Right.StartsWith(i.Right, StringComparison.OrdinalIgnoreCase))))
            && (c.Multiplier.Length == 0 || c.Multiplier == MultiplierText(i) || (c.Multiplier == "1" && i.Multiplier == 1))
            && DateText(i.LastTradeDate).StartsWith(c.LastTradeDateOrContractMonth, StringComparison.Ordinal)
            && (c.PrimaryExch.Length == 0 || i.PrimaryExchange.Length == 0 || Same(c.PrimaryExch, i.PrimaryExchange) || (Same(c.PrimaryExch, "ISLAND") && i.PrimaryExchange == "NASDAQ"))
            && (c.Exchange.Length == 0 || i.ValidExchanges.Split(',').Contains(c.Exchange, StringComparer.OrdinalIgnoreCase) || (Same(c.Exchange, "ISLAND") && i.SecType == "STK"))
            && (c.SecId.Length == 0 || Same(c.SecId, i.Isin));

        static bool Same(string asked, string has) => asked.Length == 0 || asked.Equals(has, StringComparison.OrdinalIgnoreCase);
    }

    private static string DateText(DateOnly? date) => date?.ToString("yyyyMMdd", CultureInfo.InvariantCulture) ?? "";

    private static string MultiplierText(Instrument i) => i.Multiplier == 1 ? "" : i.Multiplier.ToString(CultureInfo.InvariantCulture);
}
