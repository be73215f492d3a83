using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>
/// Puts a decoded message into the form of the official client's callbacks: their names, argument names and number of calls.
/// Everything is by name; only where one message becomes several callbacks, or a mask becomes flags, is there code.
/// </summary>
internal static class CallbackNames
{
    private static readonly Dictionary<string, string> Renames = new()
    {
        ["tickPrice"] = "reqid>tickerid ticktype>field",
        ["tickSize"] = "reqid>tickerid ticktype>field",
        ["tickGeneric"] = "reqid>tickerid ticktype>field",
        ["tickString"] = "reqid>tickerid ticktype>field",
        ["tickEFP"] = "reqid>tickerid",
        ["tickReqParams"] = "reqid>tickerid",
        ["tickSnapshotEnd"] = "reqid>tickerid",
        ["tickNews"] = "reqid>tickerid",
        ["tickOptionComputation"] = "reqid>tickerid ticktype>field impliedvol>impliedvolatility",
        ["updateMktDepth"] = "reqid>tickerid",
        ["updateMktDepthL2"] = "reqid>tickerid",
        ["realtimeBar"] = "time>date",
        ["error"] = "reqid>id",
        ["orderStatus"] = "status> statustext>status",
        ["updatePortfolio"] = "",
        ["position"] = "position>pos",
        ["positionMulti"] = "reqid>requestid position>pos",
        ["positionMultiEnd"] = "reqid>requestid",
        ["accountUpdateMulti"] = "reqid>requestid",
        ["accountUpdateMultiEnd"] = "reqid>requestid",
        ["newsArticle"] = "reqid>requestid",
        ["historicalNews"] = "reqid>requestid",
        ["historicalNewsEnd"] = "reqid>requestid",
        ["receiveFA"] = "xml>faxmldata",
        ["familyCodes"] = "familycode>familycodestr codes>familycodes",
        ["newsProviders"] = "providers>newsproviders",
        ["mktDepthExchanges"] = "descriptions>depthmktdatadescriptions",
        ["historicalTicksBidAsk"] = "",
        ["deltaNeutralValidation"] = "conid>deltaneutralcontract.conid delta>deltaneutralcontract.delta price>deltaneutralcontract.price",
        ["commissionAndFeesReport"] = "* commission>commissionandfees",
        ["scannerData"] = "contract>contractdetails.contract marketname>contractdetails.marketname",
    };

    public static List<(string Name, SortedDictionary<string, string> Args)> Of(IResponse message)
    {
        var calls = new List<(string, SortedDictionary<string, string>)>();
        switch (message)
        {
            case TickPrice m:
                SortedDictionary<string, string> price = Named(m);
                price.Remove("size");
                Mask(price, "attrmask", m.AttrMask, "attribs", "canautoexecute", "pastlimit", "preopen");
                calls.Add(("tickPrice", price));
                int sizeType = global::TwsProtocol.TickType.SizeOf(m.TickType);
                if (sizeType >= 0) calls.Add(("tickSize", Named(new TickSize(m.ReqId, sizeType, m.Size))));
                break;
            case HistoricalData m:
                foreach (HistoricalBar bar in m.Bars) calls.Add(("historicalData", Bar(m.ReqId, bar)));
                if (m.Start is not null) calls.Add(("historicalDataEnd", Flattened.Of(new HistoricalDataEnd(m.ReqId, m.Start, m.End ?? ""))));
                break;
            case HistoricalDataUpdate m:
                calls.Add(("historicalDataUpdate", Bar(m.ReqId, new HistoricalBar(m.Date, m.Open, m.High, m.Low, m.Close, m.Volume, m.Wap, m.BarCount))));
                break;
            case ScannerData m:
                foreach (ScannerRow row in m.Rows)
                {
                    SortedDictionary<string, string> args = Renamed(Flattened.Of(row), Renames["scannerData"]);
                    if (m.ReqId != 0) args["reqid"] = m.ReqId.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    foreach (string size in new[] { "minsize", "sizeincrement", "suggestedsizeincrement" }) args[$"contractdetails.{size}"] = Flattened.Unset;
                    calls.Add(("scannerData", args));
                }
                calls.Add(("scannerDataEnd", Named(new ExecDetailsEnd(m.ReqId))));
                break;
            case TickByTickAllLast m: calls.Add((m.CallName, Mask(Named(m), "attribmask", m.AttribMask, "tickattriblast", "pastlimit", "unreported"))); break;
            case TickByTickBidAsk m: calls.Add((m.CallName, Mask(Named(m), "attribmask", m.AttribMask, "tickattribbidask", "bidpastlow", "askpasthigh"))); break;
            case HistoricalTicksLast m:
                SortedDictionary<string, string> trades = Named(m);
                for (int i = 0; i < m.Ticks.Count; i++) Mask(trades, $"ticks[{i}].attribmask", m.Ticks[i].AttribMask, $"ticks[{i}].tickattriblast", "pastlimit", "unreported");
                calls.Add((m.CallName, trades));
                break;
            case HistoricalTicksBidAsk m:
                SortedDictionary<string, string> quotes = Named(m);
                for (int i = 0; i < m.Ticks.Count; i++) Mask(quotes, $"ticks[{i}].attribmask", m.Ticks[i].AttribMask, $"ticks[{i}].tickattribbidask", "askpasthigh", "bidpastlow");
                calls.Add((m.CallName, quotes));
                break;
            case SmartComponents m:
                var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
                if (m.ReqId != 0) map["reqid"] = m.ReqId.ToString(System.Globalization.CultureInfo.InvariantCulture);
                foreach (SmartComponent c in m.Components)
                {
                    map[$"themap.{c.BitNumber}.key"] = c.Exchange;
                    map[$"themap.{c.BitNumber}.value"] = c.ExchangeLetter.Length == 0 ? "\0" : c.ExchangeLetter[..1];
                }
                calls.Add((m.CallName, map));
                break;
            case ContractData m: calls.Add((m.CallName, Details(Named(m), "contractdetails"))); break;
            case BondContractData m:
                calls.Add((m.CallName, Renamed(Details(Named(m), "contractdetails"), "contractdetails>contract")));
                break;
            case OpenOrder m: calls.Add((m.CallName, Order(Named(m)))); break;
            case CompletedOrder m:
                SortedDictionary<string, string> completed = Order(Named(m));
                // Ours start at "no value", the official ones at empty; the message does not carry them.
                foreach (string path in completed.Keys.Where(k => k.StartsWith("orderstate.", StringComparison.Ordinal) && completed[k] == "1.7976931348623157E308").ToList()) completed.Remove(path);
                foreach (string commission in new[] { "commissionandfees", "mincommissionandfees", "maxcommissionandfees" }) completed.Remove($"orderstate.{commission}");
                calls.Add((m.CallName, completed));
                break;
            case OrderStatus m:
                SortedDictionary<string, string> status = Named(m);
                status.Remove("");
                calls.Add((m.CallName, status));
                break;
            default: calls.Add((message.CallName, Named(message))); break;
        }
        return calls;
    }

