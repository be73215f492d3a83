using TradingCore.Domain;

namespace TradingCore.Alerts;

/// <summary>Messages of one channel that go out together.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Message">What goes out.</param>
/// <param name="Keys">Which messages of which alerts it is.</param>
public sealed record AlertDispatch(AlertChannel Channel, AlertMessage Message, IReadOnlyList<(string AlertId, AlertMessageKind Kind)> Keys);

/// <summary>Alerts from their first sign to their end, and the messages about them. Not thread-safe: under the desk's lock.</summary>
internal sealed class AlertBook(AlertChanging changing)
{
    /// <summary>Alerts kept in memory that are over and stored; older ones are in the database alone.</summary>
    public const int ClosedMax = 200;

    /// <summary>Alerts that one message tells of; more, and those of another kind, go with the next.</summary>
    private const int BundleMax = 20;

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)];

    private readonly Dictionary<string, Alert> _alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlertChannel> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlertChannelHealth> _health = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);   // alerts with a message to send
    private readonly HashSet<string> _inFlight = new(StringComparer.Ordinal);  // channels with a message on its way
    private bool _isChanged;

    public IReadOnlyList<(string, string)> BrokenChannels => _health.Count == 0 ? [] : [.. _health.Values.Where(h => h.IsBroken).Select(h => (h.Channel, h.Failure))];

    public Alert? Find(string id) => _alerts.GetValueOrDefault(id);

    public AlertChannel? FindChannel(string name) => _channels.GetValueOrDefault(name);

    public bool TakeChanged()
    {
        bool was = _isChanged;
        _isChanged = false;
        return was;
    }

    public void Clear()
    {
        _channels.Clear();
        _alerts.Clear();
    }

    public void Load(StoredAlerts stored)
    {
        foreach (AlertChannel channel in stored.Channels)
            if (!changing.IsChannelChanged(channel.Name)) _channels[channel.Name] = channel;
        foreach (Alert alert in stored.Alerts)
            if (!changing.IsAlertChanged(alert.Id)) Keep(alert);
    }

    public Alert Raise(AlertRule rule, AlertReading reading, DateTimeOffset now)
    {
        Alert? known = _alerts.Values.FirstOrDefault(a => a.RuleId == rule.Id && a.Subject == reading.Subject && !a.IsAcknowledged && a.ResolvedTime is null);
        Alert alert = known is not null
            ? (known with { Count = known.Count + 1, LastTime = now, Text = reading.Text, Value = reading.Value, SnoozedUntil = null }).With(new AlertEvent(now, "again", "", reading.Text))
            : new Alert
            {
                Id = Guid.CreateVersion7(now).ToString("N"),
                RuleId = rule.Id,
                RuleName = rule.Name,
                Owner = rule.Owner,
                OwnerName = rule.OwnerName,
                Severity = rule.Severity,
                Kind = rule.Condition.Kind,
                Subject = reading.Subject,
                Ticker = reading.Ticker,
                OrderRef = reading.OrderRef,
                Text = reading.Text,
                Value = reading.Value,
                RaisedTime = now,
                LastTime = now,
                IsMomentary = rule.Condition.IsMomentary,
                IsForAdmins = rule.Owner == AlertRule.Admins,
                History = [new AlertEvent(now, "raised", "", reading.Text)],
            };
        return Put(Tell(alert, rule.Channels, AlertMessageKind.Raised, now));
    }

    /// <summary>What a rule's alerts are about is over.</summary>
    /// <param name="ruleId">Rule.</param>
    /// <param name="subject">Which of them; null for all.</param>
    /// <param name="now">When.</param>
    /// <param name="why">A sentence.</param>
    public bool Resolve(string ruleId, string? subject, DateTimeOffset now, string why)
    {
        bool any = false;
        foreach (Alert alert in _alerts.Values.Where(a => a.RuleId == ruleId && a.ResolvedTime is null && !a.IsMomentary && (subject is null || a.Subject == subject)).ToArray())
        {
            // Who was told of it is told that it is over.
            string[] told = [.. alert.Deliveries.Where(d => d.State == AlertDeliveryState.Sent).Select(d => d.Channel).Distinct()];
            Put(Tell((alert with { ResolvedTime = now }).With(new AlertEvent(now, "resolved", "", why)), told, AlertMessageKind.Resolved, now));
            any = true;
        }
        return any;
    }

    public Alert? Acknowledge(string id, string who, DateTimeOffset now)
    {
        if (!_alerts.TryGetValue(id, out Alert? alert) || alert.IsAcknowledged) return alert;
        return Put((alert with { AcknowledgedBy = who, AcknowledgedTime = now, SnoozedUntil = null }).With(new AlertEvent(now, "acknowledged", who, "")));
    }

    public Alert? Snooze(string id, DateTimeOffset until, string who, DateTimeOffset now)
    {
        if (!_alerts.TryGetValue(id, out Alert? alert) || alert.IsAcknowledged) return alert;
        return Put((alert with { SnoozedUntil = until }).With(new AlertEvent(now, "snoozed", who, $"Until {Say.Moment(until)}.")));
    }

    /// <summary>Ends snoozes and escalates what nobody has acknowledged.</summary>
    public void Move(DateTimeOffset now, Func<string, AlertRule?> rules)
    {
        foreach (Alert alert in _alerts.Values.Where(a => !a.IsAcknowledged && a.ResolvedTime is null).ToArray())
        {
            Alert moved = alert;
            if (moved.SnoozedUntil <= now)
            {
                moved = (moved with { SnoozedUntil = null }).With(new AlertEvent(now, "reminded", "", "The snooze is over."));
                moved = Tell(moved, rules(moved.RuleId)?.Channels ?? [], AlertMessageKind.Reminder, now);
            }
            if (moved.EscalatedTime is null && !(moved.SnoozedUntil > now) && rules(moved.RuleId)?.Escalation is { } escalation && now - moved.RaisedTime >= escalation.After)
            {
                string whom = string.Join(", ", escalation.ToAdmins ? escalation.Channels.Append("admins") : escalation.Channels);
                moved = (moved with { EscalatedTime = now, IsForAdmins = moved.IsForAdmins || escalation.ToAdmins }).With(new AlertEvent(now, "escalated", "", $"Nobody has acknowledged it; told: {whom}."));
                moved = Tell(moved, escalation.Channels, AlertMessageKind.Escalated, now);
            }
            if (!ReferenceEquals(moved, alert)) Put(moved);
        }
    }

    public void SaveChannel(AlertChannel channel)
    {
        _channels[channel.Name] = channel;
        _health.Remove(channel.Name);
        changing.Channel(channel.Name);
        // What could not be sent over the old settings is tried over the new ones at once.
        foreach (Alert alert in _pending.Select(Find).OfType<Alert>().ToArray())
            _alerts[alert.Id] = alert with { Deliveries = [.. alert.Deliveries.Select(d => d.Channel == channel.Name && d.State == AlertDeliveryState.Pending ? d with { Next = d.Created } : d)] };
    }

    public string RemoveChannel(string name)
    {
        if (!_channels.Remove(name)) return "There is no such channel any more.";
        _health.Remove(name);
        changing.ChannelRemoved(name);
        return "";
    }

    public IReadOnlyList<AlertDispatch> TakeDue(DateTimeOffset now)
    {
        if (_pending.Count == 0) return [];
        var due = new Dictionary<string, List<(Alert Alert, AlertMessageKind Kind)>>(StringComparer.Ordinal);
        foreach (Alert alert in _pending.Select(Find).OfType<Alert>().OrderBy(a => a.Id, StringComparer.Ordinal).ToArray())
        {
            foreach (AlertDelivery delivery in alert.Deliveries.Where(d => d.State == AlertDeliveryState.Pending && d.Next <= now))
            {
                if (_inFlight.Contains(delivery.Channel)) continue;
                if (_channels.GetValueOrDefault(delivery.Channel) is not { IsEnabled: true })
                {
                    string why = _channels.ContainsKey(delivery.Channel) ? "The channel is switched off." : "There is no such channel any more.";
                    End(alert.Id, delivery.Channel, delivery.Kind, d => d with { State = AlertDeliveryState.GivenUp, Detail = why });
                    if (Find(alert.Id) is { } told) Put(told.With(new AlertEvent(now, "not sent", "", $"{delivery.Channel}: {why}")));
                    continue;
                }
                if (!due.TryGetValue(delivery.Channel, out List<(Alert Alert, AlertMessageKind Kind)>? list)) due[delivery.Channel] = list = [];
                // What has begun and what is over are told apart: together, a new alert would read as one that is over.
                if (list.Count < BundleMax && (list.Count == 0 || list[0].Kind == delivery.Kind)) list.Add((alert, delivery.Kind));
            }
        }
        return [.. due.Select(d =>
        {
            _inFlight.Add(d.Key);
            return new AlertDispatch(
                _channels[d.Key], new AlertMessage(d.Value[0].Kind, [.. d.Value.Select(v => v.Alert).DistinctBy(a => a.Id).Reverse()], "", now), [.. d.Value.Select(v => (v.Alert.Id, v.Kind))]);
        })];
    }

    public void Complete(AlertDispatch dispatch, AlertSendResult result, DateTimeOffset now)
    {
        _inFlight.Remove(dispatch.Channel.Name);
        Note(dispatch.Channel.Name, result, now);
        foreach ((string id, AlertMessageKind kind) in dispatch.Keys)
        {
            End(id, dispatch.Channel.Name, kind, d =>
            {
                int attempts = d.Attempts + 1;
                if (result.IsSent) return d with { State = AlertDeliveryState.Sent, Attempts = attempts, Detail = result.Detail };
                return now - d.Created >= GiveUpAfter
                    ? d with { State = AlertDeliveryState.GivenUp, Attempts = attempts, Detail = $"Given up after {attempts} tries. {result.Detail}" }
                    : d with { Attempts = attempts, Next = now + Delays[Math.Min(attempts, Delays.Length) - 1], Detail = result.Detail };
            });
            // The tries after the first are counted by the message; the history is for what a person wants to read.
            AlertDelivery? delivery = _alerts.TryGetValue(id, out Alert? alert) ? alert.Deliveries.LastOrDefault(d => d.Channel == dispatch.Channel.Name && d.Kind == kind) : null;
            if (delivery is not null && (result.IsSent || delivery.Attempts == 1 || delivery.State == AlertDeliveryState.GivenUp))
                Put(alert!.With(new AlertEvent(now, result.IsSent ? "sent" : "not sent", "", $"{dispatch.Channel.Name}: {delivery.Detail}")));
        }
    }

    public void Note(string channel, AlertSendResult result, DateTimeOffset now)
    {
        AlertChannelHealth before = _health.GetValueOrDefault(channel) ?? new AlertChannelHealth(channel, null, null, 0, "");
        _health[channel] = result.IsSent ? before with { LastSent = now, FailedInRow = 0, Failure = "" } : before with { LastFailed = now, FailedInRow = before.FailedInRow + 1, Failure = result.Detail };
        _isChanged = true;
    }

    public AlertSnapshot Snapshot() => new()
    {
        Active = [.. _alerts.Values.Where(a => a.IsActive).OrderByDescending(a => a.Severity == AlertSeverity.Critical && !a.IsAcknowledged).ThenByDescending(a => a.LastTime).ThenByDescending(a => a.Id, StringComparer.Ordinal)],
        Closed = [.. _alerts.Values.Where(a => !a.IsActive).OrderByDescending(a => a.RaisedTime).ThenByDescending(a => a.Id, StringComparer.Ordinal)],
        Channels = [.. _channels.Values.OrderBy(c => c.Name, StringComparer.Ordinal)],
        Health = [.. _health.Values],
    };

    // One message of a kind and channel at a time: a storm of the same alert is one message that tells how often.
    private static Alert Tell(Alert alert, IEnumerable<string> channels, AlertMessageKind kind, DateTimeOffset now)
    {
        AlertDelivery[] more = [.. channels.Where(c => !alert.Deliveries.Any(d => d.Channel == c && d.Kind == kind && d.State == AlertDeliveryState.Pending))
            .Select(c => new AlertDelivery(c, kind, AlertDeliveryState.Pending, 0, now, now, ""))];
        if (more.Length == 0) return alert;
        AlertDelivery[] kept = [.. alert.Deliveries.Where(d => d.State == AlertDeliveryState.Pending), .. alert.Deliveries.Where(d => d.State != AlertDeliveryState.Pending).TakeLast(Alert.KeptMax)];
        return alert with { Deliveries = [.. kept.OrderBy(d => d.Created), .. more] };
    }

    private void End(string id, string channel, AlertMessageKind kind, Func<AlertDelivery, AlertDelivery> change)
    {
        if (!_alerts.TryGetValue(id, out Alert? alert)) return;
        Put(alert with { Deliveries = [.. alert.Deliveries.Select(d => d.Channel == channel && d.Kind == kind && d.State == AlertDeliveryState.Pending ? change(d) : d)] });
    }

    private Alert Put(Alert alert)
    {
        changing.Alert(alert.Id);
        _isChanged = true;
        Keep(alert);
        return alert;
    }

    private void Keep(Alert alert)
    {
        _alerts[alert.Id] = alert;
        if (alert.Deliveries.Any(d => d.State == AlertDeliveryState.Pending)) _pending.Add(alert.Id);
        else _pending.Remove(alert.Id);
        if (_alerts.Count <= ClosedMax * 2) return;
        // What is over, stored and told may leave the memory; what is not stays whatever it costs.
        foreach (Alert old in _alerts.Values.Where(a => !a.IsActive && !_pending.Contains(a.Id) && !changing.IsAlertChanged(a.Id)).OrderByDescending(a => a.Id, StringComparer.Ordinal).Skip(ClosedMax).ToArray()) _alerts.Remove(old.Id);
    }
}
