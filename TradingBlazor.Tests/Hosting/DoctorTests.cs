using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Hosting;

/// <summary>The doctor, as a person runs it.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_machine_that_is_ready_is_told_so_and_nothing_is_left_behind()
    {
        (int code, Dictionary<string, JsonElement> checks, string text) = await RunAsync($"--urls=http://127.0.0.1:{Loopback.FreePort()}", "--json");

        Assert.True(code == 0, text);
        Assert.Equal(["configuration", "data folder", "disk", "ports", "certificate", "gateway", "database", "redis", "time zones", "clock"], checks.Keys);
        Assert.All(checks.Where(c => c.Key is not ("clock" or "disk")), c => Assert.Equal("ok", StatusOf(c.Value)));
        Assert.Contains("simulator", FoundOf(checks["gateway"]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_with_what_to_do_and_without_secrets()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string certificate = Path.Combine(_folder.Path, "old.pem");
        WriteExpired(certificate);

        (int code, Dictionary<string, JsonElement> checks, string text) = await RunAsync(
            $"--urls=http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}", $"--Tws:Port={Loopback.FreePort()}", $"--Security:CertificatePath={certificate}",
            "--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString=Host=127.0.0.1;Port={Loopback.FreePort()};Database=trading;Username=trading;Password=hunter2", "--json");

        Assert.Equal(1, code);
        foreach (string check in new[] { "ports", "certificate", "gateway", "database" })
        {
            Assert.True(StatusOf(checks[check]) == "fail", $"{check}: {text}");
            Assert.NotEmpty(checks[check].GetProperty("advice").GetString()!);
        }
        Assert.Contains("another program", FoundOf(checks["ports"]), StringComparison.Ordinal);
        Assert.Contains("expired on", FoundOf(checks["certificate"]), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_is_not_understood_is_told_in_words()
    {
        (int code, _, string text) = await RunAsync("--Tws:Prot=4002");

        Assert.Equal(1, code);
        Assert.Contains("fail  configuration", text, StringComparison.Ordinal);
        Assert.Contains("Did you mean Tws:Port?", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_the_running_program_its_ports_folder_and_client_id_are_in_use_rightly()
    {
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("doctor-gateway", null, [], Stop);
        string[] settings = [$"--Tws:Port={gateway.Port}"];
        await using AppProcess app = await AppProcess.StartAsync("examined", _folder.Path, null, settings, Stop);
        await Until.TrueAsync("the session", async () => (await app.Http.GetStringAsync("api/v1/status", Stop)).Contains("\"state\":\"ready\"", StringComparison.Ordinal), Stop);

        (int code, Dictionary<string, JsonElement> checks, string text) = await RunAsync([$"--urls={app.Address.ToString().TrimEnd('/')}", "--json", .. settings]);

        Assert.True(code == 0, text);
        Assert.Contains("running program", FoundOf(checks["data folder"]), StringComparison.Ordinal);
        Assert.Contains("running program", FoundOf(checks["ports"]), StringComparison.Ordinal);
        Assert.Contains("gateway's clock", FoundOf(checks["clock"]), StringComparison.Ordinal);
        Assert.Contains("is whole", FoundOf(checks["database"]), StringComparison.Ordinal);
        Assert.DoesNotContain("\"fail\"", text, StringComparison.Ordinal);
    }

    private async Task<(int Code, Dictionary<string, JsonElement> Checks, string Text)> RunAsync(params string[] args)
    {
        await using ChildProcess doctor = ChildProcess.Start("doctor", "dotnet", [BuiltProgram.PathOf("TradingBlazor"), "doctor", $"--Persistence:Folder={_folder.Path}", .. args],
            new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = "Production" }, RepositoryFiles.PathOf("TradingBlazor"));
        int code = await doctor.WaitForExitAsync(Stop);
        var checks = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (args.Contains("--json"))
            foreach (JsonElement check in JsonElement.Parse(doctor.Output).GetProperty("checks").EnumerateArray())
                // The worst of several findings of one check.
                if (!checks.TryGetValue(check.GetProperty("name").GetString()!, out JsonElement before) || StatusOf(before) == "ok") checks[check.GetProperty("name").GetString()!] = check;
        return (code, checks, doctor.Output);
    }

    private static string StatusOf(JsonElement check) => check.GetProperty("status").GetString()!;

    private static string FoundOf(JsonElement check) => check.GetProperty("found").GetString()!;

    private static void WriteExpired(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=desk.example.com", key, HashAlgorithmName.SHA256);
        using X509Certificate2 old = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(51));
        File.WriteAllText(file, old.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }
}
