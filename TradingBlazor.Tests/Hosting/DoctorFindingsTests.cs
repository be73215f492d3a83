using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using TradingBlazor.Hosting.Doctor;
using TradingBlazor.Security;
using TradingBlazor.Tests.Harness;
using TradingCore.Persistence;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Hosting;

/// <summary>What the doctor says of each thing that can be broken: what is wrong, and what to do.</summary>
public sealed class DoctorFindingsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 10, 5, 14, 30, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_in_the_way_of_the_data_folder_is_named()
    {
        string file = Path.Combine(_folder.Path, "taken");
        File.WriteAllText(file, "");

        Says(MachineChecks.Folder(Path.Combine(file, "data"), null), FindingStatus.Fail, $"'{file}' is a file and no folder", "--Persistence:Folder=PATH");
    }

    [Fact]
    public void A_data_folder_that_cannot_be_written_is_told() =>
        Says(MachineChecks.Folder("/proc/trading", null), FindingStatus.Fail, "'/proc/trading' cannot be written", $"Make it writable for {Environment.UserName}");

    [Theory]
    [InlineData("api-key")]
    [InlineData("trading.db")]
    public void A_file_of_the_data_folder_that_cannot_be_read_is_named_with_the_command_that_helps(string name)
    {
        // What another user's file is to a user, a folder in its place is to everybody, root too.
        Directory.CreateDirectory(Path.Combine(_folder.Path, name));

        Says(MachineChecks.Folder(_folder.Path, null), FindingStatus.Fail, $"{name}' cannot be read and written", "sudo chown -R");
    }

    [Fact]
    public void A_disk_that_is_full_or_nearly_so_is_told()
    {
        using var small = SmallDisk.Mount(64);
        using var larger = SmallDisk.Mount(700);

        Says(MachineChecks.Disk(small.Path, null), FindingStatus.Fail, "MiB are free", "no order can be accepted");
        Says(MachineChecks.Disk(Path.Combine(larger.Path, "not", "there", "yet"), null), FindingStatus.Warn, "MiB are free", "Make room");
    }

    [Theory]
    [InlineData("""{"status":"ok"}""", true, "is served by the running program")]
    [InlineData("""{"status":"standby"}""", true, "is served by the running program")]
    [InlineData("""{"status":"stopping"}""", true, "is served by the running program")]
    [InlineData("<html>", false, "is used by another program")]
    public async Task The_port_of_the_running_program_is_told_from_that_of_another_one_also_while_it_stands_by_or_stops(string health, bool isOurs, string found)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication program = builder.Build();
        program.Run(c =>
        {
            c.Response.StatusCode = health.Contains("stopping", StringComparison.Ordinal) ? 503 : 200;
            return c.Response.WriteAsync(health, Stop);
        });
        await program.StartAsync(Stop);

        Says(await NetworkChecks.PortAsync(program.Urls.Single(), isRunning: true, Stop), isOurs ? FindingStatus.Ok : FindingStatus.Fail, found, "");
    }

    [Fact]
    public async Task A_port_that_does_not_answer_while_the_program_runs_may_be_its_own()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        string url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");

        Says(await NetworkChecks.PortAsync(url, isRunning: true, Stop), FindingStatus.Warn, "does not answer within 3 s", "Run the doctor again");
        Says(await NetworkChecks.PortAsync(url, isRunning: false, Stop), FindingStatus.Fail, "is used by another program", "choose another port");
    }

    [Fact]
    public async Task A_Redis_that_is_dead_is_told_with_its_address_and_one_that_refuses_with_its_reason()
    {
        int nobody = Loopback.FreePort();
        await using RedisServer closed = await RedisServer.StartNewAsync(Stop);
        await using (ConnectionMultiplexer admin = await ConnectionMultiplexer.ConnectAsync($"{closed.ConnectionString},allowAdmin=true"))
            await admin.GetServers()[0].ConfigSetAsync("requirepass", "s3cret-of-redis");

        Says(await StorageChecks.RedisAsync($"127.0.0.1:{nobody},password=hunter2"), FindingStatus.Fail, $"Redis does not answer: 127.0.0.1:{nobody}: Connection refused.", "Start it");
        Says(await StorageChecks.RedisAsync(closed.ConnectionString), FindingStatus.Fail, "does not let this program in", "password");
        Says(await StorageChecks.RedisAsync($"{closed.ConnectionString},password=s3cret-of-redis"), FindingStatus.Ok, "answers within", "");
    }

    [Fact]
    public async Task A_Redis_at_an_address_of_another_kind_is_looked_for_there()
    {
        string nobody = Path.Combine(_folder.Path, "nobody"), somebody = Path.Combine(_folder.Path, "redis");
        await using RedisServer redis = await RedisServer.StartNewAsync(Stop, "--unixsocket", somebody);
        int port = Loopback.FreePort();

        Says(await StorageChecks.RedisAsync($"!{nobody},password=hunter2"), FindingStatus.Fail, $"Redis does not answer: {nobody}: ", "Start it");
        Says(await StorageChecks.RedisAsync($"!{somebody}"), FindingStatus.Ok, "answers within", "");
        Says(await StorageChecks.RedisAsync($"[::1]:{port}"), FindingStatus.Fail, $"Redis does not answer: [::1]:{port}: ", "Start it");
        Says(await StorageChecks.RedisAsync($"localhost:{port}"), FindingStatus.Fail, $"Redis does not answer: localhost:{port}: ", "Start it");
    }

    [Fact]
    public async Task A_Redis_Cluster_that_answers_and_has_nobody_for_the_names_of_this_program_is_told()
    {
        await using RedisServer alone = await RedisServer.StartNewAsync(Stop, "--cluster-enabled", "yes", "--cluster-config-file", Path.Combine(_folder.Path, "nodes.conf"));

        Says(await StorageChecks.RedisAsync(alone.ConnectionString), FindingStatus.Fail, "Redis answers and serves nothing: CLUSTERDOWN", "CLUSTER INFO");
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_dead_that_does_not_know_the_user_or_the_database_or_takes_no_writing_is_told_apart()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync(Stop);
        string there = server.ConnectionString("postgres");
        int nobody = Loopback.FreePort();

        Says(await PostgresAsync(there), FindingStatus.Ok, "answers within", "");
        Says(await PostgresAsync(there.Replace(PostgresServer.Password, "hunter2", StringComparison.Ordinal)), FindingStatus.Fail, "password authentication failed", "Correct Username and Password");
        Says(await PostgresAsync(server.ConnectionString("nowhere")), FindingStatus.Fail, "\"nowhere\" does not exist", "createdb");
        Says(await PostgresAsync($"{there};Options=-c default_transaction_read_only=on"), FindingStatus.Fail, "only for reading", "primary");
        Says(await PostgresAsync($"Host=127.0.0.1;Port={nobody};Database=trading;Username=trading"), FindingStatus.Fail, $"does not answer at 127.0.0.1:{nobody}: Connection refused", "Start the server");
    }

    [Theory]
    [InlineData(-1, "Fail", "expired on", "renew")]
    [InlineData(10, "Warn", "valid until", "Renew it soon")]
    [InlineData(200, "Ok", "valid until", "")]
    public void A_certificate_is_judged_by_its_end(int days, string status, string found, string advice) =>
        Says(NetworkChecks.Certificate(new SecurityOptions { CertificatePath = Pem(days) }, _folder.Path, new FakeTimeProvider(Now)), Enum.Parse<FindingStatus>(status), found, advice);

    [Fact]
    public void A_certificate_that_does_not_hold_yet_points_to_the_clock() =>
        Says(NetworkChecks.Certificate(new SecurityOptions { CertificatePath = Pem(200) }, _folder.Path, new FakeTimeProvider(Now.AddDays(-500))), FindingStatus.Fail, "valid only from 2025-08-31", "clock");

    [Fact]
    public void A_certificate_for_another_name_is_told() =>
        Says(NetworkChecks.Certificate(new SecurityOptions { CertificatePath = Pem(200), Hosts = { "trading.example.com" } }, _folder.Path, new FakeTimeProvider(Now)), FindingStatus.Fail, "It is not for trading.example.com", "Get one for every name");

    [Theory]
    [InlineData("2026-10-05", 0.4, "Ok", "0.4 s ahead")]
    [InlineData("2026-10-05", -7.0, "Fail", "7.0 s behind")]
    [InlineData("1999-12-31", null, "Fail", "It is 1999-12-31")]
    public void A_clock_that_is_wrong_is_told_by_its_date_or_by_the_gateway(string day, double? seconds, string status, string found)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

        Finding finding = MachineChecks.Clock(clock, seconds is { } s ? TimeSpan.FromSeconds(s) : null);

        Says(finding, Enum.Parse<FindingStatus>(status), found, finding.Status == FindingStatus.Ok ? "" : "timedatectl");
    }

    [Fact]
    public void A_time_zone_that_this_machine_does_not_know_is_named() => Says(MachineChecks.Zones(["America/New_York", "Mars/Olympus"]), FindingStatus.Fail, "Mars/Olympus", "tzdata");

    private Task<Finding> PostgresAsync(string connection) => StorageChecks.DatabaseAsync(new PersistenceOptions { Provider = PersistenceProvider.PostgreSql, ConnectionString = connection }, _folder.Path, Stop);

    private static void Says(Finding finding, FindingStatus status, string found, string advice)
    {
        Assert.True(finding.Status == status, $"{finding}");
        Assert.Contains(found, finding.Found, StringComparison.Ordinal);
        Assert.Contains(advice, finding.Advice, StringComparison.Ordinal);
        Assert.Equal(status == FindingStatus.Ok, finding.Advice.Length == 0);
        Assert.DoesNotContain("hunter2", finding.Found, StringComparison.Ordinal);
    }

    private string Pem(int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest("CN=desk.example.com", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-400), Now.AddDays(days));
        string file = Path.Combine(_folder.Path, $"{days}.pem");
        File.WriteAllText(file, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return file;
    }
}
