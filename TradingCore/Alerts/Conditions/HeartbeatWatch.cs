using TradingCore.Domain;

namespace TradingCore.Alerts.Conditions;

/// <summary>No condition that is met: the rule sends a sign of life over its channels every some seconds, so that somebody outside notices when it stops.</summary>
public sealed record HeartbeatWatch(int Every) : AlertCondition
{
    /// <summary>Name of the kind.</summary>
    public const string Name = "heartbeat";

    private const int SecondsMin = 5;
    private const int SecondsMax = 86_400;

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <summary>Reads one.</summary>
    public static AlertCondition? Of(AlertConditionForm form, AlertFaults faults) => new HeartbeatWatch(AlertConditions.Seconds(form, faults, SecondsMin, SecondsMax));

    /// <inheritdoc/>
    public override string Describe(Instrument? instrument = null) => $"a sign of life goes out every {Seconds(Every)}";

    /// <inheritdoc/>
    public override AlertConditionForm ToForm() => new() { Kind = Name, Seconds = Every };
}
