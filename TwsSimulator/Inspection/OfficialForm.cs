using System.Globalization;
using System.Text.Json.Nodes;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TwsSimulator.Inspection;

/// <summary>A message in the words of the official API: the name of its call or callback and its arguments.</summary>
/// <param name="Name">Name of the call or callback.</param>
/// <param name="Fields">Arguments by name.</param>
/// <remarks>
/// A message that the official client turns into several callbacks (a price with its size, bars, scanner rows) is one form: the size stands beside
/// the price, bars and rows are lists.
/// </remarks>
internal sealed record OfficialForm(string Name, JsonObject Fields)
{
    private static readonly (string From, string To)[] ReqIdIsTickerId = [("reqId", "tickerId"), ("tickType", "field"), ("impliedVol", "impliedVolatility")];
    private static readonly (string From, string To)[] ReqIdIsRequestId = [("reqId", "requestId"), ("position", "pos")];

    /// <summary>Puts a message into the official words.</summary>
    public static OfficialForm Of(IMessage message)
    {
        JsonObject fields = OfficialJson.Of(message);
        return new OfficialForm(message.CallName, message is IRequest ? Request(message, fields) : Response(message, fields));
    }

    private static JsonObject Request(IMessage message, JsonObject fields)
    {
        // Three calls take the flag as a number, the others as a flag.
        if (message is ReqHistoricalData or ReqHeadTimestamp or ReqHistoricalTicks) fields["useRTH"] = (bool)fields["useRTH"]! ? 1 : 0;
        return fields;
    }

    private static JsonObject Response(IMessage message, JsonObject fields)
    {
        switch (message)
        {
            case TickPrice m: return Flags(Renamed(fields, ReqIdIsTickerId), "attrMask", m.AttrMask, "attribs", "canAutoExecute", "pastLimit", "preOpen");
            case TickEfp: return Renamed(fields, ("reqId", "tickerId"));
            case TickSize or TickGeneric or TickString or TickReqParams or TickSnapshotEnd or TickNews or TickOptionComputation or MarketDepth or MarketDepthL2:
                return Renamed(fields, ReqIdIsTickerId, isDepth: message is MarketDepth or MarketDepthL2);
            case TickByTickAllLast m: return Flags(fields, "attribMask", m.AttribMask, "tickAttribLast", "pastLimit", "unreported");
            case TickByTickBidAsk m: return Flags(fields, "attribMask", m.AttribMask, "tickAttribBidAsk", "bidPastLow", "askPastHigh");
            case HistoricalTicksLast: return EachItem(fields, "ticks", t => Flags(t, "attribMask", (int)t["attribMask"]!, "tickAttribLast", "pastLimit", "unreported"));
            // The two bits are the other way round here than in live ticks.
            case HistoricalTicksBidAsk: return EachItem(fields, "ticks", t => Flags(t, "attribMask", (int)t["attribMask"]!, "tickAttribBidAsk", "askPastHigh", "bidPastLow"));
            case HistoricalData m: return Bars(m, fields);
            case HistoricalDataUpdate: return Below(Renamed(fields, ("barCount", "count"), ("date", "time")), "bar", keep: "reqId");
            case RealTimeBar: return Renamed(fields, ("time", "date"));
            case ErrorMessage: return Renamed(fields, ("reqId", "id"));
            case OrderStatus: return Renamed(Without(fields, "status"), ("statusText", "status"));
            case PositionMessage: return Renamed(fields, ("position", "pos"));
            case PositionMulti or PositionMultiEnd or AccountUpdateMulti or AccountUpdateMultiEnd or NewsArticle or HistoricalNews or HistoricalNewsEnd:
                return Renamed(fields, ReqIdIsRequestId);
            case ReceiveFA: return Renamed(fields, ("xml", "faXmlData"));
            case FamilyCodes: return EachItem(Renamed(fields, ("codes", "familyCodes")), "familyCodes", c => Renamed(c, ("accountId", "accountID"), ("familyCode", "familyCodeStr")));
            case NewsProviders: return Renamed(fields, ("providers", "newsProviders"));
            case MktDepthExchanges: return Renamed(fields, ("descriptions", "depthMktDataDescriptions"));
            case DeltaNeutralValidation: return Below(fields, "deltaNeutralContract", keep: "reqId");
            case CommissionReport: return Below(Renamed(fields, ("commission", "commissionAndFees")), "commissionAndFeesReport", keep: "");
            case ScannerData: return EachItem(fields, "rows", ScannerRow);
            case SmartComponents m: return Components(m, fields);
            case ContractData: return Details(fields);
            case BondContractData: return Renamed(Details(fields), ("contractDetails", "contract"));
            case OpenOrder: return Conditions(fields);
            case CompletedOrder m: return Completed(m, Conditions(fields));
            default: return fields;
        }
    }

    private static JsonObject Renamed(JsonObject source, (string From, string To)[] names, bool isDepth)
        => isDepth ? Renamed(source, ("reqId", "tickerId")) : Renamed(source, names);

    /// <summary>The same properties in the same order, some under another name.</summary>
    private static JsonObject Renamed(JsonObject source, params (string From, string To)[] names)
    {
        var renamed = new JsonObject();
        foreach ((string name, JsonNode? value) in source.ToArray())
        {
            source.Remove(name);
            renamed[Array.Find(names, n => n.From == name) is { From: not null } rename ? rename.To : name] = value;
        }
        return renamed;
    }

