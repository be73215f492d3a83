using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Hubs;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Tests.Api;

namespace TradingBlazor.Tests.Hubs;

/// <summary>Who may connect to the hub, how often, and for how long.</summary>
public sealed class HubAccessTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public void Every_method_names_a_permission()
    {
        MethodInfo[] methods = [.. typeof(StreamHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.GetBaseDefinition() == m)];

        Assert.Equal(12, methods.Length);
        Assert.All(methods, m => Assert.Equal(Permission.View, m.GetCustomAttribute<NeedsAttribute>()?.Permission));
    }

    [Fact]
    public async Task Without_a_key_nobody_is_let_in()
    {
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => HubClient.ConnectAsync(host, key: "tb_wrong"));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_key_in_the_address_counts_for_the_hub_and_nowhere_else()
    {
        string key = (await File.ReadAllTextAsync(host.KeyFile, ApiHost.Stop)).Trim();

        using HttpResponseMessage hub = await host.Stranger.PostAsync($"/hubs/stream/negotiate?negotiateVersion=1&access_token={key}", null, ApiHost.Stop);
        using HttpResponseMessage rest = await host.Stranger.GetAsync($"/api/v1/orders?access_token={key}", ApiHost.Stop);

        Assert.Equal(HttpStatusCode.OK, hub.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, rest.StatusCode);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(host.Folder, "logs")), f => Read(f).Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_whose_key_is_revoked_is_cut_off()
    {
        (HubClient client, Task<bool> closed) = await RevokedAsync();
        await using HubClient reading = client;

        Assert.True(await Moving.UntilAsync(host, closed));
    }

    [Fact]
    public async Task A_client_whose_key_is_revoked_reads_for_two_seconds_more_and_no_longer()
    {
        (HubClient client, Task<bool> closed) = await RevokedAsync();
        await using HubClient reading = client;
        host.Clock.Advance(TimeSpan.FromSeconds(2.5));

        Assert.True(await closed.WaitAsync(Harness.ChildProcess.Patience, ApiHost.Stop));
    }

    [Fact]
    public async Task More_connections_than_a_caller_may_have_are_refused_with_a_reason()
    {
        StreamOptions options = host.Services.GetRequiredService<StreamOptions>();
        (string text, _) = await MakeKeyAsync();
        options.ConnectionsPerCaller = 1;
        try
        {
            await using HubClient first = await HubClient.ConnectAsync(host, key: text);
            await using HubConnection second = new HubConnectionBuilder().WithUrl(new Uri(host.Address, "/hubs/stream"), o => o.Headers["X-Api-Key"] = text).Build();
            var closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
            second.Closed += e => Task.FromResult(closed.TrySetResult(e));

            await second.StartAsync(ApiHost.Stop);
            Exception? why = await closed.Task.WaitAsync(Harness.ChildProcess.Patience, ApiHost.Stop);

            Assert.IsType<HubException>(why);
            Assert.Contains("tooManyConnections: ", why.Message, StringComparison.Ordinal);
            Assert.Equal(HubConnectionState.Connected, first.Connection.State);
        }
        finally
        {
            options.ConnectionsPerCaller = 100;
        }
    }

    [Fact]
    public async Task A_mistake_of_a_client_is_a_warning_with_its_name_once_a_connection_and_no_error_of_the_program()
    {
        (string text, string id) = await MakeKeyAsync();
        await using HubClient client = await HubClient.ConnectAsync(host, key: text);
        string wrong = $"NO{Guid.NewGuid():N}\nforged";

        for (int i = 0; i < 3; i++)
        {
            await using HubStream<HubAny> quotes = client.Open<HubAny>("Quotes", [new[] { wrong }]);
            HubException told = await Assert.ThrowsAsync<HubException>(quotes.NextAsync);
            Assert.Contains("unknownSymbol: ", told.Message, StringComparison.Ordinal);
        }
        await using (HubStream<HubAny> bars = client.Open<HubAny>("Bars", wrong, "1m")) await Assert.ThrowsAsync<HubException>(bars.NextAsync);

        JsonElement[] lines = [.. Directory.GetFiles(Path.Combine(host.Folder, "logs")).SelectMany(f => Read(f).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(l => JsonElement.Parse(l))];
        JsonElement line = Assert.Single(lines, l => l.GetRawText().Contains(wrong[..20], StringComparison.Ordinal));
        Assert.Equal("Warning", line.GetProperty("@l").GetString());
        Assert.Equal("unknownSymbol", line.GetProperty("Code").GetString());
        Assert.Equal($"key {id} (hub)", line.GetProperty("Who").GetString());
        Assert.Contains(" forged", line.GetProperty("Reason").GetString(), StringComparison.Ordinal);
        Assert.False(line.TryGetProperty("@x", out _));
        Assert.DoesNotContain(lines, l => l.TryGetProperty("SourceContext", out JsonElement from) && from.GetString()!.StartsWith("Microsoft.AspNetCore.SignalR", StringComparison.Ordinal) && l.TryGetProperty("@x", out _));
    }

    /// <summary>A client that reads with a key that is revoked meanwhile, and what ends when it is cut off.</summary>
    private async Task<(HubClient Client, Task<bool> Closed)> RevokedAsync()
    {
        (string text, string id) = await MakeKeyAsync();
        HubClient client = await HubClient.ConnectAsync(host, key: text);
        var closed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Connection.Closed += _ => Task.FromResult(closed.TrySetResult(true));
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        Assert.Equal("", await scope.ServiceProvider.GetRequiredService<KeyDesk>().RevokeAsync(id, new CommandJudgement(null, "", ""), ApiHost.Stop));
        return (client, closed.Task);
    }

    private async Task<(string Text, string Id)> MakeKeyAsync()
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        KeyDesk desk = scope.ServiceProvider.GetRequiredService<KeyDesk>();
        (string text, string fault) = await desk.CreateAsync("hub", KeyScope.Read, 0, "", new CommandJudgement(null, "", ""), ApiHost.Stop);
        Assert.Equal("", fault);
        return (text, (await desk.ListAsync(ApiHost.Stop)).First(k => text.Contains(k.Id, StringComparison.Ordinal)).Id);
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
