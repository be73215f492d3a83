using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using TradingBlazor.Tests.Harness;
using TradingBlazor.Tests.Stories;
using TradingCore.Telemetry;

namespace TradingBlazor.Tests.Telemetry;

/// <summary>What a running app tells of itself is what the documents promise.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed partial class MetricsTests(Watchers watchers, Browser browser) : IClassFixture<Watchers>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_types_and_labels_after_an_order_are_those_of_the_document()
    {
        await TradeAsync();

        Dictionary<string, (string Type, HashSet<string> Labels)> exported = Parse(await ScrapeAsync("trading_order_wire_to_fill_seconds_count"));

        DocumentedMetric[] own = [.. MetricsDocument.Own];
        Assert.Equal([], exported.Keys.Where(n => n.StartsWith("trading", StringComparison.Ordinal)).Except(own.Select(m => m.Name)));
        Assert.Equal([], own.Where(m => m.Appears is "always" or "with the first order" or "with the first fill" or "with the first denial" or "with the first message").Select(m => m.Name).Except(exported.Keys));
        Assert.Equal([], own.Where(m => exported.TryGetValue(m.Name, out var e) && (e.Type != m.Type || !e.Labels.SetEquals(m.Labels))).Select(m => $"{m.Name}: {exported[m.Name].Type} {string.Join(',', exported[m.Name].Labels)}"));
        Assert.Equal([], MetricsDocument.Usable.Where(n => n.StartsWith("dotnet_process", StringComparison.Ordinal) && !n.EndsWith("_bucket", StringComparison.Ordinal) && !n.EndsWith("_sum", StringComparison.Ordinal) && !n.EndsWith("_count", StringComparison.Ordinal)).Except(exported.Keys));
    }

    [Fact]
    public async Task Latencies_have_the_buckets_of_the_document_and_an_order_is_counted_in_them()
    {
        await TradeAsync();

        string text = await ScrapeAsync("trading_order_wire_to_fill_seconds_count");

        double[] buckets = [.. Bucket().Matches(text).Select(m => double.Parse(m.Groups["le"].Value, CultureInfo.InvariantCulture)).Distinct()];
        Assert.Equal(LatencyBuckets.Seconds, buckets);
        foreach (string way in new[] { "command_to_wire", "wire_to_acknowledgement", "wire_to_fill" })
            Assert.True(new Exposition(text).Sum($"trading_order_{way}_seconds_count") >= 1, way);
        Assert.True(new Exposition(text).Sum("trading_risk_denials_total", "code=\"R08\"") >= 1);
        Assert.Equal(1, new Exposition(text).Sum("trading_gateway_state", "state=\"ready\""));
    }

    [Fact]
    public async Task Every_order_is_counted_once_on_each_part_of_its_way_and_its_fill_once_for_the_page_that_shows_it()
    {
        await using BrowserPage page = await browser.OpenAsync();
        await Desk.OpenAsync(page, watchers.App.Address);
        double shown = new Exposition(await watchers.Operations.GetStringAsync("metrics", Stop)).Sum("trading_order_fill_to_screen_seconds_count");

        await TradeAsync();
        await TradeAsync();

        await Until.TrueAsync("two fills on the screen", async () => new Exposition(await watchers.Operations.GetStringAsync("metrics", Stop)).Sum("trading_order_fill_to_screen_seconds_count") >= shown + 2, Stop);
        JsonElement[] orders = [.. JsonElement.Parse(await watchers.App.Http.GetStringAsync("api/v1/orders?limit=5000", Stop)).EnumerateArray()];
        await Until.TrueAsync("every order to be counted", async () => new Exposition(await watchers.Operations.GetStringAsync("metrics", Stop)).Sum("trading_order_wire_to_fill_seconds_count") >= orders.Length, Stop);
        var seen = new Exposition(await watchers.Operations.GetStringAsync("metrics", Stop));
        Assert.All(orders, o => Assert.Equal("filled", o.GetProperty("state").GetString()));
        foreach (string way in new[] { "command_to_wire", "wire_to_acknowledgement", "wire_to_fill" })
        {
            Assert.Equal(orders.Length, seen.Sum($"trading_order_{way}_seconds_count"));
            Assert.InRange(seen.Sum($"trading_order_{way}_seconds_sum"), 0.000_001, 120 * orders.Length);
        }
        Assert.Equal(shown + 2, seen.Sum("trading_order_fill_to_screen_seconds_count"));
        Assert.Equal(orders.Length, seen.Sum("trading_order_events_total", "kind=\"sent\""));
        Assert.Equal(0, seen.Sum("trading_order_tick_to_order_seconds_count"));
        Assert.Equal([], seen.BrokenHistograms());
    }

    [Fact]
    public async Task Without_a_key_metrics_are_closed_and_the_port_of_operations_opens_nothing_else()
    {
        using var stranger = new HttpClient { BaseAddress = watchers.App.Address };
        string key = (await File.ReadAllTextAsync(Path.Combine(watchers.App.DataFolder, "api-key"), Stop)).Trim();

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("metrics", Stop)).StatusCode);
        string text = await watchers.App.Http.GetStringAsync("metrics", Stop);
        Assert.Contains("# TYPE trading_engine_inputs_total counter", text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await watchers.Operations.GetAsync("health", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await watchers.Operations.GetAsync("serving", Stop)).StatusCode);
        Assert.Contains("\"tws\"", await (await watchers.Operations.GetAsync("ready", Stop)).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        watchers.Operations.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", key);
        foreach (string path in new[] { "", "api/v1/status", "openapi/v1.json", "account/sign-in", "metrics/", "_blazor" })
            Assert.Equal(HttpStatusCode.NotFound, (await watchers.Operations.GetAsync(path, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await watchers.Operations.PostAsync("api/v1/orders", JsonContent.Create(new { symbol = "SPY" }), Stop)).StatusCode);
    }

    [Fact]
    public async Task An_order_is_told_to_collector_Seq_and_Elasticsearch_under_its_correlation_id()
    {
        string id = await TradeAsync();
        string traceId = string.Concat(Enumerable.Range(0, 16).Select(i => (char)Convert.ToByte(id.Substring(2 * i, 2), 16)));

        await Until.TrueAsync("the trace at the collector", () => Task.FromResult(watchers.Sent("/v1/traces") is var t && t.Contains(traceId, StringComparison.Ordinal) && t.Contains("wire to fill", StringComparison.Ordinal)), Stop);
        await Until.TrueAsync("the log at the collector", () => Task.FromResult(watchers.Sent("/v1/logs").Contains(id, StringComparison.Ordinal)), Stop);
        await Until.TrueAsync("the log at Seq", () => Task.FromResult(watchers.Sent("/seq/").Contains(id, StringComparison.Ordinal)), Stop);
        await Until.TrueAsync("the log at Elasticsearch", () => Task.FromResult(watchers.Sent("/elastic/_bulk").Contains(id, StringComparison.Ordinal)), Stop);

        Assert.All(watchers.KeysOf("/"), k => Assert.Contains(Watchers.Secret, k, StringComparison.Ordinal));
        Assert.Contains("{\"create\":{\"_index\":\"logs-tradingblazor-default\"}}\n{\"@timestamp\":", watchers.Sent("/elastic/_bulk"), StringComparison.Ordinal);
        string file = Directory.GetFiles(Path.Combine(watchers.App.DataFolder, "logs"), "*.jsonl").Single();
        await Until.TrueAsync("the log in the file", async () => (await ReadAsync(file)).Contains($"\"CorrelationId\":\"{id}\"", StringComparison.Ordinal), Stop);
    }

    private static async Task<string> ReadAsync(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync(Stop);
    }

    /// <summary>One order that is filled and one that is denied; answers the first one's correlation id.</summary>
    private async Task<string> TradeAsync()
    {
        string id = await Until.NotNullAsync("an order to be accepted", async () =>
        {
            using HttpResponseMessage answer = await watchers.App.Http.PostAsJsonAsync("api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 1, type = "MKT" }, Stop);
            return answer.StatusCode == HttpStatusCode.Created ? answer.Headers.GetValues("X-Correlation-Id").Single() : null;
        }, Stop);
        using HttpResponseMessage denied = await watchers.App.Http.PostAsJsonAsync("api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 5_000, type = "MKT" }, Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, denied.StatusCode);
        return id;
    }

    private Task<string> ScrapeAsync(string awaited) => Until.NotNullAsync(awaited, async () => await watchers.Operations.GetStringAsync("metrics", Stop) is var text && text.Contains(awaited, StringComparison.Ordinal) ? text : null, Stop);

    private static Dictionary<string, (string Type, HashSet<string> Labels)> Parse(string text)
    {
        var found = new Dictionary<string, (string Type, HashSet<string> Labels)>(StringComparer.Ordinal);
        string name = "";
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) found[name = line.Split(' ')[2]] = (line.Split(' ')[3], []);
            else if (line.StartsWith(name, StringComparison.Ordinal) && name.Length > 0)
                foreach (Match label in Label().Matches(line))
                    if (label.Groups[1].Value is not ("otel_scope_name" or "le")) found[name].Labels.Add(label.Groups[1].Value);
        }
        return found;
    }

    [GeneratedRegex("^trading_order_command_to_wire_seconds_bucket\\{.*le=\"(?<le>[0-9.e-]+)\"", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Bucket();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex Label();
}
