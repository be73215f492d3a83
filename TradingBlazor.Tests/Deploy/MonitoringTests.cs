using System.Text.Json;
using System.Text.RegularExpressions;
using TradingBlazor.Tests.Harness;
using TradingBlazor.Tests.Telemetry;
using TradingCore.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace TradingBlazor.Tests.Deploy;

/// <summary>Rules of Prometheus and dashboards of Grafana: right in form, and about metrics that there are.</summary>
public sealed partial class MonitoringTests
{
    // Words of the query language, and labels, that are no metrics.
    private static readonly string[] Words = ["sum", "max", "min", "by", "le", "rate", "increase", "on", "without", "and", "or", "histogram_quantile", "max_over_time", "min_over_time", "label_values", "bool", "m", "s"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts_test.yml")]
    public async Task Prometheus_accepts_what_it_is_given(string verb, string what, string file)
    {
        await using ChildProcess promtool = ChildProcess.Start("promtool", "promtool", [verb, what, file], workingDirectory: RepositoryFiles.PathOf("deploy/prometheus"));

        int code = await promtool.WaitForExitAsync(Stop);

        Assert.True(code == 0, promtool.Output);
    }

    [Fact]
    public void Every_rule_is_about_documented_metrics_and_says_what_to_do()
    {
        YamlNode[] rules = [.. YamlFiles.Document("deploy/prometheus/alerts.yml").Items("groups").SelectMany(g => g.Items("rules"))];

        Assert.True(rules.Length > 20);
        Assert.All(rules, r => Assert.Equal([], Unknown(r.Text("expr")!)));
        Assert.All(rules, r => Assert.Contains(r.Text("labels", "severity"), new[] { "critical", "warning" }));
        Assert.All(rules, r => Assert.NotEmpty(r.Text("annotations", "summary")!));
        Assert.All(rules, r => Assert.NotEmpty(r.Text("annotations", "action")!));
        Assert.Equal(rules.Length, rules.Select(r => r.Text("alert")).Distinct().Count());
    }

    [Theory]
    [InlineData("trading")]
    [InlineData("latency")]
    [InlineData("system")]
    public void Every_panel_of_a_dashboard_asks_for_documented_metrics(string name)
    {
        JsonElement dashboard = JsonElement.Parse(File.ReadAllText(RepositoryFiles.PathOf($"deploy/grafana/dashboards/{name}.json")));
        JsonElement[] panels = [.. dashboard.GetProperty("panels").EnumerateArray()];

        Assert.Equal($"tb-{name}", dashboard.GetProperty("uid").GetString());
        Assert.Equal(panels.Length, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
        foreach (JsonElement panel in panels)
        {
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
            JsonElement place = panel.GetProperty("gridPos");
            Assert.True(place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32() <= 24);
            foreach (JsonElement target in panel.GetProperty("targets").EnumerateArray())
            {
                Assert.Equal([], Unknown(target.GetProperty("expr").GetString()!));
                Assert.Equal("prometheus", target.GetProperty("datasource").GetProperty("uid").GetString());
            }
        }
    }

    [Fact]
    public void Latencies_are_shown_as_p50_p95_and_p99()
    {
        string latency = File.ReadAllText(RepositoryFiles.PathOf("deploy/grafana/dashboards/latency.json"));

        foreach (string way in new[] { "command_to_wire", "tick_to_order", "wire_to_acknowledgement", "wire_to_fill", "fill_to_screen" })
            foreach (string quantile in new[] { "0.5", "0.95", "0.99" })
                Assert.Contains($"histogram_quantile({quantile}, sum by (le) (rate(trading_order_{way}_seconds_bucket", latency, StringComparison.Ordinal);
    }

    [Fact]
    public void Grafana_is_given_the_source_that_the_dashboards_name_and_the_folder_that_they_are_in()
    {
        YamlNode source = YamlFiles.Document("deploy/grafana/provisioning/datasources/prometheus.yml").Items("datasources").Single();
        YamlNode provider = YamlFiles.Document("deploy/grafana/provisioning/dashboards/tradingblazor.yml").Items("providers").Single();
        YamlNode grafana = YamlFiles.Document("docker-compose.yml")["services"]["grafana"];

        Assert.Equal(("prometheus", "http://prometheus:9090"), (source.Text("uid"), source.Text("url")));
        Assert.Contains(grafana.Items("volumes"), v => ((YamlScalarNode)v).Value == $"./deploy/grafana/dashboards:{provider.Text("options", "path")}:ro");
    }

    [Fact]
    public void A_metric_that_is_not_documented_is_found() => Assert.Equal(["trading_no_such_thing"], Unknown("sum by (kind) (rate(trading_no_such_thing{kind=\"x\"}[5m]))"));

    private static string[] Unknown(string expression) =>
        [.. Name().Matches(Grouping().Replace(Inner().Replace(expression, ""), "")).Select(m => m.Value).Where(n => !Words.Contains(n) && !MetricsDocument.Usable.Contains(n)).Distinct()];

    [GeneratedRegex(@"[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Name();

    // Labels, texts and ranges.
    [GeneratedRegex("\\{[^}]*\\}|\"[^\"]*\"|\\[[^\\]]*\\]|\\d[\\d.e]*")]
    private static partial Regex Inner();

    // Lists of labels to group by.
    [GeneratedRegex(@"\b(by|on|without)\s*\([^)]*\)")]
    private static partial Regex Grouping();
}
