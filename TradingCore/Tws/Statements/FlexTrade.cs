using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml.Linq;
using TradingCore.Domain;
using TradingCore.Tws.Mapping;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tws.Statements;

/// <summary>One row of the section Trades.</summary>
internal static class FlexTrade
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly string[] Dates = ["yyyyMMdd", "yyyy-MM-dd"], Times = ["HHmmss", "HH:mm:ss"], Separators = [";", ", ", ",", " ", "; "];
    private static readonly string[] DateTimes = [.. from d in Dates from s in Separators from t in Times select $"{d}'{s}'{t}"];
    private static readonly string[] Zones = [" EST", " EDT", " US/Eastern", " America/New_York"];

    /// <summary>Reads a row.</summary>
    /// <param name="row">The element.</param>
    /// <param name="fill">The execution; null when it is none.</param>
    /// <param name="why">Why not, the same words for rows of the same kind.</param>
    public static bool TryRead(XElement row, [NotNullWhen(true)] out Fill? fill, out string why)
    {
        fill = null;
        string execId = Text(row, "ibExecID"), side = Text(row, "buySell"), type = Text(row, "assetCategory");
        if (execId.Length == 0) return No("no execution (no ibExecID), such as an exercise, an assignment or an expiry. What these did is found by the comparison with the broker.", out why);
        if (side is not ("BUY" or "SELL")) return No($"buySell is '{side}'. Expected BUY or SELL; a cancelled trade is not booked from a statement.", out why);
        if (!SecurityTypes.TryParse(type, out SecurityType kind) || kind is SecurityType.Combo or SecurityType.Index) return No($"assetCategory '{type}' is not known.", out why);
        if (Text(row, "accountId") is not { Length: > 0 } account) return No("accountId is missing. Choose that field for the query.", out why);
        if (Number(row, "conid") is not { } conId || conId <= 0 || conId != Math.Floor(conId) || conId > int.MaxValue) return No("conid is missing or no number. Choose that field for the query.", out why);
        if (Number(row, "quantity") is not { } quantity || quantity == 0m) return No("quantity is missing or no number.", out why);
        if (Number(row, "tradePrice") is not { } price) return No("tradePrice is missing or no number.", out why);
        if (TimeOf(row) is not { } time) return No("dateTime is not understood. Choose yyyyMMdd and HHmmss (or yyyy-MM-dd and HH:mm:ss) for the query's dates and times.", out why);
        if (Text(row, "currency") is not { Length: > 0 } currency) return No("currency is missing. Choose that field for the query.", out why);
        if (Number(row, "ibCommission") is not { } commission) return No("ibCommission is missing or no number. Choose that field for the query.", out why);
        why = "";
        fill = new Fill
        {
            ExecId = new ExecId(execId),
            OrderRef = new OrderRef(Text(row, "orderReference")),
            PermId = new PermId(long.TryParse(Text(row, "ibOrderID"), NumberStyles.None, CultureInfo.InvariantCulture, out long permId) ? permId : 0),
            Account = new AccountId(account),
            Contract = ContractOf(row, (int)conId, type, kind, currency),
            Side = side == "BUY" ? OrderSide.Buy : OrderSide.Sell,
            Quantity = Math.Abs(quantity),
            Price = price,
            Time = time,
            Exchange = Text(row, "exchange"),
            // What was paid is below 0 in a statement and above 0 in the API; taxes are told apart there and in one sum here.
            Commission = -(commission + (Number(row, "taxes") ?? 0m)),
            CommissionCurrency = Text(row, "ibCommissionCurrency") is { Length: > 0 } of ? of : currency,
        };
        return true;
    }

    private static Contract ContractOf(XElement row, int conId, string type, SecurityType kind, string currency)
    {
        string symbol = Text(row, "symbol"), underlying = Text(row, "underlyingSymbol");
        bool isDerivative = kind is SecurityType.Future or SecurityType.Option or SecurityType.FutureOption or SecurityType.Warrant;
        return ContractMap.ToDomain(new WireContract
        {
            ConId = conId,
            Symbol = kind == SecurityType.Forex ? symbol.Split('.')[0] : isDerivative && underlying.Length > 0 ? underlying : symbol,
            SecType = type,
            LocalSymbol = symbol,
            Currency = currency,
            Exchange = Text(row, "listingExchange"),
            LastTradeDateOrContractMonth = Text(row, "expiry").Replace("-", "", StringComparison.Ordinal),
            Multiplier = Text(row, "multiplier"),
            Strike = (double)(Number(row, "strike") ?? 0m),
            Right = Text(row, "putCall"),
        });
    }

    // A statement's times are New York's.
    private static DateTimeOffset? TimeOf(XElement row)
    {
        string text = Text(row, "dateTime") is { Length: > 0 } whole ? whole : $"{Text(row, "tradeDate")};{Text(row, "tradeTime")}";
        foreach (string zone in Zones) if (text.EndsWith(zone, StringComparison.Ordinal)) text = text[..^zone.Length];
        if (!DateTime.TryParseExact(text, DateTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local) || NewYork.IsInvalidTime(local)) return null;
        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, NewYork), TimeSpan.Zero);
    }

    private static bool No(string reason, out string why)
    {
        why = reason;
        return false;
    }

    private static string Text(XElement row, string name) => ((string?)row.Attribute(name))?.Trim() ?? "";

    private static decimal? Number(XElement row, string name) =>
        decimal.TryParse(Text(row, name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal value) ? value : null;
}
