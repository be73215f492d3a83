using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Accounts;

namespace TwsSimulator.Gateway;

/// <summary>Answers account summaries and tells their changes. Changed by the gateway's loop only.</summary>
internal sealed class SummaryDesk(AccountList accounts)
{
    private const int SummariesMax = 2;
    private readonly Dictionary<(ClientSession Client, int ReqId), (ReqAccountSummary Request, Dictionary<(string Account, string Tag, string Currency), string> Sent)> _summaries = [];

    /// <summary>Answers reqAccountSummary.</summary>
    public void Send(ClientSession client, ReqAccountSummary request)
    {
        if (FindFault(client, request) is var (code, cause))
        {
            client.SendError(request.ReqId, code, $"Error {(code == 321 ? "validating" : "processing")} request.-'reqAccountSummary' : cause - {cause}");
            return;
        }

        _summaries[(client, request.ReqId)] = (request, []);
        SendChanges(client, request.ReqId);
        client.Send(new AccountSummaryEnd(request.ReqId));
    }

    /// <summary>Ends reqAccountSummary.</summary>
    public void Cancel(ClientSession client, CancelAccountSummary request) => _summaries.Remove((client, request.ReqId));

    /// <summary>Sends what has changed.</summary>
    public void SendChanges()
    {
        foreach ((ClientSession client, int reqId) in _summaries.Keys)
            SendChanges(client, reqId);
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach ((ClientSession, int) key in _summaries.Keys.Where(k => k.Client == client).ToArray())
            _summaries.Remove(key);
    }

    private (int Code, string Cause)? FindFault(ClientSession client, ReqAccountSummary request)
    {
        if (_summaries.ContainsKey((client, request.ReqId)))
            return (322, "Duplicate ticker id");
        if (_summaries.Keys.Count(k => k.Client == client) >= SummariesMax)
            return (322, "Maximum number of account summary requests exceeded");
        if (accounts.Select(request.Group).Count == 0)
            return (321, $"Invalid group '{request.Group}'.");
        return Tags(request.Tags).FirstOrDefault(t => !t.StartsWith("$LEDGER", StringComparison.Ordinal) && !AccountValues.Tags.Contains(t)) is { } wrong ? (321, $"Invalid tag '{wrong}'.") : null;
    }

    private void SendChanges(ClientSession client, int reqId)
    {
        (ReqAccountSummary request, Dictionary<(string, string, string), string> sent) = _summaries[(client, reqId)];
        string[] tags = Tags(request.Tags);
        foreach (Account account in accounts.Select(request.Group))
        {
            IEnumerable<AccountLine> lines = AccountValues.Of(account).Where(l => tags.Contains(l.Tag) && l.IsSummary);
            foreach (string ledger in tags.Where(t => t.StartsWith("$LEDGER", StringComparison.Ordinal)))
            {
                string currency = ledger.Contains(':', StringComparison.Ordinal) ? ledger[(ledger.IndexOf(':', StringComparison.Ordinal) + 1)..] : "BASE";
                lines = lines.Concat(AccountValues.Ledger(account).Where(l => currency == "ALL" || l.Currency == currency));
            }

            foreach (AccountLine line in lines)
            {
                if (sent.TryGetValue((account.Id, line.Tag, line.Currency), out string? before) && before == line.Value)
                    continue;
                sent[(account.Id, line.Tag, line.Currency)] = line.Value;
                client.Send(new AccountSummary(reqId, account.Id, line.Tag, line.Value, line.Currency));
            }
        }
    }

    private static string[] Tags(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
