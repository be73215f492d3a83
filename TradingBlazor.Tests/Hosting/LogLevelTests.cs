using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using TradingBlazor.Hosting;
using TradingBlazor.Tests.Api;
using TradingCore.Alerts;
using TradingCore.Hosting;

namespace TradingBlazor.Tests.Hosting;

public sealed class LogLevelTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_level_that_is_changed_holds_at_once_and_for_what_is_below()
    {
        LogLevels levels = Levels();
        var seen = new List<string>();
        using Logger log = levels.Govern(new LoggerConfiguration()).WriteTo.Sink(new Kept(seen)).CreateLogger();
        Serilog.ILogger engine = log.ForContext(Constants.SourceContextPropertyName, "TradingCore.Engine.TradingEngine");

        engine.Debug("before");
        levels.Set("TradingCore", LogEventLevel.Debug, null);
        engine.Debug("while");
        levels.Set("TradingCore", null, null);
        engine.Debug("after");

        Assert.Equal(["while"], seen);
    }

    [Fact]
    public void A_change_for_some_minutes_goes_back_by_itself()
    {
        LogLevels levels = Levels();

        levels.Set("TradingCore.Tws", LogEventLevel.Verbose, TimeSpan.FromMinutes(10));
        Assert.Equal((LogEventLevel.Verbose, _clock.GetUtcNow().AddMinutes(10)), (levels.Find("tradingcore.tws")!.Level, levels.Find("TradingCore.Tws")!.Until));
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(new LogLevelNow("TradingCore.Tws", LogEventLevel.Information, LogEventLevel.Information, null), levels.Find("TradingCore.Tws"));
    }

    [Fact]
    public void Settings_decide_what_a_start_logs_and_a_slip_in_them_is_told()
    {
        Assert.Equal(LogEventLevel.Warning, Levels(("Serilog:MinimumLevel:Override:Microsoft", "Warning")).Find("Microsoft.AspNetCore")!.Level);
        StartException e = Assert.Throws<StartException>(() => Levels(("Serilog:MinimumLevel:Default", "Informatoin")));
        Assert.StartsWith("Serilog:MinimumLevel:Default is 'Informatoin'. Expected one of Verbose", Assert.Single(e.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_level_is_changed_over_REST_and_what_was_set_is_told()
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Put, "api/v1/system/log-level", """{"area":"TradingCore.Tws","level":"debug","minutes":5}""");
        (_, JsonElement all, _) = await host.SendAsync(HttpMethod.Get, "api/v1/system/log-levels");
        (int back, JsonElement configured, _) = await host.SendAsync(HttpMethod.Put, "api/v1/system/log-level", """{"area":"TradingCore.Tws","level":"configured"}""");

        Assert.Equal((200, "debug", "information"), (status, body.GetProperty("level").GetString(), body.GetProperty("configured").GetString()));
        Assert.Contains(all.EnumerateArray(), a => a.GetProperty("area").GetString() == "TradingCore.Tws" && a.GetProperty("level").GetString() == "debug" && a.GetProperty("until").ValueKind == JsonValueKind.String);
        Assert.Equal((200, "information"), (back, configured.GetProperty("level").GetString()));
    }

    [Theory]
    [InlineData("""{"area":"TradingCore.Twz","level":"debug"}""", "'area' is 'TradingCore.Twz'. Expected one of default, ")]
    [InlineData("""{"level":"loud"}""", "'level' is 'loud'. Expected one of verbose, debug, information, warning, error, fatal, configured.")]
    [InlineData("""{"level":"debug","minutes":0}""", "'minutes' is 0. Expected a whole number from 1 to 1440.")]
    public async Task A_wrong_change_is_told_and_changes_nothing(string json, string expected)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Put, "api/v1/system/log-level", json);

        Assert.Equal(400, status);
        Assert.Contains(expected, body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_critical_event_calls_a_person_unless_the_kill_switch_did()
    {
        var errors = new CriticalErrors();
        using Logger log = new LoggerConfiguration().WriteTo.Sink(new CriticalSink(errors)).CreateLogger();
        using var factory = new Serilog.Extensions.Logging.SerilogLoggerFactory(log);
        Microsoft.Extensions.Logging.ILogger logger = factory.CreateLogger("Test");

        logger.Log(LogLevel.Critical, new EventId(4010), "Kill switch engaged", null, (text, _) => text);
        logger.Log(LogLevel.Error, default, "only an error", null, (text, _) => text);
        logger.Log(LogLevel.Critical, new EventId(3009), "An input could not be applied", null, (text, _) => text);

        Assert.Equal(["Critical error: An input could not be applied"], errors.Take().Select(n => n.Text));
    }

    private LogLevels Levels(params (string Key, string Value)[] settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build(), _clock);

    private sealed class Kept(List<string> seen) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => seen.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
