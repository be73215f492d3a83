using System.Globalization;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Gateway;

namespace TwsSimulator.Data;

/// <summary>The coloured groups of windows of TWS: whoever watches a group is told which contract it shows. Changed by the gateway's loop only.</summary>
internal sealed class DisplayGroupDesk
{
    private const int Groups = 7;
    private const string Nothing = "none";
    private readonly string[] _shown = [.. Enumerable.Repeat(Nothing, Groups + 1)];
    private readonly Dictionary<(ClientSession Client, int ReqId), int> _watchers = [];

    /// <summary>Answers queryDisplayGroups.</summary>
    public static void SendGroups(ClientSession client, QueryDisplayGroups request)
        => client.Send(new DisplayGroupList(request.ReqId, string.Join('|', Enumerable.Range(1, Groups))));

    /// <summary>Answers subscribeToGroupEvents with what the group shows now.</summary>
    public void Subscribe(ClientSession client, SubscribeToGroupEvents request)
    {
        if (request.GroupId is < 1 or > Groups)
        {
            Refuse(client, request.ReqId, "subscribeToGroupEvents", $"Group {request.GroupId} does not exist; use 1 to {Groups}.");
            return;
        }

        if (!_watchers.TryAdd((client, request.ReqId), request.GroupId))
        {
            client.SendError(request.ReqId, 102, "Duplicate ticker id");
            return;
        }

        client.Send(new DisplayGroupUpdated(request.ReqId, _shown[request.GroupId]));
    }

    /// <summary>Answers updateDisplayGroup: every watcher of the group is told.</summary>
    public void Update(ClientSession client, UpdateDisplayGroup request)
    {
        if (!_watchers.TryGetValue((client, request.ReqId), out int group))
        {
            Refuse(client, request.ReqId, "updateDisplayGroup", "No group is subscribed to under this id.");
            return;
        }

        if (!IsContract(request.ContractInfo))
        {
            Refuse(client, request.ReqId, "updateDisplayGroup", $"'{request.ContractInfo}' is none of none, combo and conId@exchange.");
            return;
        }

        _shown[group] = request.ContractInfo;
        foreach (((ClientSession watcher, int reqId), int watched) in _watchers)
            if (watched == group) watcher.Send(new DisplayGroupUpdated(reqId, request.ContractInfo));
    }

    /// <summary>Answers unsubscribeFromGroupEvents.</summary>
    public void Unsubscribe(ClientSession client, UnsubscribeFromGroupEvents request)
    {
        if (!_watchers.Remove((client, request.ReqId)))
            Refuse(client, request.ReqId, "unsubscribeFromGroupEvents", "No group is subscribed to under this id.");
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach ((ClientSession Client, int ReqId) key in _watchers.Keys.Where(k => k.Client == client).ToArray())
            _watchers.Remove(key);
    }

    private static bool IsContract(string info)
        => info is Nothing or "combo" || (info.Split('@') is [var conId, { Length: > 0 }] && int.TryParse(conId, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static void Refuse(ClientSession client, int reqId, string call, string cause) => client.SendError(reqId, 321, $"Error validating request.-'{call}' : cause - {cause}");
}
