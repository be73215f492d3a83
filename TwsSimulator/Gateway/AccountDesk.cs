using System.Globalization;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Answers everything about accounts and keeps it up to date: values, portfolio, positions, summaries, profit and loss, advisor's groups. Changed by the gateway's loop only.</summary>
internal sealed class AccountDesk(AccountList accounts, MarketFeed feed, TimeProvider clock)
{
    private static readonly TimeSpan ValuesEvery = TimeSpan.FromMinutes(3);
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private readonly PositionDesk _positions = new(accounts);
    private readonly SummaryDesk _summaries = new(accounts);
    private readonly PnlDesk _pnl = new(accounts, clock);
    private readonly Dictionary<ClientSession, Account> _updates = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), ReqAccountUpdatesMulti> _updatesMulti = [];
    private long _lastValues = clock.GetTimestamp();

    /// <summary>Carries out a request about accounts; false when it is about something else.</summary>
    public bool TryHandle(ClientSession client, IRequest request)
    {
        switch (request)
        {
            case ReqManagedAccts: client.Send(new ManagedAccounts(accounts.Names)); break;
            case ReqPositions: _positions.Send(client); break;
            case CancelPositions: _positions.Cancel(client); break;
            case ReqPositionsMulti multi: _positions.Send(client, multi); break;
            case CancelPositionsMulti multi: _positions.Cancel(client, multi); break;
            case ReqAccountUpdates updates: SetUpdates(client, updates); break;
            case ReqAccountUpdatesMulti multi: SendUpdates(client, multi); break;
            case CancelAccountUpdatesMulti multi: _updatesMulti.Remove((client, multi.ReqId)); break;
            case ReqAccountSummary summary: _summaries.Send(client, summary); break;
            case CancelAccountSummary summary: _summaries.Cancel(client, summary); break;
            case ReqPnL pnl: _pnl.Send(client, pnl); break;
            case CancelPnL pnl: _pnl.Cancel(client, pnl); break;
            case ReqPnLSingle pnl: _pnl.Send(client, pnl); break;
            case CancelPnLSingle pnl: _pnl.Cancel(client, pnl); break;
            case RequestFA fa: SendGroups(client, fa); break;
            case ReplaceFA fa: ReplaceGroups(client, fa); break;
            default: return false;
        }

        return true;
    }

    /// <summary>Tells subscribers that a fill has changed a position.</summary>
    public void OnChange(Instrument instrument)
    {
        _positions.OnChange(instrument);
        foreach ((ClientSession client, Account account) in _updates)
        {
            if (account.Find(instrument.ConId) is not { } position)
                continue;
            client.Send(PortfolioOf(account, position));
            SendValues(client, account);
        }
    }

    /// <summary>Sends what is due by the clock: P&amp;L every second, account values every three minutes.</summary>
    public void Pass()
    {
        _pnl.Pass();
        long now = clock.GetTimestamp();
        if (clock.GetElapsedTime(_lastValues, now) < ValuesEvery)
            return;
        _lastValues = now;
        foreach ((ClientSession client, Account account) in _updates)
        {
            SendValues(client, account);
            SendPortfolio(client, account);
        }

        _summaries.SendChanges();
        foreach (((ClientSession client, _), ReqAccountUpdatesMulti request) in _updatesMulti)
            SendMulti(client, request);
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        _updates.Remove(client);
        foreach ((ClientSession, int) key in _updatesMulti.Keys.Where(k => k.Client == client).ToArray())
            _updatesMulti.Remove(key);
        _positions.Leave(client);
        _summaries.Leave(client);
        _pnl.Leave(client);
    }

    private void SetUpdates(ClientSession client, ReqAccountUpdates request)
    {
        // One account at a time, as in TWS: another request takes the place of the first.
        _updates.Remove(client);
        if (!request.Subscribe)
            return;
        Account? account = request.AcctCode.Length == 0 ? accounts.First : accounts.Find(request.AcctCode);
        if (account is null)
        {
            client.SendError(-1, 321, $"Error validating request.-'reqAccountUpdates' : cause - Invalid account code '{request.AcctCode}'.");
            return;
        }

        _updates.Add(client, account);
        SendValues(client, account);
        SendPortfolio(client, account);
        client.Send(new AccountDownloadEnd(account.Id));
    }

    private void SendUpdates(ClientSession client, ReqAccountUpdatesMulti request)
    {
        if (!AccountChoice.IsKnown(accounts, client, request.ReqId, request.Account))
            return;
        _updatesMulti[(client, request.ReqId)] = request;
        SendMulti(client, request);
        client.Send(new AccountUpdateMultiEnd(request.ReqId));
    }

    private void SendMulti(ClientSession client, ReqAccountUpdatesMulti request)
    {
        foreach (Account account in accounts.Select(request.Account))
        {
            IEnumerable<AccountLine> lines = AccountValues.Of(account);
            foreach (AccountLine line in request.LedgerAndNLV ? AccountValues.Ledger(account).Concat(lines.Where(l => l.Tag == "NetLiquidation")) : lines)
                client.Send(new AccountUpdateMulti(request.ReqId, account.Id, "", line.Tag, line.Value, line.Currency));
        }
    }

    private void SendGroups(ClientSession client, RequestFA request)
    {
        if (!accounts.AreSeveral)
            client.SendError(-1, 321, "Error validating request.-'requestFA' : cause - FA data operations ignored for non FA customers.");
        else if (accounts.Groups.ToXml(request.FaDataType) is { } xml)
            client.Send(new ReceiveFA(request.FaDataType, xml));
        else
            client.SendError(-1, 585, string.Create(CultureInfo.InvariantCulture, $"There is no advisor data of type {request.FaDataType}; groups are {AdvisorGroups.GroupsType} and aliases {AdvisorGroups.AliasesType}."));
    }

    private void ReplaceGroups(ClientSession client, ReplaceFA request)
    {
        if (!accounts.AreSeveral)
            client.SendError(request.ReqId, 321, "Error validating request.-'replaceFA' : cause - FA data operations ignored for non FA customers.");
        else if (accounts.Groups.Replace(request.FaDataType, request.Xml) is { } fault)
            client.SendError(request.ReqId, 10230, $"You have unsaved FA changes. Please retry 'request FA' operation later, when 'replace FA' operation is complete: {fault}.");
        else
            client.Send(new ReplaceFAEnd(request.ReqId, "success"));
    }

    private static PortfolioValue PortfolioOf(Account account, Position p)
    {
        decimal mark = account.Mark(p.Instrument);
        Contract contract = ContractDesk.ContractOf(p.Instrument, p.Instrument.Exchange);
        return new PortfolioValue(contract, p.Quantity, (double)mark, (double)p.MarketValue(mark), (double)p.AverageCost, (double)p.UnrealizedPnl(mark), (double)p.RealizedToday, account.Id);
    }

    private static void SendPortfolio(ClientSession client, Account account)
    {
        foreach (Position position in account.Positions.Where(p => p.Quantity != 0))
            client.Send(PortfolioOf(account, position));
    }

    private void SendValues(ClientSession client, Account account)
    {
        foreach (AccountLine line in AccountValues.Of(account))
            client.Send(new AccountValue(line.Tag, line.Value, line.Currency, account.Id));
        client.Send(new AccountUpdateTime(TradingCalendar.Local(NewYork, feed.NowMs / 1000).ToString("HH:mm", CultureInfo.InvariantCulture)));
    }
}
