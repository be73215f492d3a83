using TradingCore.Domain;
using TradingCore.Orders;

namespace TradingCore.Alerts.Conditions;

/// <summary>Something happens to an order. Each event is an alert of its own; nothing has to hold on.</summary>
public sealed record OrderWatch(IReadOnlyList<OrderAlert> Events, string Symbol, string Account, string Strategy) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "order";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Ticker => Symbol;

    /// <inheritdoc/>
    public override bool IsMomentary => true;

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        var events = new List<OrderAlert>();
        foreach (string word in form.Events ?? [])
        {
            if (AlertTerms.Find<OrderAlert>(word) is { } found) events.Add(found);
            else faults.Add("events", $"'{word}' is none of {string.Join(", ", AlertTerms.All<OrderAlert>())}.");
        }
        if (form.Events is not { Count: > 0 }) faults.Add("events", $"The events are missing. Expected one or more of {string.Join(", ", AlertTerms.All<OrderAlert>())}.");
        return new OrderWatch([.. events.Distinct().Order()], AlertConditions.Symbol(form, faults, isRequired: false), (form.Account ?? "").Trim(), (form.Strategy ?? "").Trim());
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) =>
        $"an order{(Symbol.Length > 0 ? " in " + Symbol : "")}{(Account.Length > 0 ? " of " + Account : "")}{(Strategy.Length > 0 ? " of strategy " + Strategy : "")} is {string.Join(" or ", Events.Select(Words))}";

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() => new()
    {
        Kind = Name,
        Events = [.. Events.Select(AlertTerms.Word)],
        Symbol = Symbol.Length > 0 ? Symbol : null,
        Account = Account.Length > 0 ? Account : null,
        Strategy = Strategy.Length > 0 ? Strategy : null,
    };

    /// <inheritdoc/>
    public override AlertReading? Take(OrderNews news)
    {
        ArgumentNullException.ThrowIfNull(news);
        if (Classify(news) is not { } found || !Events.Contains(found)) return null;
        if (Symbol.Length > 0 && !news.Ticker.Equals(Symbol, StringComparison.OrdinalIgnoreCase)) return null;
        if ((Account.Length > 0 && news.Account.Value != Account) || (Strategy.Length > 0 && news.Strategy != Strategy)) return null;
        string orderRef = news.Order?.OrderRef.Value ?? "";
        string what = news.Order is { } order ? $"{(order.Side == OrderSide.Buy ? "Buy" : "Sell")} {Say.Number(order.Quantity)} {news.Ticker}" : $"An order in {news.Ticker}";
        string text = $"{what} is {Words(found)}.{(news.Text.Length > 0 ? " " + news.Text : "")}";
        // Fills of one order come together; a denied order has no name of its own.
        string subject = $"{AlertTerms.Word(found)} {(orderRef.Length > 0 ? orderRef : $"{news.Ticker} {news.Time.UtcTicks}")}";
        return new AlertReading(subject, AlertSignal.Met, text, news.Order?.Filled, news.Ticker, orderRef);
    }

    /// <summary>Which event it is; null when it is none that an alert waits for.</summary>
    public static OrderAlert? Classify(OrderNews news)
    {
        ArgumentNullException.ThrowIfNull(news);
        return news.Kind switch
        {
            "filled" => news.Order is { } order && order.Filled >= order.Quantity ? OrderAlert.Filled : OrderAlert.PartiallyFilled,
            "rejected" => OrderAlert.Rejected,
            "denied" => OrderAlert.Denied,
            "unknown" => OrderAlert.Unknown,
            // Also an order that is found gone after an outage.
            "cancelled" or "reconciled" when news.Order is { State: OrderState.Cancelled } gone && !gone.History.Any(e => e.Kind == "cancel requested") && news.Source != "user" && news.Source != "api" => OrderAlert.CancelledByBroker,
            _ => null,
        };
    }

    /// <summary>In words, after "is".</summary>
    public static string Words(OrderAlert e) => e switch
    {
        OrderAlert.PartiallyFilled => "partly filled",
        OrderAlert.CancelledByBroker => "cancelled by the broker",
        OrderAlert.Unknown => "unknown at the broker",
        OrderAlert.Rejected => "rejected by the broker",
        OrderAlert.Denied => "denied by risk",
        _ => "filled",
    };
}
