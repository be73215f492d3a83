using System.Globalization;
using TradingCore.Engine.Views;

namespace TradingCore.Tws;

/// <summary>What a person is told about the weekly login.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Text">A sentence.</param>
/// <param name="CallsPerson">True when somebody must act.</param>
internal readonly record struct LoginReminder(NoticeSeverity Severity, string Text, bool CallsPerson);

/// <summary>
/// Reminds of the weekly login, each time louder than before; at its hour it says what to do, and goes on saying it until the gateway is connected.
/// Reads no clock.
/// </summary>
/// <param name="plan">When the login is.</param>
/// <param name="startedTime">When the program started.</param>
/// <param name="grace">How long after a start a session may take before a login that was due meanwhile counts as missed.</param>
/// <param name="callInterval">How often a missed login is told again.</param>
internal sealed class WeeklyLoginWatch(WeeklyLoginPlan plan, DateTimeOffset startedTime, TimeSpan grace, TimeSpan callInterval)
{
    // Whoever starts the program a day after the hour has something else to do than to be told of it.
    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(1);

    private int _leadsTold;
    private DateTimeOffset? _calledTime;

    /// <summary>The login that is next, or that is overdue; null when none is planned.</summary>
    public DateTimeOffset? PlannedTime { get; private set; }

    /// <summary>True from the hour of the login until the gateway is connected.</summary>
    public bool IsOverdue { get; private set; }

    /// <summary>Looks at the time; says what to tell, if anything.</summary>
    /// <param name="now">Now.</param>
    /// <param name="isConnected">True while the gateway is connected and reaches the broker, which it cannot without a login.</param>
    public LoginReminder? Advance(DateTimeOffset now, bool isConnected)
    {
        PlannedTime ??= plan.Last(now) is { } last && now - last < RememberedFor && !isConnected ? last : plan.Next(now);
        if (PlannedTime is not { } planned) return null;
        if (now < planned) return Remind(now, planned);
        if (isConnected) return Done(now, planned);
        if (planned < startedTime && now < startedTime + grace) return null;
        IsOverdue = true;
        if (_calledTime is { } called && now - called < callInterval) return null;
        bool isFirst = _calledTime is null;
        _calledTime = now;
        return new LoginReminder(NoticeSeverity.Error, isFirst && now - planned < callInterval
            ? $"It is time for the weekly login of the gateway ({When(planned)}). {LoginAdvice.Sentence}"
            : $"The weekly login of the gateway is overdue: it was planned for {When(planned)}, and there is no connection to IB. {LoginAdvice.Sentence}", CallsPerson: true);
    }

    private LoginReminder? Remind(DateTimeOffset now, DateTimeOffset planned)
    {
        int due = plan.Leads.Count(lead => now >= planned - lead);
        if (due <= _leadsTold) return null;
        _leadsTold = due;
        bool isLast = due == plan.Leads.Count;
        NoticeSeverity severity = isLast ? NoticeSeverity.Error : due == 1 ? NoticeSeverity.Info : NoticeSeverity.Warning;
        return new LoginReminder(severity, $"The weekly login of the gateway is due in {Length(planned - now)}, at {When(planned)}. Have the phone with IBKR Mobile at hand: the login needs your approval.", isLast);
    }

    private LoginReminder? Done(DateTimeOffset now, DateTimeOffset planned)
    {
        bool wasTold = _calledTime is not null || _leadsTold > 0;
        PlannedTime = plan.Next(now > planned ? now : now.AddTicks(1));
        IsOverdue = false;
        _calledTime = null;
        _leadsTold = 0;
        return wasTold ? new LoginReminder(NoticeSeverity.Info, $"The gateway is connected to IB; the next weekly login is planned for {When(PlannedTime!.Value)}.", CallsPerson: false) : null;
    }

    private string When(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, plan.Zone).ToString("dddd, yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + plan.Zone.Id;

    private static string Length(TimeSpan time)
    {
        int minutes = (int)Math.Ceiling(time.TotalMinutes);
        return minutes switch
        {
            1 => "1 minute",
            < 120 => $"{minutes} minutes",
            _ => $"{Math.Round(minutes / 60m)} hours",
        };
    }
}
