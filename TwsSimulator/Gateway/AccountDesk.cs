using System.Globalization;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Answers and keeps up to date: positions, account values, account summary and P&amp;L. Changed by the gateway's loop only.</summary>
internal sealed class AccountDesk(Account account, MarketFeed feed, TimeProvider clock)
{
    private const int SummariesMax = 2;
    private static readonly TimeSpan ValuesEvery = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PnlEvery = TimeSpan.FromSeconds(1);
    private readonly HashSet<ClientSession> _positions = [];
    private readonly HashSet<ClientSession> _updates = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), string> _positionsMulti = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), bool> _updatesMulti = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), Dictionary<(string Tag, string Currency), string>> _summaries = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), string> _summaryTags = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), PnL?> _pnl = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), (int ConId, PnLSingle? Last)> _pnlSingle = [];
    private long _lastPnl = clock.GetTimestamp();
    private long _lastValues = clock.GetTimestamp();

    /// <summary>Answers reqPositions.</summary>
    public void SendPositions(ClientSession client)
    {
        _positions.Add(client);
        foreach (Position position in Held())
            client.Send(MessageOf(position));
        client.Send(new PositionEnd());
    }

    /// <summary>Ends reqPositions.</summary>
    public void CancelPositions(ClientSession client) => _positions.Remove(client);

    /// <summary>Answers reqPositionsMulti.</summary>
    public void SendPositions(ClientSession client, ReqPositionsMulti request)
    {
        if (!IsOurs(client, request.ReqId, request.Account))
            return;
        _positionsMulti[(client, request.ReqId)] = request.ModelCode;
        foreach (Position p in Held())
            client.Send(new PositionMulti(request.ReqId, account.Id, ContractDesk.ContractOf(p.Instrument, ""), p.Quantity, (double)p.AverageCost, request.ModelCode));
        client.Send(new PositionMultiEnd(request.ReqId));
    }

    /// <summary>Ends reqPositionsMulti.</summary>
    public void Cancel(ClientSession client, CancelPositionsMulti request) => _positionsMulti.Remove((client, request.ReqId));

    /// <summary>Answers reqAccountUpdates.</summary>
    public void SetUpdates(ClientSession client, ReqAccountUpdates request)
    {
        if (!request.Subscribe)
        {
            _updates.Remove(client);
            return;
        }

        if (request.AcctCode.Length > 0 && request.AcctCode != account.Id)
        {
            client.SendError(-1, 321, $"Error validating request.-'reqAccountUpdates' : cause - Invalid account code '{request.AcctCode}'.");
            return;
        }

        _updates.Add(client);
        SendValues(client);
        foreach (Position position in Held())
            client.Send(PortfolioOf(position));
        client.Send(new AccountDownloadEnd(account.Id));
    }

    /// <summary>Answers reqAccountUpdatesMulti.</summary>
    public void SendUpdates(ClientSession client, ReqAccountUpdatesMulti request)
    {
        if (!IsOurs(client, request.ReqId, request.Account))
            return;
        _updatesMulti[(client, request.ReqId)] = request.LedgerAndNLV;
        SendMulti(client, request.ReqId, request.LedgerAndNLV);
        client.Send(new AccountUpdateMultiEnd(request.ReqId));
    }

    /// <summary>Ends reqAccountUpdatesMulti.</summary>
    public void Cancel(ClientSession client, CancelAccountUpdatesMulti request) => _updatesMulti.Remove((client, request.ReqId));

    /// <summary>Answers reqAccountSummary.</summary>
    public void SendSummary(ClientSession client, ReqAccountSummary request)
    {
        if (_summaries.ContainsKey((client, request.ReqId)))
        {
            client.SendError(request.ReqId, 322, "Error processing request.-'reqAccountSummary' : cause - Duplicate ticker id");
            return;
        }

        if (_summaries.Keys.Count(k => k.Client == client) >= SummariesMax)
        {
            client.SendError(request.ReqId, 322, "Error processing request.-'reqAccountSummary' : cause - Maximum number of account summary requests exceeded");
            return;
        }

        foreach (string tag in Tags(request.Tags))
        {
            if (tag.StartsWith("$LEDGER", StringComparison.Ordinal) || AccountValues.Tags.Contains(tag))
                continue;
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqAccountSummary' : cause - Invalid tag '{tag}'.");
            return;
        }

        _summaries[(client, request.ReqId)] = [];
        _summaryTags[(client, request.ReqId)] = request.Tags;
        SendSummaryChanges(client, request.ReqId);
        client.Send(new AccountSummaryEnd(request.ReqId));
    }

    /// <summary>Ends reqAccountSummary.</summary>
    public void Cancel(ClientSession client, CancelAccountSummary request)
    {
        _summaries.Remove((client, request.ReqId));
        _summaryTags.Remove((client, request.ReqId));
    }

    /// <summary>Answers reqPnL.</summary>
    public void SendPnL(ClientSession client, ReqPnL request)
    {
        if (!IsOurs(client, request.ReqId, request.Account))
            return;
        _pnl[(client, request.ReqId)] = null;
        SendPnL(client, request.ReqId);
    }

    /// <summary>Ends reqPnL.</summary>
    public void Cancel(ClientSession client, CancelPnL request) => _pnl.Remove((client, request.ReqId));

    /// <summary>Answers reqPnLSingle.</summary>
    public void SendPnL(ClientSession client, ReqPnLSingle request)
    {
        if (!IsOurs(client, request.ReqId, request.Account))
            return;
        _pnlSingle[(client, request.ReqId)] = (request.ConId, null);
        SendPnLSingle(client, request.ReqId);
    }

    /// <summary>Ends reqPnLSingle.</summary>
    public void Cancel(ClientSession client, CancelPnLSingle request) => _pnlSingle.Remove((client, request.ReqId));

    /// <summary>Tells subscribers that a fill has changed a position.</summary>
    public void OnChange(Instrument instrument)
    {
        if (account.Find(instrument.ConId) is not { } position)
            return;
        foreach (ClientSession client in _positions)
            client.Send(MessageOf(position));
        foreach (((ClientSession client, int reqId), string model) in _positionsMulti)
            client.Send(new PositionMulti(reqId, account.Id, ContractDesk.ContractOf(instrument, ""), position.Quantity, (double)position.AverageCost, model));
        foreach (ClientSession client in _updates)
        {
            client.Send(PortfolioOf(position));
            SendValues(client);
        }
    }

    /// <summary>Sends what is due by the clock: P&amp;L every second, account values every three minutes.</summary>
    public void Pass()
    {
        long now = clock.GetTimestamp();
        if (clock.GetElapsedTime(_lastPnl, now) >= PnlEvery)
        {
            _lastPnl = now;
            foreach ((ClientSession client, int reqId) in _pnl.Keys.ToArray())
                SendPnL(client, reqId);
            foreach ((ClientSession client, int reqId) in _pnlSingle.Keys.ToArray())
                SendPnLSingle(client, reqId);
        }

        if (clock.GetElapsedTime(_lastValues, now) < ValuesEvery)
            return;
        _lastValues = now;
        foreach (ClientSession client in _updates)
        {
            SendValues(client);
            foreach (Position position in Held())
                client.Send(PortfolioOf(position));
        }

        foreach ((ClientSession client, int reqId) in _summaries.Keys)
            SendSummaryChanges(client, reqId);
        foreach (((ClientSession client, int reqId), bool ledger) in _updatesMulti)
            SendMulti(client, reqId, ledger);
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        _positions.Remove(client);
        _updates.Remove(client);
        RemoveAll(_positionsMulti);
        RemoveAll(_updatesMulti);
        RemoveAll(_summaries);
        RemoveAll(_summaryTags);
        RemoveAll(_pnl);
        RemoveAll(_pnlSingle);

        void RemoveAll<T>(Dictionary<(ClientSession Client, int ReqId), T> map)
        {
            foreach ((ClientSession, int) key in map.Keys.Where(k => k.Client == client).ToArray())
                map.Remove(key);
        }
    }

    private static string[] Tags(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private IEnumerable<Position> Held() => account.Positions.Where(p => p.Quantity != 0);

    private bool IsOurs(ClientSession client, int reqId, string asked)
    {
        if (asked.Length == 0 || asked == account.Id || asked == "All")
            return true;
        client.SendError(reqId, 321, $"Error validating request.-'account' : cause - Invalid account code '{asked}'.");
        return false;
    }

    private PositionMessage MessageOf(Position p) => new(account.Id, ContractDesk.ContractOf(p.Instrument, ""), p.Quantity, (double)p.AverageCost);

    private PortfolioValue PortfolioOf(Position p)
    {
        decimal mark = account.Mark(p.Instrument);
        Contract contract = ContractDesk.ContractOf(p.Instrument, p.Instrument.Exchange);
        return new PortfolioValue(contract, p.Quantity, (double)mark, (double)p.MarketValue(mark), (double)p.AverageCost, (double)p.UnrealizedPnl(mark), (double)p.RealizedToday, account.Id);
    }

    private void SendValues(ClientSession client)
    {
        foreach (AccountLine line in AccountValues.Of(account))
            client.Send(new AccountValue(line.Tag, line.Value, line.Currency, account.Id));
        TimeZoneInfo newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        client.Send(new AccountUpdateTime(TradingCalendar.Local(newYork, feed.NowMs / 1000).ToString("HH:mm", CultureInfo.InvariantCulture)));
    }

    private void SendMulti(ClientSession client, int reqId, bool ledgerOnly)
    {
        foreach (AccountLine line in ledgerOnly ? [.. AccountValues.Ledger(account), .. AccountValues.Of(account).Where(l => l.Tag == "NetLiquidation")] : AccountValues.Of(account))
            client.Send(new AccountUpdateMulti(reqId, account.Id, "", line.Tag, line.Value, line.Currency));
    }

    private void SendSummaryChanges(ClientSession client, int reqId)
    {
        Dictionary<(string, string), string> sent = _summaries[(client, reqId)];
        string[] tags = Tags(_summaryTags[(client, reqId)]);
        IEnumerable<AccountLine> lines = AccountValues.Of(account).Where(l => tags.Contains(l.Tag) && l.IsSummary);
        foreach (string ledger in tags.Where(t => t.StartsWith("$LEDGER", StringComparison.Ordinal)))
        {
            string currency = ledger.Contains(':', StringComparison.Ordinal) ? ledger[(ledger.IndexOf(':', StringComparison.Ordinal) + 1)..] : "BASE";
            lines = lines.Concat(AccountValues.Ledger(account).Where(l => currency == "ALL" || l.Currency == currency));
        }

        foreach (AccountLine line in lines)
        {
            if (sent.TryGetValue((line.Tag, line.Currency), out string? before) && before == line.Value)
                continue;
            sent[(line.Tag, line.Currency)] = line.Value;
            client.Send(new AccountSummary(reqId, account.Id, line.Tag, line.Value, line.Currency));
        }
    }

    private void SendPnL(ClientSession client, int reqId)
    {
        var now = new PnL(reqId, (double)Math.Round(account.DailyPnl, 4), (double)Math.Round(account.UnrealizedPnl, 4), (double)Math.Round(account.RealizedToday, 4));
        if (_pnl[(client, reqId)] == now)
            return;
        _pnl[(client, reqId)] = now;
        client.Send(now);
    }

    private void SendPnLSingle(ClientSession client, int reqId)
    {
        (int conId, PnLSingle? last) = _pnlSingle[(client, reqId)];
        Position? position = account.Find(conId);
        decimal mark = position is null ? 0 : account.Mark(position.Instrument);
        PnLSingle now = position is null
            ? new PnLSingle(reqId, 0, 0, 0, 0, 0)
            : new PnLSingle(
                reqId, position.Quantity, (double)Math.Round(position.DailyPnl(mark), 4), (double)Math.Round(position.UnrealizedPnl(mark), 4),
                (double)Math.Round(position.RealizedToday, 4), (double)Math.Round(position.MarketValue(mark), 4));
        if (now == last)
            return;
        _pnlSingle[(client, reqId)] = (conId, now);
        client.Send(now);
    }
}
