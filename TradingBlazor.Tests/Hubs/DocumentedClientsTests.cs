using System.Text.RegularExpressions;
using TradingBlazor.Tests.Harness;
using TradingBlazor.Tests.Stories;
using TradingCore.Tests.Architecture;
using DeskApi = TradingBlazor.Tests.Stories.Api;

namespace TradingBlazor.Tests.Hubs;

/// <summary>The samples in other languages are run as the documentation shows them, against the program, which dies and comes back meanwhile.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed partial class DocumentedClientsTests(MortalDesk desk) : IDisposable
{
    private const string Packages = "TradingBlazor.Tests/Hubs/client/node_modules";

    private const string Own = "my order is ";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_samples_in_TypeScript_and_Python_send_an_order_and_follow_what_happens_over_a_death_of_the_program()
    {
        AppProcess app = await desk.StartAsync(Stop);
        using (DeskApi api = await DeskApi.OfAsync(app, Stop)) await api.ReadyToTradeAsync("SPY", Stop);
        var environment = new Dictionary<string, string?> { ["DESK_ADDRESS"] = app.Address.ToString().TrimEnd('/'), ["DESK_KEY"] = (await File.ReadAllTextAsync(Path.Combine(app.DataFolder, "api-key"), Stop)).Trim() };
        string script = await CompileAsync(), python = Path.Combine(_folder.Path, "sample.py");
        await File.WriteAllTextAsync(python, CodeOf("python"), Stop);
        await using ChildProcess typescript = ChildProcess.Start("sample-typescript", "node", [script], environment);
        await using ChildProcess snake = ChildProcess.Start("sample-python", "python3", [python], environment);
        ChildProcess[] samples = [typescript, snake];

        foreach (ChildProcess sample in samples)
        {
            string id = (await sample.WaitForLineAsync(l => l.StartsWith(Own, StringComparison.Ordinal), Stop))[Own.Length..];
            string filled = await sample.WaitForLineAsync(l => l.Contains($" SPY {id} filled {(sample == typescript ? 1 : 2)} ", StringComparison.Ordinal), Stop);
            Assert.Matches(Price(), filled);
        }
        await app.KillAsync();
        app = await desk.StartAsync(Stop);
        using DeskApi again = await DeskApi.OfAsync(app, Stop);
        await again.ReadyToTradeAsync("SPY", Stop);
        string next = (string)(await again.SubmitAsync(new { symbol = "SPY", side = "SELL", quantity = 3, type = "MKT" }, Stop))["id"]!;

        foreach (ChildProcess sample in samples) await sample.WaitForLineAsync(l => l.Contains($" SPY {next} filled 3 ", StringComparison.Ordinal), Stop);
    }

    /// <summary>The sample in TypeScript, judged and translated by the compiler; what it has to say against it fails the test.</summary>
    private async Task<string> CompileAsync()
    {
        string packages = RepositoryFiles.PathOf(Packages);
        Assert.True(Directory.Exists(packages), "The packages are not installed: ./test.sh does it, or run 'npm ci' in TradingBlazor.Tests/Hubs/client.");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "node_modules"), packages);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "package.json"), """{ "type": "module" }""", Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "sample.ts"), CodeOf("typescript"), Stop);
        await using ChildProcess compiler = ChildProcess.Start("sample-tsc", "node",
            [Path.Combine(packages, "typescript/bin/tsc"), "--strict", "--noUnusedLocals", "--target", "es2022", "--lib", "es2022,dom", "--module", "nodenext", "--types", "node", "--skipLibCheck", "sample.ts"], null, _folder.Path);
        Assert.True(await compiler.WaitForExitAsync(Stop) == 0, compiler.Output);
        return Path.Combine(_folder.Path, "sample.js");
    }

    /// <summary>The sample of a language, as the documentation shows it.</summary>
    internal static string CodeOf(string language) => Code().Match(File.ReadAllText(RepositoryFiles.PathOf($"docs/clients/{language}.md")).ReplaceLineEndings("\n")).Groups["code"].Value;

    [GeneratedRegex("^```\\w+\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    /// <summary>The line ends with the price, all digits and no rounding of a binary number.</summary>
    [GeneratedRegex(@" \d+\.\d{1,8}$")]
    private static partial Regex Price();
}
