using System.Globalization;
using TradingCore.Domain;

namespace TradingCore.Alerts;

/// <summary>A rule as it is stored, travels and is edited. Read it with <see cref="ToRule"/>, which checks everything.</summary>
public sealed record AlertRuleForm
{
    private const int ChannelsMax = 10;
    private const int HoldMax = 3_600;
    private const int CooldownMax = 86_400;
    private const int EscalateMax = 1_440;

    /// <summary>Name; empty takes the description of the condition.</summary>
    public string? Name { get; init; }
    /// <summary>Word of <see cref="AlertSeverity"/>.</summary>
    public string? Severity { get; init; }
    /// <summary>What it waits for.</summary>
    public AlertConditionForm Condition { get; init; } = new();
    /// <summary>True raises an alert each time, false once.</summary>
    public bool Repeats { get; init; }
    /// <summary>Seconds for which the condition must hold.</summary>
    public int HoldSeconds { get; init; }
    /// <summary>Least seconds between two alerts about the same subject.</summary>
    public int CooldownSeconds { get; init; }
    /// <summary>Start of the hours, <c>HH:mm</c>; null for always.</summary>
    public string? HoursFrom { get; init; }
    /// <summary>End of the hours.</summary>
    public string? HoursTo { get; init; }
    /// <summary>Zone of the hours; null for New York.</summary>
    public string? HoursZone { get; init; }
    /// <summary>True leaves out Saturday and Sunday.</summary>
    public bool WeekdaysOnly { get; init; }
    /// <summary>Channels besides the pages.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];
    /// <summary>Minutes without an acknowledgement after which others are told; null for never.</summary>
    public int? EscalateMinutes { get; init; }
    /// <summary>Channels that are told then.</summary>
    public IReadOnlyList<string> EscalateChannels { get; init; } = [];
    /// <summary>True shows it to every admin then.</summary>
    public bool EscalateToAdmins { get; init; }
    /// <summary>False while it is switched off.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The form of a rule.</summary>
    public static AlertRuleForm Of(AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new AlertRuleForm
        {
            Name = rule.Name,
            Severity = AlertTerms.Word(rule.Severity),
            Condition = rule.Condition.ToForm(),
            Repeats = rule.Repeats,
            HoldSeconds = (int)rule.HoldFor.TotalSeconds,
            CooldownSeconds = (int)rule.Cooldown.TotalSeconds,
            HoursFrom = rule.Hours?.From.ToString("HH:mm", CultureInfo.InvariantCulture),
            HoursTo = rule.Hours?.To.ToString("HH:mm", CultureInfo.InvariantCulture),
            HoursZone = rule.Hours?.Zone,
            WeekdaysOnly = rule.Hours?.WeekdaysOnly ?? false,
            Channels = rule.Channels,
            EscalateMinutes = rule.Escalation is { } escalation ? (int)escalation.After.TotalMinutes : null,
            EscalateChannels = rule.Escalation?.Channels ?? [],
            EscalateToAdmins = rule.Escalation?.ToAdmins ?? false,
            IsEnabled = rule.IsEnabled,
        };
    }

