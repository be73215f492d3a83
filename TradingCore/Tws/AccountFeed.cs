using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws.Mapping;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tws;

/// <summary>Money and P&amp;L of the accounts: subscribed on every connect, handed on as they come. Used under the gateway's lock.</summary>
internal sealed class AccountFeed(SessionContext context)
{
    // Each P&L of a position is a subscription that speaks about once a second; a screen can show so many.
    private const int PositionPnlMax = 100;
    private const string Tags = "NetLiquidation,TotalCashValue,SettledCash,BuyingPower,ExcessLiquidity,InitMarginReq,MaintMarginReq,$LEDGER:ALL";
    private const int Groups = 1;
    private const int Aliases = 3;

    private readonly OrderedDictionary<(AccountId Account, ConId ConId), int> _positionPnl = [];   // the one that was told about longest ago first
    private readonly HashSet<(AccountId Account, string Currency)> _named = [];
    private HashSet<AccountId> _accounts = [];
    private int _summary;
    private bool _hasGroups;

    /// <summary>Connected: subscribes to the accounts in use.</summary>
    public void OnReady(IReadOnlyList<AccountId> accounts)
    {
        _accounts = [.. accounts];
        AskSummary();
        foreach (AccountId account in accounts)
        {
            int pnl = context.Book.Open(RequestKind.AccountPnl, account, deadline: null);
            context.Send(new ReqPnL(pnl, account.ToString()), SendPriority.Request, pnl);
        }
        if (accounts.Count < 2) return;
        // Only an advisor has groups; other logins with several accounts are refused, which says as much.
        context.Send(new RequestFA(Groups), SendPriority.Request);
        context.Send(new RequestFA(Aliases), SendPriority.Request);
    }

    /// <summary>The connection ended.</summary>
    public void OnClosed()
    {
        _positionPnl.Clear();
        _summary = 0;
        _hasGroups = false;
    }

    /// <summary>Asks for all values now: by itself the broker tells them every three minutes, and of a group that an advisor changes never.</summary>
    public void Refresh()
    {
        if (_summary == 0) return;
        if (_hasGroups) context.Send(new RequestFA(Groups), SendPriority.Request);
        context.Send(new CancelAccountSummary(_summary), SendPriority.Request);
        context.Book.Close(_summary);
        AskSummary();
    }

    private void AskSummary()
    {
        _named.Clear();
        _summary = context.Book.Open(RequestKind.AccountSummary, this, deadline: null);
        context.Send(new ReqAccountSummary(_summary, "All", Tags), SendPriority.Request, _summary);
    }

    /// <summary>All values were told once: in a currency that was not named there is nothing.</summary>
    public void OnSummaryEnd(AccountSummaryEnd message)
    {
        if (message.ReqId == _summary) context.Post(new CashListEnd([.. _named]) { Time = context.Now });
    }

    /// <summary>An advisor's groups, or the names of the accounts.</summary>
    public void OnAdvisor(ReceiveFA message)
    {
        _hasGroups = true;
        try
        {
            AdvisorReceived? received = message.FaDataType switch
            {
                Groups => new AdvisorReceived(AdvisorXml.ReadGroups(message.Xml), null) { Time = context.Now },
                Aliases => new AdvisorReceived(null, AdvisorXml.ReadAliases(message.Xml)) { Time = context.Now },
                _ => null,
            };
            if (received is not null) context.Post(received);
        }
        catch (System.Xml.XmlException e)
        {
            context.Log.AdvisorNotRead(message.FaDataType, e.Message);
        }
    }

    /// <summary>One figure of one account.</summary>
    public void OnSummary(AccountSummary message)
    {
        var account = new AccountId(message.Account);
        if (!_accounts.Contains(account) || WireNumber.Parse(message.Value) is not { } value) return;
        if (message.Tag is "CashBalance" or "TotalCashBalance" or "ExchangeRate")
        {
            OnLedger(account, message.Tag, message.Currency, value);
            return;
        }
        AccountState state = New(account) with { Currency = message.Currency };
        AccountState? changed = message.Tag switch
        {
            "NetLiquidation" => state with { NetLiquidation = value },
            "TotalCashValue" => state with { TotalCash = value },
            "BuyingPower" => state with { BuyingPower = value },
            "SettledCash" => state with { SettledCash = value },
            "ExcessLiquidity" => state with { ExcessLiquidity = value },
            "InitMarginReq" => state with { InitMargin = value },
            "MaintMarginReq" => state with { MaintMargin = value },
            _ => null,
        };
        if (changed is not null) context.Post(new AccountValuesReceived(changed) { Time = context.Now });
    }

