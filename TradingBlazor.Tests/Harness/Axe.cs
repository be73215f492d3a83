using System.Text.Json;
using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Harness;

/// <summary>axe-core, run inside a page: the rules of WCAG that a program can check.</summary>
internal static class Axe
{
    private const string Folder = "TradingBlazor.Tests/Accessibility/axe";

    private static readonly Lazy<string> Script = new(() =>
    {
        string file = RepositoryFiles.PathOf($"{Folder}/node_modules/axe-core/axe.min.js");
        return File.Exists(file) ? File.ReadAllText(file) : throw new FileNotFoundException($"axe-core is not installed: ./test.sh does it, or run 'npm ci' in {Folder}.");
    });

    /// <summary>What the page as it is now shown violates, of level serious or critical: a line for each element, with the rule and the reason.</summary>
    public static async Task<IReadOnlyList<string>> AxeAsync(this BrowserPage page)
    {
        if (!await page.Page.EvaluateAsync<bool>("() => Boolean(window.axe)")) await page.Page.EvaluateAsync(Script.Value + "; undefined");
        // Plotly draws thousands of marks; its figure is one picture with a label of its own.
        JsonElement found = await page.Page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const result = await axe.run({ exclude: [['.js-plotly-plot']] }, { resultTypes: ['violations'] });
              return result.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
                .flatMap(v => v.nodes.slice(0, 6).map(n => `${v.id} (${v.impact}): ${n.target.join(' ')}: ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help}`));
            }
            """);
        return [.. found.EnumerateArray().Select(e => e.GetString()!)];
    }
}