    private static SortedDictionary<string, string> Named(IResponse message) =>
        Renamed(Flattened.Of(message), Renames.GetValueOrDefault(message.CallName, ""));

    private static SortedDictionary<string, string> Bar(int reqId, HistoricalBar bar)
    {
        var args = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (reqId != 0) args["reqid"] = reqId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach ((string path, string text) in Flattened.Of(bar)) args[$"bar.{(path == "barcount" ? "count" : path)}"] = text;
        return args;
    }

    private static SortedDictionary<string, string> Mask(SortedDictionary<string, string> args, string path, int mask, string into, params string[] names)
    {
        args.Remove(path);
        for (int bit = 0; bit < names.Length; bit++)
        {
            if ((mask & (1 << bit)) != 0) args[$"{into}.{names[bit]}"] = "true";
        }
        return args;
    }

    private static SortedDictionary<string, string> Details(SortedDictionary<string, string> args, string root)
    {
        var moved = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, string text) in args)
        {
            if (path == $"{root}.bond" || path == $"{root}.fund") continue;
            moved[path.Replace($"{root}.bond.", $"{root}.", StringComparison.Ordinal).Replace($"{root}.fund.", $"{root}.fund", StringComparison.Ordinal)] = text;
        }
        if (args.Keys.Any(k => k.StartsWith($"{root}.fund.", StringComparison.Ordinal)))
        {
            moved[$"{root}.funddistributionpolicyindicator"] = args.GetValueOrDefault($"{root}.fund.distributionpolicyindicator") switch
            {
                "N" => "AccumulationFund",
                "Y" => "IncomeFund",
                _ => "-1",
            };
            string asset = args.GetValueOrDefault($"{root}.fund.assettype", "");
            moved[$"{root}.fundassettype"] = asset switch { "1" => "MoneyMarket", "2" => "FixedIncome", "3" => "MultiAsset", "4" => "Equity", "5" => "Sector", "6" => "Guaranteed", "7" => "Alternative", _ => "-1" };
        }
        return moved;
    }

    private static SortedDictionary<string, string> Order(SortedDictionary<string, string> args)
    {
        foreach (string path in args.Keys.Where(k => k.EndsWith(".triggermethod", StringComparison.Ordinal) && k.Contains("conditions[", StringComparison.Ordinal)).ToList())
            args[path] = args[path] == "8" ? "MidPoint" : args[path];
        return args;
    }

    // "a>b": a path that begins with a begins with b instead; "a>": it is left out; "*": all stand below an object with the callback's name.
    private static SortedDictionary<string, string> Renamed(SortedDictionary<string, string> args, string renames)
    {
        string[] rules = renames.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var renamed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, string text) in args)
        {
            string result = path;
            foreach (string rule in rules.Where(r => r != "*"))
            {
                (string from, string to) = (rule[..rule.IndexOf('>', StringComparison.Ordinal)], rule[(rule.IndexOf('>', StringComparison.Ordinal) + 1)..]);
                string[] parts = result.Split('.');
                if (parts[0] == from || parts[0].StartsWith(from + "[", StringComparison.Ordinal))
                {
                    parts[0] = to.Length == 0 ? "" : to + parts[0][from.Length..];
                    result = string.Join('.', parts);
                    continue;
                }
                if (parts[^1] == from && parts.Length > 1 && parts[^2].EndsWith(']'))
                {
                    parts[^1] = to;
                    result = string.Join('.', parts);
                }
            }
            if (result.Length > 0) renamed[rules.Contains("*") ? $"commissionandfeesreport.{result}" : result] = text;
        }
        return renamed;
    }
}
