namespace TradingCore.Alerts;

/// <summary>What has changed and is not stored yet: names, not values, so that a change of a change costs nothing. Under the desk's lock.</summary>
internal sealed class AlertChanging
{
    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removedRules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _channels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removedChannels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _alerts = new(StringComparer.Ordinal);

    /// <summary>Newest order event that was judged, when it has to be stored.</summary>
    public DateTimeOffset? OrdersJudgedTo { get; set; }

    public bool IsRuleChanged(string id) => _rules.Contains(id) || _removedRules.Contains(id);

    public bool IsChannelChanged(string name) => _channels.Contains(name) || _removedChannels.Contains(name);

    public bool IsAlertChanged(string id) => _alerts.Contains(id);

    public void Rule(string id)
    {
        _rules.Add(id);
        _removedRules.Remove(id);
    }

    public void RuleRemoved(string id)
    {
        _rules.Remove(id);
        _removedRules.Add(id);
    }

    public void Channel(string name)
    {
        _channels.Add(name);
        _removedChannels.Remove(name);
    }

    public void ChannelRemoved(string name)
    {
        _channels.Remove(name);
        _removedChannels.Add(name);
    }

    public void Alert(string id) => _alerts.Add(id);

    public AlertChanges Take(Func<string, (AlertRule, AlertMemories)?> rule, AlertBook book)
    {
        var changes = new AlertChanges
        {
            Rules = [.. _rules.Select(rule).OfType<(AlertRule, AlertMemories)>()],
            RemovedRules = [.. _removedRules],
            Alerts = [.. _alerts.Select(book.Find).OfType<Alert>()],
            Channels = [.. _channels.Select(book.FindChannel).OfType<AlertChannel>()],
            RemovedChannels = [.. _removedChannels],
            OrdersJudgedTo = OrdersJudgedTo,
        };
        _rules.Clear();
        _removedRules.Clear();
        _alerts.Clear();
        _channels.Clear();
        _removedChannels.Clear();
        OrdersJudgedTo = null;
        return changes;
    }

    public void PutBack(AlertChanges changes)
    {
        foreach ((AlertRule rule, _) in changes.Rules) if (!_removedRules.Contains(rule.Id)) _rules.Add(rule.Id);
        foreach (string id in changes.RemovedRules) if (!_rules.Contains(id)) _removedRules.Add(id);
        foreach (Alert alert in changes.Alerts) _alerts.Add(alert.Id);
        foreach (AlertChannel channel in changes.Channels) if (!_removedChannels.Contains(channel.Name)) _channels.Add(channel.Name);
        foreach (string name in changes.RemovedChannels) if (!_channels.Contains(name)) _removedChannels.Add(name);
        OrdersJudgedTo ??= changes.OrdersJudgedTo;
    }
}