    private static JsonObject Without(JsonObject source, string name)
    {
        source.Remove(name);
        return source;
    }

    /// <summary>All properties but one moved into an object below.</summary>
    private static JsonObject Below(JsonObject source, string name, string keep)
    {
        var outer = new JsonObject();
        if (source.TryGetPropertyValue(keep, out JsonNode? kept))
        {
            source.Remove(keep);
            outer[keep] = kept;
        }
        outer[name] = source;
        return outer;
    }

    private static JsonObject EachItem(JsonObject source, string list, Func<JsonObject, JsonObject> change)
    {
        var items = (JsonArray)source[list]!;
        for (int i = 0; i < items.Count; i++)
        {
            var item = (JsonObject)items[i]!;
            items[i] = null;
            items[i] = change(item);
        }
        return source;
    }

    /// <summary>A number whose bits are flags, as an object with those that are set.</summary>
    private static JsonObject Flags(JsonObject source, string maskName, int mask, string into, params string[] names)
    {
        var flags = new JsonObject();
        for (int bit = 0; bit < names.Length; bit++)
        {
            if ((mask & (1 << bit)) != 0) flags[names[bit]] = true;
        }
        source.Remove(maskName);
        source[into] = flags;
        return source;
    }

    private static JsonObject Bars(HistoricalData message, JsonObject fields)
    {
        EachItem(fields, "bars", b => Renamed(b, ("barCount", "count")));
        if (message.Start is null) fields.Remove("start");
        if (message.End is null) fields.Remove("end");
        return fields;
    }

    private static JsonObject ScannerRow(JsonObject row)
    {
        JsonNode? contract = row["contract"];
        JsonNode? marketName = row["marketName"];
        row.Remove("contract");
        row.Remove("marketName");
        row["contractDetails"] = new JsonObject { ["contract"] = contract, ["marketName"] = marketName };
        return row;
    }

    private static JsonObject Components(SmartComponents message, JsonObject fields)
    {
        var map = new JsonObject();
        foreach (SmartComponent c in message.Components)
        {
            map[c.BitNumber.ToString(CultureInfo.InvariantCulture)] = new JsonObject { ["key"] = c.Exchange, ["value"] = c.ExchangeLetter.Length == 0 ? "\0" : c.ExchangeLetter[..1] };
        }
        fields.Remove("components");
        fields["theMap"] = map;
        return fields;
    }

    /// <summary>The official class holds the fields of bonds and funds itself, and two codes of funds by name.</summary>
    private static JsonObject Details(JsonObject fields)
    {
        var details = (JsonObject)fields["contractDetails"]!;
        if (details["bond"] is JsonObject bond)
        {
            details.Remove("bond");
            foreach ((string name, JsonNode? value) in bond.ToArray())
            {
                bond.Remove(name);
                details[name] = value;
            }
        }
        if (details["fund"] is JsonObject fund)
        {
            details.Remove("fund");
            foreach ((string name, JsonNode? value) in fund.ToArray())
            {
                fund.Remove(name);
                details[$"fund{char.ToUpperInvariant(name[0])}{name[1..]}"] = value;
            }
            details["fundDistributionPolicyIndicator"] = (string?)details["fundDistributionPolicyIndicator"] switch { "N" => "AccumulationFund", "Y" => "IncomeFund", _ => "-1" };
            details["fundAssetType"] = ((string?)details["fundAssetType"])?.TrimStart('0') switch
            {
                "1" => "MoneyMarket",
                "2" => "FixedIncome",
                "3" => "MultiAsset",
                "4" => "Equity",
                "5" => "Sector",
                "6" => "Guaranteed",
                "7" => "Alternative",
                _ => "-1",
            };
        }
        return fields;
    }

    /// <summary>Callbacks name the trigger method of a price condition, the default one not at all; calls take its number.</summary>
    private static JsonObject Conditions(JsonObject fields)
    {
        if (fields["order"]?["conditions"] is not JsonArray conditions) return fields;
        foreach (JsonNode? condition in conditions)
        {
            if (condition?["triggerMethod"] is not { } method) continue;
            if ((int)method == 0)
            {
                ((JsonObject)condition).Remove("triggerMethod");
                continue;
            }
            condition["triggerMethod"] = (int)method switch
            {
                1 => "DoubleBidAsk",
                2 => "Last",
                3 => "DoubleLast",
                4 => "BidAsk",
                7 => "LastBidAsk",
                8 => "MidPoint",
                int other => other.ToString(CultureInfo.InvariantCulture),
            };
        }
        return fields;
    }

    /// <summary>The message carries no margins and commissions; what only stands for "not sent" goes.</summary>
    private static JsonObject Completed(CompletedOrder message, JsonObject fields)
    {
        JsonObject untouched = OfficialJson.Of(message with { OrderState = new TwsProtocol.Orders.OrderState() });
        var state = (JsonObject)fields["orderState"]!;
        foreach ((string name, JsonNode? value) in (JsonObject)untouched["orderState"]!)
        {
            if (JsonNode.DeepEquals(state[name], value)) state.Remove(name);
        }
        return fields;
    }
}
