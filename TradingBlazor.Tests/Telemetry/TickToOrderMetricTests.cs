using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using TradingBlazor.Tests.Harness;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Telemetry;

/// <summary>The way from a tick to the order that it caused, from the socket to <c>/metrics</c>; and the names of everything that can be measured.</summary>
public sealed class TickToOrderMetricTests
{
    private const string Counted = "trading_order_tick_to_order_seconds_count";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_of_a_strategy_is_measured_from_its_tick_once_and_an_order_of_a_person_is_not()
    {
        await using StrategyDesk desk = await StrategyDesk.StartAsync(Stop);
        HashSet<(string Name, string Type)> instruments = Instruments();
        await Until.TrueAsync("an order of a person to be accepted", async () =>
        {
            using HttpResponseMessage answer = await desk.Http.PostAsJsonAsync("api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 2, type = "MKT" }, Stop);
            return (int)answer.StatusCode == 201;
        }, Stop);

        SubmitResult answer = await desk.Runs.AnswerNextTickAsync(Stop);
        Assert.True(answer.Outcome == SubmitOutcome.Accepted, answer.Message);
        var seen = new Exposition(await Until.NotNullAsync(Counted, async () => await desk.Http.GetStringAsync("metrics", Stop) is var text && new Exposition(text).Sum(Counted) > 0 ? text : null, Stop));

        Assert.Equal(1, seen.Sum(Counted));
        Assert.InRange(seen.Sum("trading_order_tick_to_order_seconds_sum"), 0.000_001, 60);
        Assert.True(seen.Sum("trading_order_command_to_wire_seconds_count") >= 2);
        Assert.Equal([], seen.BrokenHistograms());
        Assert.Equal([], MetricsDocument.Own.Where(m => m.Name.StartsWith("trading", StringComparison.Ordinal) && !m.Appears.Contains("Redis", StringComparison.Ordinal)).Select(m => (m.Name, m.Type)).Except(instruments));
        Assert.Equal([], instruments.Where(i => i.Name.StartsWith("trading", StringComparison.Ordinal)).Except(MetricsDocument.Own.Select(m => (m.Name, m.Type))));
    }

    /// <summary>Every instrument of this process as Prometheus calls it, measured or not.</summary>
    private static HashSet<(string Name, string Type)> Instruments()
    {
        var found = new HashSet<(string Name, string Type)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (i, _) =>
            {
                string type = i.GetType().Name.Split('`')[0] switch { "Histogram" => "histogram", "Counter" or "ObservableCounter" => "counter", _ => "gauge" };
                lock (found) found.Add(($"{i.Name.Replace('.', '_')}{i.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" }}{(type == "counter" ? "_total" : "")}", type));
            },
        };
        listener.Start();
        return found;
    }
}
