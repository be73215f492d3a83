using System.Text.Json;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Hubs;

/// <summary>The contract of the hub from the vendor's own JavaScript client, with both of its protocols.</summary>
public sealed class JavaScriptClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Folder = "TradingBlazor.Tests/Hubs/client";
    private static readonly DateTimeOffset Moment = new(2026, 10, 5, 14, 30, 15, 123, 456, TimeSpan.Zero);
    private const long Microseconds = 1_791_210_615_123_456;

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task The_JavaScript_client_reads_streams_and_comes_back_with_decimals_and_times_exact(string protocol)
    {
        Assert.True(Directory.Exists(RepositoryFiles.PathOf($"{Folder}/node_modules")), $"The client is not installed: ./test.sh does it, or run 'npm ci' in {Folder}.");
        host.View.Watchlist = [Given.SpyWatched];
        Show(412.10m);
        host.View.Orders = [Given.Order("TB-known") with { CreatedTime = Moment }];
        string key = (await File.ReadAllTextAsync(host.KeyFile, ApiHost.Stop)).Trim();
        await using ChildProcess client = ChildProcess.Start($"hub-client-{protocol}", "node", ["read.mjs", host.Address.ToString(), key, protocol, GoOn(protocol)], null, RepositoryFiles.PathOf(Folder));

        await client.WaitForLineAsync(l => l.Contains("\"orders\"", StringComparison.Ordinal), ApiHost.Stop);
        await client.WaitForLineAsync(l => l.Contains("\"quotes\"", StringComparison.Ordinal), ApiHost.Stop);
        Show(412.123456789012m);
        Happens("TB-1");
        Assert.Equal(0, await Moving.UntilAsync(host, EndAsync(client, protocol)));

        JsonElement[] quotes = ItemsOf(client, "quotes");
        JsonElement[] orders = ItemsOf(client, "orders");
        Assert.Equal(["snapshot", "changes"], quotes.Select(q => q.GetProperty("kind").GetString()));
        Assert.Equal([Number(protocol, "412.10"), Number(protocol, "412.123456789012")], quotes.Select(q => q.GetProperty("items")[0].GetProperty("bid").GetRawText()));
        Assert.All(quotes, q => Assert.Equal(Microseconds, q.GetProperty("items")[0].GetProperty("eventTime").GetInt64()));
        JsonElement known = orders[0].GetProperty("items").EnumerateArray().Select(i => i.GetProperty("order")).Single(o => o.GetProperty("id").GetString() == "TB-known");
        Assert.Equal(Number(protocol, "100.50"), known.GetProperty("quantity").GetRawText());
        Assert.Equal(Microseconds, known.GetProperty("createdTime").GetInt64());
        Assert.Equal("TB-1", orders[1].GetProperty("items")[0].GetProperty("order").GetProperty("id").GetString());
        Assert.Contains("unknownSymbol: 'NONE'", ItemsOf(client, "refused")[0].GetString(), StringComparison.Ordinal);
        JsonElement missed = Assert.Single(ItemsOf(client, "missed"));
        Assert.Equal("resumed", missed.GetProperty("kind").GetString());
        Assert.Equal("TB-away", Assert.Single(missed.GetProperty("items").EnumerateArray()).GetProperty("order").GetProperty("id").GetString());
    }

    /// <summary>As JavaScript writes what it has: a text from MessagePack; from JSON the number, whose last zeros it does not keep.</summary>
    private static string Number(string protocol, string exact) => protocol == "messagepack" ? $"\"{exact}\"" : exact.Contains('.') ? exact.TrimEnd('0') : exact;

    private async Task<int> EndAsync(ChildProcess client, string protocol)
    {
        await client.WaitForLineAsync(l => l == "away", ApiHost.Stop);
        Happens("TB-away");
        await File.WriteAllTextAsync(GoOn(protocol), "", ApiHost.Stop);
        return await client.WaitForExitAsync(ApiHost.Stop);
    }

    private string GoOn(string protocol) => Path.Combine(host.Folder, $"go-on-{protocol}");

    private void Show(decimal bid) => host.View.Quotes = [Given.Quote(TimeSpan.Zero) with { Bid = bid, EventTime = Moment, ReceivedTime = host.Clock.GetUtcNow() }];

    private void Happens(string id) => host.View.News.Changed(null, Given.Order(id));

    private static JsonElement[] ItemsOf(ChildProcess client, string stream) =>
    [
        .. client.Output.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonElement.Parse(l)).Where(l => l.GetProperty("stream").GetString() == stream).Select(l => l.GetProperty("item")),
    ];
}
