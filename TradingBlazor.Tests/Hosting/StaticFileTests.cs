using System.Text.RegularExpressions;
using TradingBlazor.Tests.Api;

namespace TradingBlazor.Tests.Hosting;

/// <summary>What a browser, or a CDN in front, may keep.</summary>
public sealed partial class StaticFileTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Pages_name_their_files_by_fingerprint_and_may_not_be_kept_themselves()
    {
        using HttpResponseMessage page = await host.Stranger.GetAsync("account/sign-in", ApiHost.Stop);
        string html = await page.Content.ReadAsStringAsync(ApiHost.Stop);
        string[] files = [.. Fingerprinted().Matches(html).Select(m => m.Groups[1].Value).Distinct()];

        Assert.True(files.Length >= 2, html);
        foreach (string file in files)
        {
            using HttpResponseMessage answer = await host.Stranger.GetAsync(file, ApiHost.Stop);
            // A published copy lets them be kept for good; one that runs from the build asks each time, by this.
            Assert.NotNull(answer.Headers.ETag);
            Assert.True(answer.IsSuccessStatusCode, file);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
        Assert.True(page.Headers.CacheControl is { NoStore: true } or { NoCache: true }, $"{page.Headers.CacheControl}");
    }

    [GeneratedRegex("(?:href|src)=\"/?([a-zA-Z0-9/._-]+\\.[a-z0-9]{10}\\.(?:css|js))\"")]
    private static partial Regex Fingerprinted();
}
