using TradingCore.Domain;

namespace TradingCore.Engine.Ports;

/// <summary>
/// What the engine can ask of the broker. Every call returns at once and never throws for a missing connection; answers come as
/// events through <see cref="IEngineInbox"/>. Subscriptions are remembered and sent again after a reconnect.
/// </summary>
public interface IBrokerGateway
{
    /// <summary>Resolves a contract. Answer: <c>InstrumentResolved</c> or <c>InstrumentNotResolved</c>. Asked again after a reconnect while unanswered.</summary>
    void ResolveInstrument(ContractQuery query);

    /// <summary>Subscribes to ticks and five-second bars. Answers: ticks, <c>BarReceived</c>, <c>SubscriptionStarted</c> at every (re)start, <c>SubscriptionFailed</c>.</summary>
    void Subscribe(Instrument instrument);

    /// <summary>Ends a subscription; ticks already under way may still come.</summary>
    void Unsubscribe(ConId conId);

    /// <summary>Asks for the five-second bars of a subscribed contract once more, because they do not come; its quotes go on. Answer: <c>SubscriptionStarted</c> with the next bar.</summary>
    void AskBarsAgain(ConId conId);

    /// <summary>Asks for history. Answer: <c>HistoryReceived</c> or <c>HistoryFailed</c>. Queued inside the broker's pacing rules; behind orders and cancels.</summary>
    void RequestHistory(HistoryRequest request);

    /// <summary>Sends an order, or with the <see cref="Order.OrderId"/> of an open order modifies it. Only called after the order is in the journal.</summary>
    /// <param name="order">The order.</param>
    /// <param name="transmit">False: the gateway holds it until a later order of its group is transmitted.</param>
    void PlaceOrder(Order order, bool transmit = true);

    /// <summary>Cancels; goes before everything else that waits.</summary>
    void CancelOrder(Order order);

    /// <summary>Cancels every order of every client and of TWS itself.</summary>
    void GlobalCancel();

    /// <summary>Ends the connection at once and makes no new one until <see cref="Resume"/>.</summary>
    /// <param name="reason">Why, shown as the cause of the session's state.</param>
    void Suspend(string reason);

    /// <summary>Connects again after <see cref="Suspend"/>; does nothing when it was not suspended.</summary>
    void Resume();

    /// <summary>
    /// Asks for open orders, completed orders, executions and positions. Answers: the single events, then <c>OpenOrdersEnd</c>,
    /// <c>CompletedOrdersEnd</c>, <c>ExecutionsEnd</c>, <c>PositionsEnd</c>, all with <paramref name="round"/>.
    /// </summary>
    void Reconcile(int round);

    /// <summary>Asks for the values of all accounts at once, not at the broker's next turn. Answers: <c>AccountValuesReceived</c>, <c>CurrencyCashReceived</c>.</summary>
    void RefreshAccounts();

    /// <summary>Asks for margin and commission of an order without sending it.</summary>
    /// <param name="order">The order, with an order id reserved for this question.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The broker's answer, or null when it did not come in time.</returns>
    Task<MarginPreview?> PreviewMarginAsync(Order order, CancellationToken stop);
}
