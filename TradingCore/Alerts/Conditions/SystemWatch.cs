using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Risk.Latches;

namespace TradingCore.Alerts.Conditions;

/// <summary>Something is wrong with the session, the storage, the comparison with the broker or a latch.</summary>
public sealed record SystemWatch(SystemTrouble What, bool MarketHours = false) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "connection";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override bool IsMomentary => What == SystemTrouble.PersonCalled;

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults)
    {
        if (string.IsNullOrWhiteSpace(form.What)) faults.Add("what", $"What it is about is missing. Expected one of {string.Join(", ", AlertTerms.All<SystemTrouble>())}.");
        return new SystemWatch(faults.Choice("what", form.What, SystemTrouble.SessionLost), form.MarketHours ?? false);
    }

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) => Words(What) + (MarketHours ? " in market hours" : "");

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() => new() { Kind = Name, What = AlertTerms.Word(What), MarketHours = MarketHours ? true : null };

    /// <inheritdoc/>
    public override IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories)
    {
        ITradingView view = facts.View;
        return What switch
        {
            SystemTrouble.SessionLost => [One(!IsSessionWell(view.Session) && (!MarketHours || facts.IsAnyMarketOpen), $"No verified session with the gateway since {SinceWhen(view.Session)}. {Sentence(view.Session.Cause)}".TrimEnd())],
            SystemTrouble.PersonNeeded => [One(view.Session.NeedsPerson, $"{Sentence(view.Session.Cause)} {Sentence(view.Session.NextStep)}".Trim())],
            SystemTrouble.FarmDown => view.Session.Farms.Select(f => Met(f.Name, f.Health == FarmHealth.Disconnected, $"The data farm {f.Name} is down since {Say.Moment(f.Since)}: its data stands still.")),
            SystemTrouble.TieOutHalted => view.Money.TieOut.Where(i => i.State == TieOutState.Halted).Select(i => Met($"{i.Account} {i.Kind} {i.Ticker}{i.Currency}", true, TieOutText(i), i.Ticker)),
            SystemTrouble.KillSwitch => view.KillSwitches.Select(k => Met(k.Scope.ToString(), true, $"The kill switch of the {k.Scope} was engaged by {k.Who}. {Sentence(k.Reason)}".TrimEnd())),
            SystemTrouble.RiskLatch => facts.Risk.Latches.Where(l => l.IsTripped && l.Code != RiskLatch.KillCode).Select(Latch),
            SystemTrouble.StorageFailing => [One(facts.StorageFailure.Length > 0, facts.StorageFailure)],
            SystemTrouble.UnknownOrder => facts.UnknownOrders.Select(o => Met(o.OrderRef.Value, true, $"It is not known what became of the order to {(o.Side == OrderSide.Buy ? "buy" : "sell")} {Say.Number(o.Quantity)} {o.Contract.Ticker}. The broker is being asked; look in TWS before you repeat it.", o.Contract.Ticker, o.OrderRef.Value)),
            SystemTrouble.Outage => view.Outages.Where(o => o.IsComplete && o.Unverified + o.Lost > 0).Select(o => Met($"{o.From.UtcTicks}", true, $"The outage from {Say.Moment(o.From)} left {o.Unverified} unverified and {o.Lost} lost. {Sentence(o.Cause)}".TrimEnd())),
            SystemTrouble.ChannelFailing => facts.BrokenChannels.Select(c => Met(c.Channel, true, $"The channel {c.Channel} does not get through: {c.Reason}")),
            _ => [],
        };
    }

    // A session that has not begun holds its state since no moment, and one that tries again holds it since the last try.
    private static string SinceWhen(SessionStatus session)
    {
        DateTimeOffset since = session.DownSince ?? session.Since;
        return since == default ? "the program started" : Say.Moment(since);
    }

    /// <summary>In words.</summary>
    public static string Words(SystemTrouble what) => what switch
    {
        SystemTrouble.SessionLost => "no verified session with the gateway",
        SystemTrouble.PersonNeeded => "the connection needs a person",
        SystemTrouble.FarmDown => "a data farm is down",
        SystemTrouble.TieOutHalted => "a difference with the broker stops orders",
        SystemTrouble.KillSwitch => "a kill switch is engaged",
        SystemTrouble.RiskLatch => "a risk latch has tripped",
        SystemTrouble.StorageFailing => "journal or history cannot be written",
        SystemTrouble.UnknownOrder => "an order is unknown at the broker",
        SystemTrouble.Outage => "an outage left something unverified or lost",
        SystemTrouble.ChannelFailing => "a channel of alerts does not get through",
        _ => "the program calls a person",
    };

    // Causes come as the session has them, often as a part of a sentence.
    private static string Sentence(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.', ' ') + ".";

    private static bool IsSessionWell(SessionStatus session) => session.State == SessionState.Ready && session.IsBrokerConnected;

    private static string TieOutText(TieOutItem item) =>
        $"{item.Kind} of {(item.Ticker.Length > 0 ? item.Ticker : item.Account.Value)} differs from the broker's and stops orders: ours {Number(item.Ours)}, the broker's {Number(item.Brokers)}.";

    private static string Number(decimal? value) => value is { } v ? Say.Number(v) : "not known";

    private static AlertReading Latch(RiskLatch latch) => Met(latch.Id, true, latch.Reason.Length > 0 ? latch.Reason : $"The latch {latch.Code} of the {latch.Scope} has tripped.");

    private static AlertReading One(bool isMet, string text) => Met("", isMet, text);

    private static AlertReading Met(string subject, bool isMet, string text, string ticker = "", string orderRef = "") => new(subject, isMet ? AlertSignal.Met : AlertSignal.Clear, isMet ? text : "", null, ticker, orderRef);
}
