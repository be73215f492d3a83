using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace TradingBlazor.Tests.Deploy;

public sealed partial class DeployFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Compose_publishes_the_desk_on_loopback_only_and_keeps_its_data_in_a_volume()
    {
        YamlNode compose = Yaml("docker-compose.yml");
        YamlNode desk = compose["services"]["desk"];

        Assert.All(((YamlMappingNode)compose["services"]).Children.Values.SelectMany(s => s.Items("ports")), p => Assert.Matches(@"^(127\.0\.0\.1:|\$\{DESK_TLS:-127\.0\.0\.1:)", (string?)p));
        Assert.Equal("true", (string?)desk["read_only"]);
        Assert.Equal("data:/data", (string?)desk["volumes"][0]);
        Assert.Contains(new YamlScalarNode("data"), ((YamlMappingNode)compose["volumes"]).Children.Keys);
    }

    [Fact]
    public void Files_that_compose_and_the_image_take_from_the_repository_are_there()
    {
        YamlNode services = Yaml("docker-compose.yml")["services"];
        string[] taken =
        [
            (string)services["desk"]["build"]["dockerfile"]!,
            .. ((YamlMappingNode)services).Children.Values.SelectMany(s => s.Items("volumes")).Select(v => ((string)v!).Split(':')[0]).Where(v => v.StartsWith("./", StringComparison.Ordinal)),
            .. File.ReadLines(RepositoryFiles.PathOf("deploy/Dockerfile"))
                .Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal))
                .SelectMany(l => l.Split(' ')[1..^1]),
        ];

        Assert.All(taken, f => Assert.True(Path.Exists(RepositoryFiles.PathOf(f)), f));
    }

    [Fact]
    public void Without_a_profile_the_desk_and_Redis_run_and_each_further_part_belongs_to_one()
    {
        Dictionary<string, string> profiles = ((YamlMappingNode)Yaml("docker-compose.yml")["services"]).Children.ToDictionary(s => (string)s.Key!, s => string.Join(',', s.Value.Items("profiles").Select(p => (string)p!)));

        Assert.Equal(["desk", "network", "nginx", "redis"], profiles.Where(p => p.Value.Length == 0).Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["grafana", "nginx-tls", "postgres", "prometheus"], profiles.Where(p => p.Value == "full").Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["ibgateway"], profiles.Where(p => p.Value == "gateway").Select(p => p.Key));
    }

    [Fact]
    public void What_compose_names_is_declared_and_what_waits_for_something_waits_for_a_service_with_a_health_check()
    {
        YamlNode compose = Yaml("docker-compose.yml");
        Dictionary<string, YamlNode> services = compose.Entries("services").ToDictionary(s => s.Key, s => s.Value);
        string[] volumes = [.. compose.Entries("volumes").Select(v => v.Key)], secrets = [.. compose.Entries("secrets").Select(s => s.Key)];

        Assert.All(services.Values.SelectMany(s => s.Items("volumes")).Select(v => ((string)v!).Split(':')[0]).Where(v => v[0] is not ('.' or '/')), v => Assert.Contains(v, volumes));
        Assert.All(services.Values.SelectMany(s => s.Items("secrets")), s => Assert.Contains((string)s!, secrets));
        foreach ((string name, YamlNode condition) in services.Values.SelectMany(s => s.Entries("depends_on")))
            // The desk's own is in its image.
            Assert.True(condition.Text("condition") != "service_healthy" || name == "desk" || services[name].At("healthcheck") is not null, name);
        Assert.All(services.Values, s => Assert.Equal("unless-stopped", s.Text("restart")));
        string made = File.ReadAllText(RepositoryFiles.PathOf("deploy/make-secrets.sh"));
        Assert.All(compose.Entries("secrets"), s => Assert.Contains($"secrets/{Path.GetFileName(s.Value.Text("file")!)}", made.Replace("secret ", "secrets/", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void What_shares_the_desks_network_shares_that_of_a_part_which_a_new_start_of_the_desk_does_not_touch()
    {
        Dictionary<string, YamlNode> services = Yaml("docker-compose.yml").Entries("services").ToDictionary(s => s.Key, s => s.Value);

        Assert.All(new[] { "desk", "nginx", "nginx-tls" }, s => Assert.Equal("service:network", services[s].Text("network_mode")));
        Assert.Equal(["desk"], services["network"].Items("networks", "default", "aliases").Select(a => (string)a!));
        Assert.All(services.Where(s => s.Value.Text("network_mode") is not null), s => Assert.Empty(s.Value.Items("ports")));
    }

    [Fact]
    public void The_image_is_built_on_the_builders_processor_and_its_name_has_small_letters_alone()
    {
        string workflow = File.ReadAllText(RepositoryFiles.PathOf(".github/workflows/ci.yml"));

        Assert.StartsWith("FROM --platform=$BUILDPLATFORM ", File.ReadLines(RepositoryFiles.PathOf("deploy/Dockerfile")).First(l => l.StartsWith("FROM ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("ghcr.io/${GITHUB_REPOSITORY,,}", workflow, StringComparison.Ordinal);
        Assert.DoesNotContain("ghcr.io/${{", workflow, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_in_compose_its_environments_the_image_and_the_unit_are_those_of_the_program()
    {
        string[] variables =
        [
            .. Yaml("docker-compose.yml")["services"]["desk"].Items("environment").Select(e => ((string)e!).Split('=')[0]),
            .. new[] { "deploy/full.env", "deploy/gateway.env", "deploy/Dockerfile", "deploy/systemd/tradingblazor.service", "deploy/make-secrets.sh" }.SelectMany(f => Setting().Matches(File.ReadAllText(RepositoryFiles.PathOf(f)))).Select(m => m.Value),
        ];

        Assert.True(variables.Length > 20);
        Assert.Equal([], variables.Where(v => v != "TradingBlazor__Section__Key" && (SettingNames.KeyOf(v) is not { } key || !SettingNames.All.Contains(key))).Distinct());
        Assert.True(SettingNames.All.Contains("Tws:Port") && SettingNames.All.Contains("Telemetry:Otlp:Endpoint") && !SettingNames.All.Contains("Tws:Prot"));
    }

    [Fact]
    public void Every_way_to_start_the_program_gives_the_collector_the_same_room_for_what_is_new()
    {
        string[] files = ["TradingBlazor/Properties/launchSettings.json", "deploy/Dockerfile", "deploy/systemd/tradingblazor.service", "TradingBlazor.Tests/Harness/AppProcess.cs", "Benchmarks/Rendering/programs.mjs", "Benchmarks/Latency/AppUnderTest.cs"];

        Assert.All(files, f => Assert.Equal("0x8000000", Room().Match(File.ReadAllText(RepositoryFiles.PathOf(f))).Groups[1].Value));
    }

    [Fact]
    public void The_health_check_of_the_image_asks_the_port_of_operations_that_the_image_opens()
    {
        string text = File.ReadAllText(RepositoryFiles.PathOf("deploy/Dockerfile"));

        Assert.Contains("TradingBlazor__Telemetry__Port=9464", text, StringComparison.Ordinal);
        Assert.Contains("\"127.0.0.1\", \"9464\"", text, StringComparison.Ordinal);
        Assert.Contains("targets: [\"desk:9464\"]", File.ReadAllText(RepositoryFiles.PathOf("deploy/prometheus/prometheus.yml")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_workflow_tests_builds_tries_and_then_deploys()
    {
        YamlNode jobs = Yaml(".github/workflows/ci.yml")["jobs"];
        string[] image = [.. jobs["image"].Items("steps").Select(s => s.Text("run") ?? s.Text("name") ?? s.Text("uses")!)];

        Assert.Equal("test", jobs.Text("image", "needs"));
        Assert.True(Array.IndexOf(image, "deploy/smoke-test.sh") is > 0 and var tried && tried < Array.IndexOf(image, "Publish"));
        foreach (string deploy in new[] { "deploy-paper", "deploy-live" })
        {
            Assert.Equal("image", jobs.Text(deploy, "needs"));
            Assert.Equal("./.github/workflows/deploy.yml", jobs.Text(deploy, "uses"));
        }
        HashSet<string> inputs = [.. Yaml(".github/workflows/deploy.yml").Entries("on", "workflow_call", "inputs").Select(i => i.Key)];
        Assert.True(inputs.SetEquals(jobs["deploy-live"].Entries("with").Select(w => w.Key)));
        Assert.True(File.Exists(RepositoryFiles.PathOf("deploy/smoke-test.sh")));
    }

    [Theory]
    [InlineData("deploy/smoke-test.sh")]
    [InlineData("deploy/make-secrets.sh")]
    [InlineData("deploy/healthcheck.sh")]
    public async Task Scripts_are_right_in_form(string script)
    {
        await using ChildProcess check = ChildProcess.Start("bash", "bash", ["-n", RepositoryFiles.PathOf(script)]);

        Assert.True(await check.WaitForExitAsync(Stop) == 0, check.Output);
    }

    [Fact]
    public async Task The_load_script_is_right_in_form_and_asks_for_routes_that_there_are()
    {
        string text = await File.ReadAllTextAsync(RepositoryFiles.PathOf("deploy/load/orders.js"), Stop);
        using var folder = new TemporaryFolder();
        string module = Path.Combine(folder.Path, "orders.mjs");
        await File.WriteAllTextAsync(module, text, Stop);
        await using ChildProcess check = ChildProcess.Start("node", "node", ["--check", module]);

        Assert.True(await check.WaitForExitAsync(Stop) == 0, check.Output);
        string[] api = [.. Directory.GetFiles(RepositoryFiles.PathOf("TradingBlazor/Api"), "*Endpoints.cs").Select(File.ReadAllText)];
        foreach (string route in Route().Matches(text).Select(m => m.Groups[1].Value).Distinct())
            Assert.True(api.Any(a => a.Contains($"\"/{route}", StringComparison.Ordinal)) || File.ReadAllText(RepositoryFiles.PathOf("TradingBlazor/Api/TradingApi.cs")).Contains($"\"/{route}\"", StringComparison.Ordinal), route);
        Assert.Contains("=== 'live'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_runs_as_an_ordinary_user_and_says_whether_it_is_well()
    {
        string[] lines = File.ReadAllLines(RepositoryFiles.PathOf("deploy/Dockerfile"));

        Assert.Contains("USER $APP_UID", lines);
        Assert.Contains(lines, l => l.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && l.Contains("healthcheck.sh", StringComparison.Ordinal));
    }

    [Fact]
    public void The_workflow_runs_the_one_script()
    {
        var steps = (YamlSequenceNode)Yaml(".github/workflows/ci.yml")["jobs"]["test"]["steps"];

        Assert.Contains(steps, s => ((YamlMappingNode)s).Children.TryGetValue("run", out YamlNode? run) && (string?)run == "./test.sh");
    }

    [Theory]
    [InlineData(StatusCodes.Status200OK, 0)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, 1)]
    public async Task The_health_check_of_the_image_passes_on_200_alone(int status, int exitCode)
    {
        await using WebApplication server = await ServeStatusAsync(status);

        await using ChildProcess check = HealthCheck(new Uri(server.Urls.Single()).Port);

        Assert.Equal(exitCode, await check.WaitForExitAsync(Stop));
    }

    [Fact]
    public async Task The_health_check_of_the_image_fails_when_nobody_listens()
    {
        await using ChildProcess check = HealthCheck(Loopback.FreePort());

        Assert.NotEqual(0, await check.WaitForExitAsync(Stop));
    }

    [Fact]
    public void The_unit_runs_the_published_app_and_settings_in_it_have_the_form_that_the_app_reads()
    {
        string[] lines = File.ReadAllLines(RepositoryFiles.PathOf("deploy/systemd/tradingblazor.service"));

        Assert.Contains("ExecStart=/usr/bin/dotnet /opt/tradingblazor/TradingBlazor.dll", lines);
        Assert.Contains(lines, l => SettingLine().IsMatch(l));
        Assert.All(lines, l => Assert.Matches(UnitLine(), l));
    }

    [GeneratedRegex("^Environment=TradingBlazor__[A-Za-z]+__[A-Za-z]+=.+$")]
    private static partial Regex SettingLine();

    [GeneratedRegex("TradingBlazor__[A-Za-z0-9_]+")]
    private static partial Regex Setting();

    [GeneratedRegex("""DOTNET_GCgen0size[^0]{1,8}(0x[0-9A-F]+)""")]
    private static partial Regex Room();

    [GeneratedRegex(@"/api/v1/([a-z]+)")]
    private static partial Regex Route();

    [GeneratedRegex(@"^(#.*|\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*|)$")]
    private static partial Regex UnitLine();

    private static ChildProcess HealthCheck(int port) =>
        ChildProcess.Start("healthcheck", "bash", [RepositoryFiles.PathOf("deploy/healthcheck.sh"), IPAddress.Loopback.ToString(), $"{port}"]);

    private static Task<WebApplication> ServeStatusAsync(int status) => Loopback.ServeAsync(
        context =>
        {
            context.Response.StatusCode = context.Request.Path == "/health" ? status : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        },
        Stop);

    private static YamlNode Yaml(string file)
    {
        using StreamReader reader = new(RepositoryFiles.PathOf(file));
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents.Single().RootNode;
    }
}
