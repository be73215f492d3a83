using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using TradingBlazor.Api.Model;
using TradingBlazor.Components.Operating;
using TradingBlazor.Hosting;
using TradingBlazor.Telemetry;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Hosting;
using TradingCore.Telemetry;

namespace TradingBlazor.Tests.Components;

public sealed class SystemPageTests : DeskTest
{
    private readonly LogTail _tail;
    private readonly FakeMachine _machine;

    public SystemPageTests()
        : this(new LogTail(), new FakeMachine())
    {
    }

    private SystemPageTests(LogTail tail, FakeMachine machine)
        : base(s => s.AddSingleton(tail).AddSingleton<IReadiness>(machine).AddSingleton<IProcessFigures>(machine)) => (_tail, _machine) = (tail, machine);

    [Fact]
    public async Task The_session_is_told_with_cause_and_next_step_and_follows_what_happens()
    {
        IRenderedComponent<SessionPanel> cut = Render<SessionPanel>();
        Assert.Equal("Connected", Text(cut, "system-session"));
        Assert.Contains("Orders, executions and positions agree", Text(cut, "session-facts"), StringComparison.Ordinal);

        View.Session = View.Session with { State = SessionState.WaitingToReconnect, Cause = "the gateway closed the line", NextStep = "It is tried again by itself", DownSince = Given.Now, IsVerified = false, Attempts = 3, Farms = [new FarmState("usfarm", FarmKind.MarketData, FarmHealth.Disconnected, Given.Now)] };
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        Assert.Equal("waiting", Find(cut, "system-session").GetAttribute("data-state"));
        Assert.Matches("No session since.*Cause *The gateway closed the line.*Next step *It is tried again by itself.*Attempts *3", Text(cut, "session-facts").ReplaceLineEndings(" "));
        Assert.Matches("usfarm *Market data *Away", Text(cut, "farm-usfarm").ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Health_tells_what_does_not_work_and_how_the_process_is_doing()
    {
        IRenderedComponent<HealthPanel> cut = Render<HealthPanel>();
        Assert.Equal("Ready", Text(cut, "system-ready"));

        _machine.Ready = new ReadinessDto(false, new Dictionary<string, DependencyDto> { ["persistence"] = new(false, "no space left on device") });
        _machine.Reading = _machine.Reading with { Cpu = 0.255, DiskFree = 500L << 20, Programs = 1 };
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        Assert.Equal("Not ready", Text(cut, "system-ready"));
        Assert.Matches("Journal and history *No space left on device\\.", Text(cut, "depends-persistence"));
        string facts = Text(cut, "health-facts").ReplaceLineEndings(" ");
        Assert.Matches("26 % of one core, 2 in the machine.*300 MB held, 1\\.5 GB heap.*2 pages, 1 program at the hub.*500 MB free.*engine 1, gateway 2, disk 3, history 4, recorder 5.*7 in the last second of 50", facts);
        Assert.NotNull(cut.Find("dd.down"));
    }

    [Fact]
    public void A_web_process_says_where_the_engines_figures_are()
    {
        _machine.Reading = _machine.Reading with { Queues = null, Pacing = null };

        IRenderedComponent<HealthPanel> cut = Render<HealthPanel>();

        Assert.Contains("Kept by the engine; this is a web process", Text(cut, "health-facts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Latencies_are_those_of_the_time_chosen_and_new_ones_are_added()
    {
        View.Orders = [Given.Order("TB-1") with { CreatedTime = Given.Now - TimeSpan.FromHours(2), Handling = new OrderHandling { WireTime = Given.Now - TimeSpan.FromHours(2) + TimeSpan.FromMicroseconds(180) } }];
        IRenderedComponent<LatencyPanel> cut = Render<LatencyPanel>();
        Assert.Matches("Command to wire *1 *180 µs *180 µs *180 µs *180 µs", Row(cut, "command-to-wire"));
        Assert.Equal("1 from 150 µs to 200 µs", cut.Find("[data-testid=latency-command-to-wire] .histogram").GetAttribute("aria-label"));
        Assert.Contains("No fill was drawn since this process started", Row(cut, "fill-to-screen"), StringComparison.Ordinal);

        Find(cut, "latency-window").Change("1h");
        Assert.Matches("Command to wire *0 *–+ *No order left", Row(cut, "command-to-wire"));
        Services.GetRequiredService<OrderMeter>().FillToScreen(TimeSpan.FromMilliseconds(42));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        Assert.Matches("Fill to screen *1 *42 ms", Row(cut, "fill-to-screen"));
    }

    [Fact]
    public async Task An_admin_reads_the_log_and_filters_it()
    {
        using Serilog.Core.Logger log = new LoggerConfiguration().WriteTo.Sink(_tail).CreateLogger();
        log.Information("The desk is open");
        IRenderedComponent<LogTailPanel> cut = Render<LogTailPanel>();
        Assert.Contains("The desk is open", Text(cut, "log-line"), StringComparison.Ordinal);

        log.Error("The disk is full");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();
        string[] lines = [.. cut.FindAll("[data-testid=log-line] .wide").Select(l => l.TextContent)];
        await Find(cut, "log-least").ChangeAsync(new() { Value = "Warning" });
        string grave = Text(cut, "log-line");
        await Find(cut, "log-words").InputAsync(new() { Value = "gateway" });

        Assert.Equal(["The disk is full", "The desk is open"], lines);
        Assert.Contains("The disk is full", grave, StringComparison.Ordinal);
        Assert.Equal("No line has these words.", Text(cut, "log-empty"));
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("trader")]
    [InlineData("riskManager")]
    public async Task Nobody_else_reads_the_log(string role)
    {
        using Serilog.Core.Logger log = new LoggerConfiguration().WriteTo.Sink(_tail).CreateLogger();
        log.Information("mira signed in from 10.0.0.7");
        IRenderedComponent<LogTailPanel> asAdmin = Render<LogTailPanel>();
        Assert.Contains("10.0.0.7", asAdmin.Markup, StringComparison.Ordinal);

        SignIn(role);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        // Also when the rights were taken while the page was open.
        Assert.DoesNotContain("10.0.0.7", asAdmin.Markup, StringComparison.Ordinal);
        Assert.True(Has(asAdmin, "log-closed"));
    }

    private static string Row(IRenderedComponent<LatencyPanel> cut, string part) => string.Join(' ', Text(cut, $"latency-{part}").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class FakeMachine : IReadiness, IProcessFigures
    {
        public ReadinessDto Ready { get; set; } = new(true, new Dictionary<string, DependencyDto> { ["tws"] = new(true, "connected") });

        public ProcessReading Reading { get; set; } = new(Given.Now, "1.0.0", null, 2, 300L << 20, 1536L << 20, (10, 2, 1), 12, 0, 2, 0, 40L << 30, new QueueLengths(1, 0, 2, 5, 3, 4), (7, 50));

        ReadinessDto IReadiness.Read() => Ready;

        ProcessReading IProcessFigures.Read() => Reading;
    }
}
