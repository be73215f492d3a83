using TradingCore.Domain;

namespace TradingCore.Alerts;

/// <summary>When a rule may raise alerts: days and times of day in a zone. What holds outside them raises one when they begin, if it still holds.</summary>
/// <param name="From">Start, wall-clock time in <paramref name="Zone"/>.</param>
/// <param name="To">End; before the start it is on the next day.</param>
/// <param name="Zone">IANA name.</param>
/// <param name="WeekdaysOnly">True leaves out Saturday and Sunday.</param>
public sealed record AlertHours(TimeOnly From, TimeOnly To, string Zone, bool WeekdaysOnly)
{
    /// <summary>True when a time is in them.</summary>
    public bool Contains(DateTimeOffset time)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out TimeZoneInfo? zone)) return true;
        DateTime local = TimeZoneInfo.ConvertTime(time, zone).DateTime;
        TimeOnly now = TimeOnly.FromDateTime(local);
        bool isIn = From <= To ? now >= From && now < To : now >= From || now < To;
        // After midnight it is still the evening before.
        DayOfWeek day = From > To && now < To ? local.AddDays(-1).DayOfWeek : local.DayOfWeek;
        return isIn && (!WeekdaysOnly || day is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
    }
}

/// <summary>Who else is told of an alert that nobody has acknowledged.</summary>
/// <param name="After">How long after it was raised.</param>
/// <param name="Channels">Further channels.</param>
/// <param name="ToAdmins">True shows it to every admin as well.</param>
public sealed record AlertEscalation(TimeSpan After, IReadOnlyList<string> Channels, bool ToAdmins);

/// <summary>One rule: what it waits for, and what happens then. Immutable; a change makes a new one.</summary>
public sealed record AlertRule
{
    /// <summary>Owner of rules that are for every admin.</summary>
    public const string Admins = "*admins";

    /// <summary>Longest name.</summary>
    public const int NameMax = 100;

    /// <summary>Id; never used twice. Those of rules that are there by default begin with <c>default.</c></summary>
    public required string Id { get; init; }
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }
    /// <summary>Id of the user whose rule it is, or <see cref="Admins"/>.</summary>
    public required string Owner { get; init; }
    /// <summary>Name of the owner for people.</summary>
    public string OwnerName { get; init; } = "";
    /// <summary>How much its alerts matter.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Warning;
    /// <summary>What it waits for.</summary>
    public required AlertCondition Condition { get; init; }
    /// <summary>True raises an alert each time; false once, and then the rule is off.</summary>
    public bool Repeats { get; init; }
    /// <summary>How long the condition must hold before it counts.</summary>
    public TimeSpan HoldFor { get; init; }
    /// <summary>Least time between two alerts about the same subject.</summary>
    public TimeSpan Cooldown { get; init; }
    /// <summary>When it may raise alerts; null for always.</summary>
    public AlertHours? Hours { get; init; }
    /// <summary>Names of channels that carry its alerts, besides the pages, which always do.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];
    /// <summary>Who else is told later; null for nobody.</summary>
    public AlertEscalation? Escalation { get; init; }
    /// <summary>False while it is switched off, or was met once.</summary>
    public bool IsEnabled { get; init; } = true;
    /// <summary>Why it is off, a sentence; empty while it is on.</summary>
    public string OffReason { get; init; } = "";
    /// <summary>Who changed it last.</summary>
    public string ChangedBy { get; init; } = "";
    /// <summary>When it was changed last, UTC.</summary>
    public DateTimeOffset ChangedTime { get; init; }

    /// <summary>Stands for what people made of it: grows with each of their changes, and is 0 while nobody has changed a default one.</summary>
    public long Version => WholeMicroseconds.CountTo(ChangedTime);

    /// <summary>True for one that is there by default: it can be changed and switched off, never removed.</summary>
    public bool IsDefault => Id.StartsWith(DefaultRules.Prefix, StringComparison.Ordinal);

    /// <summary>In a sentence without a period: what it waits for, and how often.</summary>
    /// <param name="instrument">The contract that it is about, for its prices; null when not known.</param>
    public string Describe(Instrument? instrument = null) =>
        Condition.Describe(instrument) + (HoldFor > TimeSpan.Zero ? $" for {Say.Seconds(HoldFor)}" : "") + (Condition is Conditions.HeartbeatWatch ? "" : Repeats ? "" : ", once");
}
