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

        Assert.All((YamlSequenceNode)desk["ports"], p => Assert.StartsWith("127.0.0.1:", (string?)p, StringComparison.Ordinal));
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
            ((string)services["nginx"]["volumes"][0]!).Split(':')[0],
            .. File.ReadLines(RepositoryFiles.PathOf("deploy/Dockerfile"))
                .Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal))
                .SelectMany(l => l.Split(' ')[1..^1]),
        ];

        Assert.All(taken, f => Assert.True(Path.Exists(RepositoryFiles.PathOf(f)), f));
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
