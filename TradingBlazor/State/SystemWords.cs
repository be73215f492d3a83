using System.Globalization;
using Serilog.Events;
using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>The state of session, machine and process in the words of the system page.</summary>
public static class SystemWords
{
    private const double Kibi = 1024;

    /// <summary>What a farm serves.</summary>
    public static string Serves(FarmKind kind) => kind switch
    {
        FarmKind.MarketData => "Market data",
        FarmKind.History => "History",
        _ => "Contracts",
    };

    /// <summary>How a farm is.</summary>
    public static string Health(FarmHealth health) => health switch
    {
        FarmHealth.Connected => "Connected",
        FarmHealth.Inactive => "Idle until it is asked",
        _ => "Away",
    };

    /// <summary>The session, a fact a line: name and value.</summary>
    /// <param name="s">The session.</param>
    /// <param name="engineLatency">How long what comes in waits for the engine; zero when it was not measured.</param>
    /// <param name="now">The time to judge at.</param>
    public static IReadOnlyList<(string Name, string Value)> Facts(SessionStatus s, TimeSpan engineLatency, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(s);
        var facts = new List<(string, string)>(16)
        {
            ("Mode", s.Mode switch { TradingMode.Live => "LIVE", TradingMode.Paper => "Paper", _ => "Simulator" }),
            ("New orders", s.IsTradingEnabled ? "May leave" : ConnectionSummary.WhyNotTrading(s) is { Length: > 0 } why ? why : "Stopped"),
            ("Compared with the broker", s.IsVerified ? "Orders, executions and positions agree" : "Not yet"),
        };
        DateTimeOffset since = s.DownSince ?? s.Since;
        if (since > DateTimeOffset.UnixEpoch) facts.Add((s.DownSince is null ? "In this state since" : "No session since", $"{Format.StampEt(since, now)} ET"));
        if (s.Cause.Length > 0) facts.Add(("Cause", Format.Sentence(s.Cause)));
        if (s.NextStep.Length > 0) facts.Add(("Next step", Format.Sentence(s.NextStep)));
        if (s.Attempts > 0 && !s.IsConnected) facts.Add(("Attempts", s.Attempts.ToString(CultureInfo.InvariantCulture)));
        facts.Add(("Gateway", s.Host.Length > 0 ? $"{s.Host}:{s.Port}, client {s.AlternateClientId ?? s.ClientId}" : Format.None));
        facts.Add(("Protocol", s.ServerVersion > 0 ? $"Server version {s.ServerVersion}" : Format.None));
        facts.Add(("Accounts", s.Accounts.Count > 0 ? string.Join(", ", s.Accounts) : Format.None));
        facts.Add(("Newest message", s.LastMessageTime is { } last ? $"{Format.Age(now - last)} ago" : "Has not come yet"));
        facts.Add(("Gateway answers in", s.Probe.RoundTrip is { } trip ? $"{Format.Milliseconds(trip)}, {Format.Milliseconds(s.Probe.Smoothed ?? trip)} in the mean" : "Not measured yet"));
        facts.Add(("Engine latency", engineLatency > TimeSpan.Zero ? Format.Milliseconds(engineLatency) : "Not measured yet"));
        facts.Add(("Market data lines", $"{s.Lines.Used} of {s.Lines.Max}{(s.Lines.Waiting > 0 ? $", {s.Lines.Waiting} wait" : "")}"));
        if (s.PlannedRestartTime is { } restart) facts.Add(("Gateway restarts", $"{Format.MinuteEt(restart)} ET"));
        if (s.PlannedLoginTime is { } login) facts.Add(("Weekly login", s.IsLoginOverdue ? $"Overdue since {Format.StampEt(login, now)} ET" : $"{Format.DayEt(login)} ET"));
        return facts;
    }

    /// <summary>A size in the unit in which it is short.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 20 => $"{(bytes / Kibi).ToString("0", CultureInfo.InvariantCulture)} KB",
        < 1 << 30 => $"{(bytes / Kibi / Kibi).ToString("0", CultureInfo.InvariantCulture)} MB",
        _ => $"{(bytes / Kibi / Kibi / Kibi).ToString("0.0", CultureInfo.InvariantCulture)} GB",
    };

    /// <summary>How grave a line of the log is.</summary>
    public static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "Verbose",
        LogEventLevel.Debug => "Debug",
        LogEventLevel.Information => "Info",
        LogEventLevel.Warning => "Warning",
        LogEventLevel.Error => "Error",
        _ => "Fatal",
    };

    /// <summary>What a dependency of <c>/ready</c> is called.</summary>
    public static string Dependency(string key) => key switch
    {
        "tws" => "Gateway",
        "marketData" => "Market data",
        "persistence" => "Journal and history",
        "redis" => "Redis",
        "lease" => "Lease of the engine",
        _ => key,
    };
}
