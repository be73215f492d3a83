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
    private const string Tags = "NetLiquidation,TotalCashValue,BuyingPower,ExcessLiquidity,InitMarginReq,MaintMarginReq";

    private readonly Dictionary<(AccountId Account, ConId ConId), int> _positionPnl = [];
    private HashSet<AccountId> _accounts = [];

    /// <summary>Connected: subscribes to the accounts in use.</summary>
    public void OnReady(IReadOnlyList<AccountId> accounts)
    {
        _accounts = [.. accounts];
        int summary = context.Book.Open(RequestKind.AccountSummary, this, deadline: null);
        context.Send(new ReqAccountSummary(summary, "All", Tags), SendPriority.Request, summary);
        foreach (AccountId account in accounts)
        {
            int pnl = context.Book.Open(RequestKind.AccountPnl, account, deadline: null);
            context.Send(new ReqPnL(pnl, account.ToString()), SendPriority.Request, pnl);
        }
    }

    /// <summary>The connection ended.</summary>
    public void OnClosed() => _positionPnl.Clear();

    /// <summary>One figure of one account.</summary>
    public void OnSummary(AccountSummary message)
    {
        var account = new AccountId(message.Account);
        if (!_accounts.Contains(account) || WireNumber.Parse(message.Value) is not { } value) return;
        AccountState state = New(account) with { Currency = message.Currency };
        AccountState? changed = message.Tag switch
        {
            "NetLiquidation" => state with { NetLiquidation = value },
            "TotalCashValue" => state with { TotalCash = value },
            "BuyingPower" => state with { BuyingPower = value },
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
            account, conId, WireNumber.ToDecimal(message.UnrealizedPnL), WireNumber.ToDecimal(message.RealizedPnL), WireNumber.ToDecimal(message.DailyPnL))
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
        if (isHeld && !_positionPnl.ContainsKey(key) && _positionPnl.Count < PositionPnlMax)
        {
            int id = context.Book.Open(RequestKind.PositionPnl, key, deadline: null);
            if (context.Send(new ReqPnLSingle(id, account.ToString(), "", conId.Value), SendPriority.Request, id)) _positionPnl.Add(key, id);
            else context.Book.Close(id);
        }
        else if (!isHeld && _positionPnl.Remove(key, out int known))
        {
            context.Send(new CancelPnLSingle(known), SendPriority.Request, known);
            context.Book.Close(known);
        }
    }

    private AccountState New(AccountId account) => new() { Account = account, UpdatedTime = context.Now };
}
