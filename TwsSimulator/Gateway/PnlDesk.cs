using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Accounts;

namespace TwsSimulator.Gateway;

/// <summary>Tells profit and loss once a second, of accounts and of single positions, when it has changed. Changed by the gateway's loop only.</summary>
internal sealed class PnlDesk(AccountList accounts, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly Dictionary<(ClientSession Client, int ReqId), (string Account, PnL? Last)> _pnl = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), (string Account, int ConId, PnLSingle? Last)> _single = [];
    private long _last = clock.GetTimestamp();

    /// <summary>Answers reqPnL.</summary>
    public void Send(ClientSession client, ReqPnL request)
    {
        if (!AccountChoice.IsKnown(accounts, client, request.ReqId, request.Account))
            return;
        _pnl[(client, request.ReqId)] = (request.Account, null);
        Send(client, request.ReqId);
    }

    /// <summary>Ends reqPnL.</summary>
    public void Cancel(ClientSession client, CancelPnL request) => _pnl.Remove((client, request.ReqId));

    /// <summary>Answers reqPnLSingle.</summary>
    public void Send(ClientSession client, ReqPnLSingle request)
    {
        if (!AccountChoice.IsKnown(accounts, client, request.ReqId, request.Account))
            return;
        _single[(client, request.ReqId)] = (request.Account, request.ConId, null);
        SendSingle(client, request.ReqId);
    }

    /// <summary>Ends reqPnLSingle.</summary>
    public void Cancel(ClientSession client, CancelPnLSingle request) => _single.Remove((client, request.ReqId));

    /// <summary>Sends what is due by the clock.</summary>
    public void Pass()
    {
        long now = clock.GetTimestamp();
        if (clock.GetElapsedTime(_last, now) < Every)
            return;
        _last = now;
        foreach ((ClientSession client, int reqId) in _pnl.Keys.ToArray())
            Send(client, reqId);
        foreach ((ClientSession client, int reqId) in _single.Keys.ToArray())
            SendSingle(client, reqId);
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach ((ClientSession, int) key in _pnl.Keys.Where(k => k.Client == client).ToArray())
            _pnl.Remove(key);
        foreach ((ClientSession, int) key in _single.Keys.Where(k => k.Client == client).ToArray())
            _single.Remove(key);
    }

    private void Send(ClientSession client, int reqId)
    {
        (string name, PnL? last) = _pnl[(client, reqId)];
        IReadOnlyList<Account> of = accounts.Select(name);
        var now = new PnL(reqId, Wire(of.Sum(a => a.DailyPnl)), Wire(of.Sum(a => a.UnrealizedPnl)), Wire(of.Sum(a => a.RealizedToday)));
        if (last == now)
            return;
        _pnl[(client, reqId)] = (name, now);
        client.Send(now);
    }

    private void SendSingle(ClientSession client, int reqId)
    {
        (string name, int conId, PnLSingle? last) = _single[(client, reqId)];
        var now = new PnLSingle(reqId, 0, 0, 0, 0, 0);
        foreach (Account account in accounts.Select(name))
        {
            if (account.Find(conId) is not { } position)
                continue;
            decimal mark = account.Mark(position.Instrument);
            now = new PnLSingle(
                reqId, now.Pos + position.Quantity, Wire((decimal)(now.DailyPnL ?? 0) + position.DailyPnl(mark)), Wire((decimal)(now.UnrealizedPnL ?? 0) + position.UnrealizedPnl(mark)),
                Wire((decimal)(now.RealizedPnL ?? 0) + position.RealizedToday), Wire((decimal)(now.Value ?? 0) + position.MarketValue(mark)));
        }

        if (now == last)
            return;
        _single[(client, reqId)] = (name, conId, now);
        client.Send(now);
    }

    private static double Wire(decimal amount) => (double)Math.Round(amount, 4);
}
