using System.Reflection;

namespace TradingCore.Tests.Architecture;

public sealed class DependencyDirectionTests
{
    private static readonly string[] Decisions = ["MarketData", "Bars", "Indicators", "Risk", "Orders", "Positions", "Accounts", "Outages", "Readiness"];
    private static readonly string[] Inner = [.. Decisions, "Domain", "Telemetry"];

    /// <summary>docs/architecture.md, "Which part may use which".</summary>
    private static readonly DependencyDirection TradingCoreArrows = new(
        "TradingCore",
        [
            ("Domain", []),
            ("Telemetry", ["Domain"]),
            // Bars close by the trading hours, which market data keeps with the instruments.
            ("Bars", ["Domain", "MarketData"]),
            // Indicators are calculated along a bar series, by the trading days of its contract.
            ("Indicators", ["Domain", "MarketData", "Bars"]),
            .. Decisions.Where(d => d is not ("Bars" or "Indicators")).Select(d => (d, new[] { "Domain" })),
            ("Engine", Inner),
            // Alerts look at what the engine shows; nothing of the engine knows them.
            ("Alerts", [.. Inner, "Engine"]),
            ("Tws", [.. Inner, "Engine", "TwsProtocol"]),
            ("Persistence", [.. Inner, "Engine", "Alerts"]),
            ("Streaming", [.. Inner, "Engine"]),
            ("Hosting", [.. Inner, "Engine", "Alerts", "Tws", "Persistence", "Streaming"]),
        ]);

    private static readonly Assembly Core = typeof(Domain.OrderId).Assembly;
    private static readonly Assembly Protocol = Assembly.Load("TwsProtocol");
    private static readonly Assembly Simulator = Assembly.Load("TwsSimulator");

    [Fact]
    public void The_folders_of_TradingCore_depend_inward_only()
    {
        IReadOnlyList<string> violations = TradingCoreArrows.Violations(Core, "TwsProtocol");

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void The_domain_and_the_decisions_reach_no_disk_network_or_database() =>
        AssertNotUsed([.. Decisions, "Domain"], "System.Net", "System.IO", "System.Data", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions.Hosting");

    [Fact]
    public void The_decisions_read_no_clock_because_time_comes_in_with_the_event() =>
        AssertNotUsed(Decisions, "System.TimeProvider", "System.Diagnostics.Stopwatch");

    [Fact]
    public void TwsProtocol_uses_the_framework_alone() => AssertReferencesOnly(Protocol, "System", "netstandard");

    [Fact]
    public void TwsSimulator_knows_the_protocol_and_not_the_trading_system() =>
        Assert.DoesNotContain(Simulator.GetReferencedAssemblies(), a => a.Name is "TradingCore" or "TradingBlazor");

    [Fact]
    public void TradingCore_is_free_of_the_simulator_and_of_the_web() =>
        Assert.DoesNotContain(Core.GetReferencedAssemblies(), a => a.Name is "TwsSimulator" or "TradingBlazor" || a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    private static void AssertNotUsed(IEnumerable<string> folders, params string[] outside)
    {
        DependencyDirection pure = new("TradingCore", [.. folders.Select(f => (f, Inner))]);

        string[] violations = [.. pure.Violations(Core, outside).Where(v => outside.Any(o => v.EndsWith(" may not use " + o, StringComparison.Ordinal)))];

        Assert.True(violations.Length == 0, string.Join('\n', violations));
    }

    private static void AssertReferencesOnly(Assembly assembly, params string[] allowed)
    {
        string[] others = [.. assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !allowed.Contains(n.Split('.')[0]))];

        Assert.True(others.Length == 0, $"{assembly.GetName().Name} references {string.Join(", ", others)}");
    }
}
