using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Positions;
using TradingCore.Risk;

namespace TradingCore.Engine;

/// <summary>Gathers what the risk checks may know about an order.</summary>
internal sealed class RiskContexts(EngineState state)
{
    private static readonly TimeSpan RateAgeMax = TimeSpan.FromHours(1);

    /// <summary>The context of a new order, or of the change of <paramref name="replaced"/>.</summary>
    public RiskContext Of(OrderSpec spec, OrderEntry? replaced = null, bool isClosing = false)
    {
        Instrument? instrument = replaced is null
            ? state.Market.FindInstrument(spec.Ticker)
            : state.Market.FindInstrument(replaced.Order.Contract.ConId) ?? state.Market.FindInstrument(spec.Ticker);
        ConId conId = instrument?.Contract.ConId ?? replaced?.Order.Contract.ConId ?? default;
        AccountId account = replaced?.Order.Account ?? AccountOf(spec.Account);
        (decimal buys, decimal sells) = state.Orders.WorkingQuantities(account, conId, replaced);
        PositionEntry? position = state.Positions.Find(account, conId);
        string baseCurrency = state.Accounts.Find(account) is { Currency.Length: > 0 } known ? known.Currency : state.RiskOptions.BaseCurrency;
        string gateReason = GateReason(position);
        return new RiskContext
        {
            Spec = spec,
            Now = state.Now,
            Account = account,
            Accounts = state.Session.Accounts,
            Instrument = instrument,
            Quote = conId.IsResolved ? state.Market.Find(conId) : null,
            Replaces = replaced?.Order,
            ReplacedRemaining = replaced?.WorstRemaining ?? 0m,
            IsClosing = isClosing,
            Gate = gateReason.Length > 0 ? TradingGate.Halted : TradingGate.Open,
            GateReason = gateReason,
            IsVerified = state.IsVerified,
            Position = position?.Ledger.Quantity ?? 0m,
            WorkingBuys = buys,
            WorkingSells = sells,
            BaseCurrency = baseCurrency,
            RateToBase = instrument is null ? null : Rate(instrument.Contract.Currency, baseCurrency),
        };
    }

    private AccountId AccountOf(string? account) =>
        !string.IsNullOrEmpty(account) ? new AccountId(account)
        : state.Session.Accounts.Count > 0 ? state.Session.Accounts[0]
        : new AccountId("");

    private string GateReason(PositionEntry? position)
    {
        if (state.GateReason.Length > 0) return state.GateReason;
        if (SessionView.RestartReason(state) is { Length: > 0 } restart) return restart;
        return position is { IsBlocked: true, Difference: not 0m }
            ? $"The broker reports a position of {OrderText.Number(position.BrokerQuantity ?? 0m)} {position.Contract.Ticker}, own fills give {OrderText.Number(position.Ledger.Quantity)}. Find out why before you trade it; cancels work."
            : "";
    }

    private decimal? Rate(string from, string to)
    {
        if (from == to) return 1m;
        if (Fresh($"{from}.{to}") is { } rate) return rate;
        return Fresh($"{to}.{from}") is { } inverse ? 1m / inverse : null;
    }

    private decimal? Fresh(string pair) =>
        state.Market.Find(pair) is { Mark: > 0m } quote && state.Now - quote.ReceivedTime <= RateAgeMax ? quote.Mark : null;
}