    /// <summary>P&amp;L of an account.</summary>
    public void OnPnl(PendingRequest request, in PnL message)
    {
        AccountState state = New((AccountId)request.Owner) with
        {
            DailyPnl = WireNumber.ToDecimal(message.DailyPnL),
            UnrealizedPnl = WireNumber.ToDecimal(message.UnrealizedPnL),
            RealizedPnl = WireNumber.ToDecimal(message.RealizedPnL),
        };
        context.Post(new AccountValuesReceived(state) { Time = context.Now });
    }

    /// <summary>The broker's position; its P&amp;L is followed while it is not flat.</summary>
    public void OnPosition(PositionMessage message)
    {
        Contract contract = ContractMap.ToDomain(message.Contract);
        var account = new AccountId(message.Account);
        decimal quantity = message.Position ?? 0m;
        // On the wire the average cost holds the multiplier: 5 000 x 50 for an ES contract bought at 5 000.
        decimal averageCost = WireNumber.ToDecimalOrZero(message.AvgCost) / contract.Multiplier;
        context.Post(new BrokerPositionReceived(account, contract, quantity, averageCost) { Time = context.Now });
        FollowPnl(account, contract.ConId, quantity != 0m);
    }

    /// <summary>P&amp;L of a position.</summary>
    public void OnPositionPnl(PendingRequest request, in PnLSingle message)
    {
        (AccountId account, ConId conId) = ((AccountId, ConId))request.Owner;
        context.Post(new PositionPnlReceived(
            account, conId, WireNumber.ToDecimal(message.UnrealizedPnL), WireNumber.ToDecimal(message.RealizedPnL), WireNumber.ToDecimal(message.DailyPnL),
            WireNumber.ToDecimal(message.Value), message.Pos)
        { Time = context.Now });
    }

    /// <summary>The gateway refuses a figure: it stays unknown.</summary>
    public void OnError(PendingRequest request, int code, string text)
    {
        context.Log.Notice(code, text);
        context.Book.Close(request.Id);
        if (request.Owner is ValueTuple<AccountId, ConId> position) _positionPnl.Remove(position);
    }

    private void FollowPnl(AccountId account, ConId conId, bool isHeld)
    {
        (AccountId, ConId) key = (account, conId);
        if (!_accounts.Contains(account)) return;
        if (!isHeld) return;   // what was realised is still told; it is given up when another position needs the place
        if (_positionPnl.Remove(key, out int held))
        {
            _positionPnl.Add(key, held);   // the newest last
            return;
        }
        if (_positionPnl.Count >= PositionPnlMax) GiveUpOldest();
        int id = context.Book.Open(RequestKind.PositionPnl, key, deadline: null);
        if (context.Send(new ReqPnLSingle(id, account.ToString(), "", conId.Value), SendPriority.Request, id)) _positionPnl.Add(key, id);
        else context.Book.Close(id);
    }

    private void GiveUpOldest()
    {
        ((AccountId, ConId) key, int id) = _positionPnl.First();
        _positionPnl.Remove(key);
        context.Send(new CancelPnLSingle(id), SendPriority.Request, id);
        context.Book.Close(id);
    }

    private void OnLedger(AccountId account, string tag, string currency, decimal value)
    {
        // BASE is the sum of the others, converted.
        if (currency.Length != 3) return;
        _named.Add((account, currency));
        context.Post(new CurrencyCashReceived(
            account, currency, tag == "CashBalance" ? value : null, tag == "TotalCashBalance" ? value : null, tag == "ExchangeRate" ? value : null)
        { Time = context.Now });
    }

    private AccountState New(AccountId account) => new() { Account = account, UpdatedTime = context.Now };
}
