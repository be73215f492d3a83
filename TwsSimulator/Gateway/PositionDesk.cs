using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Tells positions, of all accounts or of one account or group. Changed by the gateway's loop only.</summary>
internal sealed class PositionDesk(AccountList accounts)
{
    private readonly HashSet<ClientSession> _all = [];
    private readonly Dictionary<(ClientSession Client, int ReqId), ReqPositionsMulti> _multi = [];

    /// <summary>Answers reqPositions.</summary>
    public void Send(ClientSession client)
    {
        _all.Add(client);
        foreach (Account account in accounts.All)
        {
            foreach (Position position in Held(account))
                client.Send(MessageOf(account, position));
        }

        client.Send(new PositionEnd());
    }

    /// <summary>Ends reqPositions.</summary>
    public void Cancel(ClientSession client) => _all.Remove(client);

    /// <summary>Answers reqPositionsMulti.</summary>
    public void Send(ClientSession client, ReqPositionsMulti request)
    {
        if (!AccountChoice.IsKnown(accounts, client, request.ReqId, request.Account))
            return;
        _multi[(client, request.ReqId)] = request;
        foreach (Account account in accounts.Select(request.Account))
        {
            foreach (Position position in Held(account))
                client.Send(MultiOf(account, position, request));
        }

        client.Send(new PositionMultiEnd(request.ReqId));
    }

    /// <summary>Ends reqPositionsMulti.</summary>
    public void Cancel(ClientSession client, CancelPositionsMulti request) => _multi.Remove((client, request.ReqId));

    /// <summary>Tells subscribers that a position may have changed.</summary>
    public void OnChange(Instrument instrument)
    {
        foreach (Account account in accounts.All)
        {
            if (account.Find(instrument.ConId) is not { } position)
                continue;
            foreach (ClientSession client in _all)
                client.Send(MessageOf(account, position));
            foreach (((ClientSession client, _), ReqPositionsMulti request) in _multi)
            {
                if (accounts.Select(request.Account).Contains(account))
                    client.Send(MultiOf(account, position, request));
            }
        }
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        _all.Remove(client);
        foreach ((ClientSession, int) key in _multi.Keys.Where(k => k.Client == client).ToArray())
            _multi.Remove(key);
    }

    private static IEnumerable<Position> Held(Account account) => account.Positions.Where(p => p.Quantity != 0);

    private static PositionMessage MessageOf(Account account, Position p) => new(account.Id, ContractDesk.ContractOf(p.Instrument, ""), p.Quantity, (double)p.AverageCost);

    private static PositionMulti MultiOf(Account account, Position p, ReqPositionsMulti request)
        => new(request.ReqId, account.Id, ContractDesk.ContractOf(p.Instrument, ""), p.Quantity, (double)p.AverageCost, request.ModelCode);
}
