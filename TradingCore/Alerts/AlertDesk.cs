using Microsoft.Extensions.Logging;
using TradingCore.Alerts.Conditions;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Orders;

namespace TradingCore.Alerts;

/// <summary>
/// Rules and what came of them. It looks at snapshots when it is told to, outside the engine, and owns everything about alerts in memory; what is
/// to be stored it hands out. Any thread: one short lock, and nothing is awaited in it.
/// </summary>
public sealed class AlertDesk
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RuleEntry> _rules = new(StringComparer.Ordinal);
    private readonly AlertBook _book;
    private readonly AlertChanging _changing = new();
    private readonly Dictionary<string, DateTimeOffset> _heartbeatDue = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private AlertSnapshot _current = new();
    private DateTimeOffset? _ordersJudgedTo;
    private string _storageFailure = "";
    private bool _isLoaded;
    private bool _isChanged;

    /// <summary>Makes one with the default rules.</summary>
    public AlertDesk(TimeProvider clock, ILogger<AlertDesk> log)
    {
        _clock = clock;
        _log = log;
        _book = new AlertBook(_changing);
        foreach (AlertRule rule in DefaultRules.All) _rules[rule.Id] = new RuleEntry(rule, new AlertMemories());
        Publish_NeedsLock();
    }

    /// <summary>Alerts as they are now. One volatile read; compare references to learn whether something changed.</summary>
    public AlertSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Every rule with how it stands.</summary>
    public IReadOnlyList<AlertRuleView> Rules()
    {
        lock (_gate) return [.. Ordered_NeedsLock().Select(View)];
    }

    /// <summary>A rule; null when there is none.</summary>
    public AlertRule? FindRule(string id)
    {
        lock (_gate) return _rules.GetValueOrDefault(id)?.Rule;
    }

    /// <summary>Takes over what an earlier run left. What was made meanwhile stays.</summary>
    public void Load(StoredAlerts stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        lock (_gate)
        {
            foreach ((AlertRule rule, AlertMemories memories) in stored.Rules)
                if (!_changing.IsRuleChanged(rule.Id)) _rules[rule.Id] = new RuleEntry(rule, memories);
            _book.Load(stored);
            _ordersJudgedTo = stored.OrdersJudgedTo ?? _clock.GetUtcNow();
            if (stored.OrdersJudgedTo is null) _changing.OrdersJudgedTo = _ordersJudgedTo;
            _isLoaded = true;
            Publish_NeedsLock();
        }
    }

    /// <summary>Shows what another process has stored, and only that.</summary>
    public void Mirror(StoredAlerts stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        lock (_gate)
        {
            _rules.Clear();
            foreach (AlertRule rule in DefaultRules.All) _rules[rule.Id] = new RuleEntry(rule, new AlertMemories());
            _book.Clear();
        }
        Load(stored);
    }

    /// <summary>One look: judges every rule, lets snoozes end, escalates.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="news">What happened to orders since the last look, in its order.</param>
    /// <param name="calls">What the program called a person about since the last look.</param>
    public void Evaluate(AlertFacts facts, IReadOnlyList<OrderNews> news, IReadOnlyList<TradingNotice> calls)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(news);
        ArgumentNullException.ThrowIfNull(calls);
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_gate)
        {
            facts.Begin(now);
            facts.BrokenChannels = _book.BrokenChannels;
            foreach (RuleEntry entry in _rules.Values.ToArray()) Judge_NeedsLock(entry, facts, now);
            foreach (OrderNews one in news) Take_NeedsLock(one, now);
            foreach (TradingNotice call in calls) TakeCall_NeedsLock(call, now);
            _book.Move(now, id => _rules.GetValueOrDefault(id)?.Rule);
            PublishIfChanged_NeedsLock();
        }
    }

    /// <summary>Makes a rule, or changes one. What it remembers stays unless it waits for something else now.</summary>
    /// <param name="rule">As it shall be.</param>
    /// <param name="who">Who changes it.</param>
    /// <param name="seen">Version that was looked at; null takes any.</param>
    /// <returns>False when somebody has changed or removed it since: nothing is done then.</returns>
    public bool Save(AlertRule rule, string who, long? seen = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_gate)
        {
            RuleEntry? before = _rules.GetValueOrDefault(rule.Id);
            if (seen is not null && before?.Rule.Version != seen) return false;
            DateTimeOffset now = After(before?.Rule.ChangedTime);
            bool isSame = before is not null && before.Rule.Condition.ToForm() == rule.Condition.ToForm() && before.Rule.IsEnabled && rule.IsEnabled;
            rule = rule with { ChangedBy = who, ChangedTime = now, OffReason = rule.IsEnabled ? "" : rule.OffReason };
            _rules[rule.Id] = new RuleEntry(rule, isSame ? before!.Memories : new AlertMemories());
            _changing.Rule(rule.Id);
            if (!isSame) _book.Resolve(rule.Id, null, now, "The rule was changed or switched off.");
            Publish_NeedsLock();
            return true;
        }
    }

    /// <summary>Removes a rule; its alerts are over and stay in the history.</summary>
    /// <param name="id">Which.</param>
    /// <param name="seen">Version that was looked at; null takes any.</param>
    /// <returns>Why not, a sentence; empty when it is gone.</returns>
    public string Remove(string id, long? seen = null)
    {
        lock (_gate)
        {
            if (!_rules.TryGetValue(id, out RuleEntry? entry)) return "There is no such rule any more.";
            if (entry.Rule.IsDefault) return DefaultRules.CannotBeRemoved;
            if (seen is not null && entry.Rule.Version != seen) return "Somebody has changed the rule meanwhile.";
            _rules.Remove(id);
            _changing.RuleRemoved(id);
            _book.Resolve(id, null, _clock.GetUtcNow(), "The rule was removed.");
            Publish_NeedsLock();
            return "";
        }
    }

    /// <summary>Somebody has seen it. Again changes nothing.</summary>
    public Alert? Acknowledge(string id, string who) => Change(now => _book.Acknowledge(id, who, now));

    /// <summary>Silence until a time, for everybody.</summary>
    public Alert? Snooze(string id, DateTimeOffset until, string who) => Change(now => _book.Snooze(id, until, who, now));

    /// <summary>Makes a channel, or changes one.</summary>
    /// <param name="channel">As it shall be.</param>
    /// <param name="who">Who changes it.</param>
    /// <param name="seen">Version that was looked at, 0 when there was none of this name; null takes any.</param>
    /// <returns>False when somebody has made, changed or removed it since: nothing is done then.</returns>
    public bool SaveChannel(AlertChannel channel, string who, long? seen = null)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            AlertChannel? before = _book.FindChannel(channel.Name);
            if (seen is not null && (before?.Version ?? 0) != seen) return false;
            _book.SaveChannel(channel with { ChangedBy = who, ChangedTime = After(before?.ChangedTime) });
            Publish_NeedsLock();
            return true;
        }
    }

    /// <summary>Removes a channel.</summary>
    /// <param name="name">Which.</param>
    /// <param name="seen">Version that was looked at; null takes any.</param>
    /// <returns>Why not, a sentence; empty when it is gone.</returns>
    public string RemoveChannel(string name, long? seen = null)
    {
        lock (_gate)
        {
            if (seen is not null && _book.FindChannel(name) is { } channel && channel.Version != seen) return "Somebody has changed the channel meanwhile.";
            string[] users = [.. _rules.Values.Select(r => r.Rule).Where(r => r.Channels.Contains(name) || r.Escalation?.Channels.Contains(name) == true).Select(r => r.Name)];
            if (users.Length > 0) return $"{(users.Length == 1 ? "A rule uses" : $"{users.Length} rules use")} the channel: {string.Join(", ", users.Take(5))}. Take it out of there first.";
            string fault = _book.RemoveChannel(name);
            Publish_NeedsLock();
            return fault;
        }
    }

    /// <summary>Messages that are due, by channel; each channel has one on its way at a time.</summary>
    public IReadOnlyList<AlertDispatch> TakeDue()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_gate)
        {
            IReadOnlyList<AlertDispatch> due = _book.TakeDue(now);
            PublishIfChanged_NeedsLock();
            return due;
        }
    }

    /// <summary>Signs of life that are due.</summary>
    public IReadOnlyList<(AlertRule Rule, AlertChannel Channel)> TakeHeartbeats()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_gate)
        {
            var due = new List<(AlertRule, AlertChannel)>();
            foreach (AlertRule rule in _rules.Values.Select(r => r.Rule))
            {
                if (rule is not { IsEnabled: true, Condition: HeartbeatWatch heartbeat } || (_heartbeatDue.TryGetValue(rule.Id, out DateTimeOffset next) && next > now)) continue;
                _heartbeatDue[rule.Id] = now + TimeSpan.FromSeconds(heartbeat.Every);
                due.AddRange(rule.Channels.Select(_book.FindChannel).OfType<AlertChannel>().Where(c => c.IsEnabled).Select(c => (rule, c)));
            }
            return due;
        }
    }

    /// <summary>What came of a message.</summary>
    public void Complete(AlertDispatch dispatch, AlertSendResult result) => Change(now => { _book.Complete(dispatch, result, now); return true; });

    /// <summary>What came of a test or a sign of life.</summary>
    public void Note(string channel, AlertSendResult result) => Change(now => { _book.Note(channel, result, now); return true; });

    /// <summary>Why alerts cannot be stored; empty when they can.</summary>
    public void NoteStorage(string failure) => Change(_ => _storageFailure == failure ? false : (_storageFailure = failure) == failure);

    /// <summary>What has to be stored; it counts as stored until <see cref="PutBack"/> says otherwise.</summary>
    public AlertChanges TakeChanges()
    {
        lock (_gate) return _changing.Take(id => _rules.GetValueOrDefault(id) is { } entry ? (entry.Rule, entry.Memories.Copy()) : null, _book);
    }

    /// <summary>It could not be stored: it has to be again.</summary>
    public void PutBack(AlertChanges changes)
    {
        lock (_gate) _changing.PutBack(changes);
    }

    // Two changes within one step of the clock are two versions.
    private DateTimeOffset After(DateTimeOffset? before)
    {
        DateTimeOffset now = WholeMicroseconds.Of(_clock.GetUtcNow());
        return before is { } last && now <= last ? WholeMicroseconds.Of(last).AddMicroseconds(1) : now;
    }

    private T Change<T>(Func<DateTimeOffset, T> change)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_gate)
        {
            T result = change(now);
            Publish_NeedsLock();
            return result;
        }
    }

    private void Judge_NeedsLock(RuleEntry entry, AlertFacts facts, DateTimeOffset now)
    {
        AlertRule rule = entry.Rule;
        if (!rule.IsEnabled || rule.Condition is HeartbeatWatch or OrderWatch) return;
        entry.Seen.Clear();
        try
        {
            foreach (AlertReading reading in rule.Condition.Read(facts, entry.Memories))
            {
                entry.Seen.Add(reading.Subject);
                Apply_NeedsLock(entry, reading, now);
            }
            entry.Failure = "";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A rule that cannot be judged must not keep the others from being judged; it says so itself.
            if (entry.Failure != e.Message) _log.RuleFailed(e, rule.Id, rule.Name);
            entry.Failure = e.Message;
            return;
        }
        if (rule.Condition.IsMomentary || entry.Memories.BySubject.Count == entry.Seen.Count) return;
        foreach (string gone in entry.Memories.BySubject.Keys.Where(s => !entry.Seen.Contains(s)).ToArray())
        {
            Apply_NeedsLock(entry, new AlertReading(gone, AlertSignal.Clear), now);
            AlertMemory memory = entry.Memories.BySubject[gone];
            if (!(memory.RaisedTime + rule.Cooldown > now)) entry.Memories.BySubject.Remove(gone);
        }
    }

    private void Apply_NeedsLock(RuleEntry entry, AlertReading reading, DateTimeOffset now)
    {
        // A rule that is met once is off after its first alert, also within one look.
        if (!entry.Rule.IsEnabled) return;
        AlertMemory memory = entry.Memories.Of(reading.Subject);
        bool wasArmed = memory.IsArmed;
        bool raises = AlertTracker.Step(entry.Rule, memory, reading.Signal, now);
        if (reading.Signal == AlertSignal.Clear) _isChanged |= _book.Resolve(entry.Rule.Id, reading.Subject, now, "The condition does not hold any more.");
        if (raises) Raise_NeedsLock(entry, reading, now);
        if (wasArmed != memory.IsArmed) _changing.Rule(entry.Rule.Id);
    }

    private void Take_NeedsLock(OrderNews news, DateTimeOffset now)
    {
        if (news.Kind == OrderNews.Recovered)
        {
            // What happened to an order between the last look of the earlier run and its end was in no look.
            if (_ordersJudgedTo is not { } to || news.Order is not { } order) return;
            foreach (OrderEvent e in order.History.Where(e => e.Time > to)) TakeOne_NeedsLock(news with { Time = e.Time, Kind = e.Kind, Source = e.Source, Text = e.Text }, now);
            return;
        }
        TakeOne_NeedsLock(news, now);
        if (_ordersJudgedTo is null || news.Time > _ordersJudgedTo) _changing.OrdersJudgedTo = _ordersJudgedTo = news.Time;
    }

    private void TakeOne_NeedsLock(OrderNews news, DateTimeOffset now)
    {
        foreach (RuleEntry entry in _rules.Values.ToArray())
        {
            if (entry.Rule is not { IsEnabled: true, Condition: OrderWatch condition } || entry.Rule.Hours?.Contains(now) == false) continue;
            if (condition.Take(news) is { } reading) Raise_NeedsLock(entry, reading, now);
        }
    }

    private void TakeCall_NeedsLock(TradingNotice call, DateTimeOffset now)
    {
        foreach (RuleEntry entry in _rules.Values.ToArray())
        {
            if (entry.Rule is not { IsEnabled: true, Condition: SystemWatch { What: SystemTrouble.PersonCalled } } || entry.Rule.Hours?.Contains(now) == false) continue;
            Raise_NeedsLock(entry, new AlertReading(call.Kind, AlertSignal.Met, call.Text, null, call.Ticker, call.OrderRef.Value ?? ""), now);
        }
    }

    // When it was is a time of its own: each reader tells it in the zone of the reader.
    private const string OnceReason = "It was met and is for once.";

    private void Raise_NeedsLock(RuleEntry entry, AlertReading reading, DateTimeOffset now)
    {
        Alert alert = _book.Raise(entry.Rule, reading, now);
        _log.AlertRaised(alert.Severity, entry.Rule.Name, alert.Text);
        entry.LastRaised = now;
        _isChanged = true;
        if (!entry.Rule.Repeats)
        {
            entry.Rule = entry.Rule with { IsEnabled = false, OffReason = OnceReason };
            _changing.Rule(entry.Rule.Id);
        }
    }

    private IEnumerable<RuleEntry> Ordered_NeedsLock() => _rules.Values.OrderByDescending(r => r.Rule.IsDefault).ThenBy(r => r.Rule.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Rule.Id, StringComparer.Ordinal);

    private static AlertRuleView View(RuleEntry entry)
    {
        AlertMemory[] memories = [.. entry.Memories.BySubject.Values];
        DateTimeOffset? raised = memories.Select(m => m.RaisedTime).Append(entry.LastRaised).Max();
        string status =
            !entry.Rule.IsEnabled ? entry.Rule.OffReason.Length > 0 ? $"off: {entry.Rule.OffReason.TrimEnd('.')}" : "off"
            : entry.Failure.Length > 0 ? $"cannot be judged: {entry.Failure.TrimEnd('.')}"
            : entry.Rule.Condition is OrderWatch or HeartbeatWatch ? "on"
            : memories.Length == 1 && memories[0].Signal == AlertSignal.Unknown && memories[0].Last is null ? entry.Rule.Condition.Ticker.Length > 0 ? $"no data of {entry.Rule.Condition.Ticker}: is it on the watchlist?" : "no data"
            : memories.Any(m => m.Signal == AlertSignal.Met && !m.IsArmed) ? "met"
            : memories.Any(m => !m.IsArmed) ? "waits to be armed again"
            : memories.Any(m => m.Since is not null) ? "about to be met" : "armed";
        return new AlertRuleView(entry.Rule, status, raised, memories.Length == 1 ? memories[0].Last : null);
    }

    private void PublishIfChanged_NeedsLock()
    {
        if (_isChanged || _book.TakeChanged()) Publish_NeedsLock();
    }

    private void Publish_NeedsLock()
    {
        _isChanged = false;
        _book.TakeChanged();
        Volatile.Write(ref _current, _book.Snapshot() with { Rules = [.. Ordered_NeedsLock().Select(r => r.Rule)], StorageFailure = _storageFailure, IsLoaded = _isLoaded });
    }

    private sealed class RuleEntry(AlertRule rule, AlertMemories memories)
    {
        public AlertRule Rule { get; set; } = rule;
        public AlertMemories Memories { get; } = memories;
        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);
        public DateTimeOffset? LastRaised { get; set; }
        public string Failure { get; set; } = "";
    }
}
