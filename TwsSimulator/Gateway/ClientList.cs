using Microsoft.Extensions.Logging;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Accounts;

namespace TwsSimulator.Gateway;

/// <summary>The API clients that have started, each under an id of its own. Changed by the gateway's loop only.</summary>
internal sealed class ClientList(AccountList accounts, ILogger log)
{
    private readonly Dictionary<int, ClientSession> _clients = [];

    /// <summary>Clients that have started their API.</summary>
    public IEnumerable<ClientSession> All => _clients.Values;

    /// <summary>Their ids.</summary>
    public IEnumerable<int> Ids => _clients.Keys;

    /// <summary>Whether one of them cannot keep up.</summary>
    public bool IsAnyBehind => _clients.Values.Any(c => c.Outbox.IsBehind);

    /// <summary>The client of an id; null when it is not connected.</summary>
    public ClientSession? Find(int id) => _clients.GetValueOrDefault(id);

    /// <summary>Starts a client's API and greets it; one whose id is taken is told 326 and sent away.</summary>
    /// <param name="client">The client.</param>
    /// <param name="start">Its startApi.</param>
    /// <param name="greet">Tells it the next order id and its open orders.</param>
    public void Start(ClientSession client, StartApi start, Action<ClientSession> greet)
    {
        if (client.ClientId >= 0)
            return;
        if (_clients.ContainsKey(start.ClientId) || start.ClientId < 0)
        {
            client.SendError(-1, 326, "Unable to connect as the client id is already in use. Retry with a unique client id.");
            client.CloseAfterSending("its client id is in use");
            return;
        }

        client.ClientId = start.ClientId;
        _clients.Add(start.ClientId, client);
        log.ClientStarted(start.ClientId, client.ServerVersion);
        client.Send(new ManagedAccounts(accounts.Names));
        greet(client);
        client.SendError(-1, 2104, "Market data farm connection is OK:usfarm");
        client.SendError(-1, 2106, "HMDS data farm connection is OK:ushmds");
        client.SendError(-1, 2158, "Sec-def data farm connection is OK:secdefil");
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        if (_clients.GetValueOrDefault(client.ClientId) == client)
            _clients.Remove(client.ClientId);
    }
}