    /// <summary>Checks everything and makes the rule; null with faults when something is wrong.</summary>
    /// <param name="id">Id of the rule.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="ownerName">The owner's name for people.</param>
    /// <param name="knownChannels">Names of the channels that there are; null takes every name.</param>
    /// <param name="faults">What is wrong.</param>
    /// <param name="find">Finds the contract of a symbol, for what its prices can be and for those in the name of a rule that was given none; null when none is known.</param>
    public AlertRule? ToRule(string id, string owner, string ownerName, IReadOnlyCollection<string>? knownChannels, AlertFaults faults, Func<string, Instrument?>? find = null)
    {
        ArgumentNullException.ThrowIfNull(faults);
        AlertCondition? condition = AlertConditions.Read(Condition, faults);
        AlertSeverity severity = faults.Choice("severity", Severity, AlertSeverity.Warning);
        InRange("holdSeconds", HoldSeconds, HoldMax);
        InRange("cooldownSeconds", CooldownSeconds, CooldownMax);
        if (condition is { IsMomentary: true } && HoldSeconds > 0) faults.Add("holdSeconds", "A crossing or an event is over in a moment and cannot hold on. Expected 0.");
        string name = (Name ?? "").Trim();
        if (name.Length > AlertRule.NameMax || name.Any(char.IsControl)) faults.Add("name", $"The name is too long or has characters that cannot be shown. Expected up to {AlertRule.NameMax}.");
        AlertHours? hours = ReadHours(faults);
        if (EscalateMinutes is < 1 or > EscalateMax) faults.Add("escalateMinutes", $"The minutes are {EscalateMinutes}. Expected 1 to {EscalateMax}.");
        if (EscalateMinutes is not null && EscalateChannels.Count == 0 && !EscalateToAdmins) faults.Add("escalateChannels", "Nobody is named whom it escalates to. Name a channel, or the admins.");
        if (EscalateMinutes is null && (EscalateChannels.Count > 0 || EscalateToAdmins)) faults.Add("escalateMinutes", "The minutes after which it escalates are missing.");
        CheckChannels("channels", Channels);
        CheckChannels("escalateChannels", EscalateChannels);
        if (condition is Conditions.HeartbeatWatch && Channels.Count == 0) faults.Add("channels", "A sign of life needs a channel that carries it.");
        Instrument? instrument = condition is { Ticker.Length: > 0 } ? find?.Invoke(condition.Ticker) : null;
        if (instrument is not null) condition!.CheckFor(instrument, faults);
        if (!faults.IsEmpty || condition is null) return null;
        string described = condition.Describe(instrument);
        described = char.ToUpperInvariant(described[0]) + described[1..];
        return new AlertRule
        {
            Id = id,
            Name = name.Length > 0 ? name : described.Length <= AlertRule.NameMax ? described : described[..AlertRule.NameMax],
            Owner = owner,
            OwnerName = ownerName,
            Severity = severity,
            Condition = condition,
            Repeats = Repeats || condition is Conditions.HeartbeatWatch,
            HoldFor = TimeSpan.FromSeconds(HoldSeconds),
            Cooldown = TimeSpan.FromSeconds(CooldownSeconds),
            Hours = hours,
            Channels = [.. Channels.Distinct(StringComparer.Ordinal)],
            Escalation = EscalateMinutes is { } minutes ? new AlertEscalation(TimeSpan.FromMinutes(minutes), [.. EscalateChannels.Distinct(StringComparer.Ordinal)], EscalateToAdmins) : null,
            IsEnabled = IsEnabled,
        };

        void InRange(string field, int seconds, int max)
        {
            if (seconds < 0 || seconds > max) faults.Add(field, $"The seconds are {seconds}. Expected 0 to {max}.");
        }

        void CheckChannels(string field, IReadOnlyList<string> names)
        {
            if (names.Count > ChannelsMax) faults.Add(field, $"There are {names.Count} channels. Expected up to {ChannelsMax}.");
            foreach (string channel in names)
                if (knownChannels is not null && !knownChannels.Contains(channel)) faults.Add(field, $"There is no channel '{channel}'.{(knownChannels.Count > 0 ? $" Expected of {string.Join(", ", knownChannels)}." : " An admin makes channels under Settings, Alerts.")}");
        }
    }

    private AlertHours? ReadHours(AlertFaults faults)
    {
        if (string.IsNullOrWhiteSpace(HoursFrom) && string.IsNullOrWhiteSpace(HoursTo)) return WeekdaysOnly ? new AlertHours(TimeOnly.MinValue, TimeOnly.MaxValue, Zone, true) : null;
        TimeOnly from = Time("hoursFrom", HoursFrom), to = Time("hoursTo", HoursTo);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _)) faults.Add("hoursZone", $"There is no time zone '{HoursZone}'. Expected a name such as America/New_York.");
        return new AlertHours(from, to, Zone, WeekdaysOnly);

        TimeOnly Time(string field, string? text)
        {
            if (TimeOnly.TryParseExact(text?.Trim(), "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)) return time;
            faults.Add(field, $"'{text}' is not a time of day. Expected one such as 09:30.");
            return default;
        }
    }

    private string Zone => string.IsNullOrWhiteSpace(HoursZone) ? "America/New_York" : HoursZone.Trim();
}
