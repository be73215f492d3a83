using System.Text.Json;
using TradingBlazor.Samples;
using TradingBlazor.Tests.Api;
using TradingCore.Engine.Commands;
using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Hubs;

/// <summary>The sample in C# of the documentation does what it says.</summary>
public sealed class ClientSampleTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_sample_sends_an_order_and_follows_it()
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order("TB-sample"), default, "");
        await using var client = new DeskClient(host.Address, (await File.ReadAllTextAsync(host.KeyFile, ApiHost.Stop)).Trim());
        await using IAsyncEnumerator<OrderNews> news = client.FollowOrdersAsync(ApiHost.Stop).GetAsyncEnumerator(ApiHost.Stop);
        host.View.Orders = [Given.Order("TB-first")];

        Assert.True(await Moving.UntilAsync(host, news.MoveNextAsync().AsTask()));
        JsonElement answer = await client.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 1, type = "LMT", limitPrice = 412.34m }, Guid.NewGuid().ToString("N"), ApiHost.Stop);
        host.View.News.Changed(null, Given.Order("TB-sample"));
        Assert.True(await Moving.UntilAsync(host, news.MoveNextAsync().AsTask()));

        Assert.Equal("TB-sample", answer.GetProperty("id").GetString());
        Assert.Equal("TB-sample", news.Current.Order!.Id);
    }

    [Fact]
    public void The_documentation_shows_the_sample_as_it_is_tested()
    {
        string doc = File.ReadAllText(RepositoryFiles.PathOf("docs/clients/csharp.md")).ReplaceLineEndings("\n");
        string code = File.ReadAllText(RepositoryFiles.PathOf("TradingBlazor.Tests/Hubs/ClientSample.cs")).ReplaceLineEndings("\n").Trim();

        Assert.Contains(code, doc, StringComparison.Ordinal);
    }
}
