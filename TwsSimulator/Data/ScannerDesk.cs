using System.Globalization;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>Ranks the simulated stocks, at once and every half minute. Changed by the gateway's loop only.</summary>
internal sealed class ScannerDesk(IMarketSource source, MarketFeed feed)
{
    private const int RunningMax = 10;
    private const int RowsMax = 50;
    private const long EverySeconds = 30;
    private readonly Dictionary<(ClientSession Client, int ReqId), Scanner> _running = [];

    /// <summary>Answers reqScannerParameters.</summary>
    public static void SendParameters(ClientSession client) => client.Send(new ScannerParameters(ScannerXml.Text));

    /// <summary>Answers reqScannerSubscription.</summary>
    public void Subscribe(ClientSession client, ReqScannerSubscription request)
    {
        ScannerSubscription asked = request.Subscription;
        if (_running.ContainsKey((client, request.ReqId)))
            client.SendError(request.ReqId, 385, "Duplicate ticker ID for API scanner subscription");
        else if (_running.Keys.Count(k => k.Client == client) >= RunningMax)
            Refuse(client, request.ReqId, "Only 10 simultaneous API scanner subscriptions allowed.");
        else if (asked.Instrument is not ("STK" or "ETF.EQ.US" or "STOCK.US"))
            Refuse(client, request.ReqId, $"Scanner instrument {asked.Instrument} is not supported");
        else if (ScannerXml.Locations.FirstOrDefault(l => l.Code == asked.LocationCode) is not { Code: not null } location)
            Refuse(client, request.ReqId, $"Scanner location {asked.LocationCode} is not supported");
        else if (ScanCodes.Find(asked.ScanCode) is not { } code)
            Refuse(client, request.ReqId, $"Scanner type with code {asked.ScanCode} is disabled");
        else
            Start(new Scanner(client, request.ReqId, asked, code, location.Lists));
    }

    /// <summary>Answers cancelScannerSubscription.</summary>
    public void Cancel(ClientSession client, CancelScannerSubscription request)
    {
        if (_running.Remove((client, request.ReqId)))
            Refuse(client, request.ReqId, string.Create(CultureInfo.InvariantCulture, $"API scanner subscription cancelled: {request.ReqId}"));
        else
            client.SendError(request.ReqId, 365, string.Create(CultureInfo.InvariantCulture, $"No scanner subscription found for ticker id:{request.ReqId}"));
    }

    /// <summary>Sends the rows again when their time has come.</summary>
    public void OnSlotEnd(long slot)
    {
        if ((slot + Bar.SlotSeconds) % EverySeconds != 0)
            return;
        foreach (Scanner scanner in _running.Values)
            Send(scanner);
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach ((ClientSession Client, int ReqId) key in _running.Keys.Where(k => k.Client == client).ToArray())
            _running.Remove(key);
    }

    private void Start(Scanner scanner)
    {
        _running.Add((scanner.Client, scanner.ReqId), scanner);
        if (!Send(scanner))
            scanner.Client.SendError(scanner.ReqId, 165, "Historical Market Data Service query message:no items retrieved");
    }

    private bool Send(Scanner scanner)
    {
        int max = scanner.Asked.NumberOfRows is { } rows and > 0 ? Math.Min(rows, RowsMax) : RowsMax;
        ScannerRow[] ranked =
        [
            .. source.Instruments
                .Where(i => i.SecType == "STK" && scanner.Lists(i.PrimaryExchange))
                .Select(feed.Get)
                .Where(s => Passes(s, scanner.Asked))
                .Select(s => (State: s, Rank: scanner.Code.Rank(s)))
                .Where(r => r.Rank is not null)
                .OrderByDescending(r => r.Rank)
                .Take(max)
                .Select((r, i) => new ScannerRow(i, ContractOf(r.State.Instrument), r.State.Instrument.TradingClass, "", "", "", "")),
        ];
        scanner.Client.Send(new ScannerData(scanner.ReqId, ranked));
        return ranked.Length > 0;
    }

    private static bool Passes(InstrumentState s, ScannerSubscription asked)
        => !(s.Last < asked.AbovePrice) && !(s.Last > asked.BelowPrice) && !(s.Volume < asked.AboveVolume)
            && (asked.Instrument != "ETF.EQ.US" || s.Instrument.StockType == "ETF")
            && asked.StockTypeFilter switch { "STOCK" or "CORP" => s.Instrument.StockType == "COMMON", "ETF" => s.Instrument.StockType == "ETF", _ => true };

    // Rows of a real scanner carry no primary exchange and no multiplier.
    private static Contract ContractOf(Instrument i) => new() { ConId = i.ConId, Symbol = i.Symbol, SecType = i.SecType, Exchange = "SMART", Currency = i.Currency, LocalSymbol = i.LocalSymbol, TradingClass = i.TradingClass };

    private static void Refuse(ClientSession client, int reqId, string text) => client.SendError(reqId, 162, "Historical Market Data Service error message:" + text);

    private sealed record Scanner(ClientSession Client, int ReqId, ScannerSubscription Asked, ScanCode Code, Func<string, bool> Lists);
}
