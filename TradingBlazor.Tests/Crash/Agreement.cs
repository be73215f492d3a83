using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Crash;

/// <summary>The end of a trial: everything is answered and cancelled, and the program must come to agree with the gateway.</summary>
/// <param name="admin">Client of the simulator's admin port.</param>
internal sealed class Agreement(HttpClient admin)
{
    /// <summary>Settings of a program with which a random trader is not soon stopped by limits: they are not what is tried.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "--MarketData:Watchlist:0=SPY", "--MarketData:Watchlist:1=AAPL", "--Risk:OrdersPerSecond=40", "--Risk:OrdersPerMinute=2400", "--Risk:DuplicateWindow=00:00:00",
        "--Risk:OrderTradeRatioMax=10000", "--Risk:WorkingOrdersMax=20", "--Risk:RepeatsPerMinute=1000", "--Risk:RepeatsPerDay=100000", "--Risk:SelfMatch=false", "--Risk:LossStreakMax=1000",
        "--Trading:KeptMax=100000", "--Trading:UnknownAfter=00:00:05", "--Bars:BackfillOnSubscribe=false",
    ];

    /// <summary>Waits until a program may trade.</summary>
    public static async Task UntilTradingAsync(HttpClient http, CancellationToken stop)
    {
        JsonNode? status = null;
        try
        {
            await Until.TrueAsync("trading to be enabled", async () => (bool?)(status = await http.GetFromJsonAsync<JsonNode>("api/v1/status", stop))!["tradingEnabled"] is true, stop);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} {http.BaseAddress} says: {status?.ToJsonString()}", e);
        }
    }

    /// <summary>Waits until a program knows of each of its orders what became of it.</summary>
    public static Task UntilDecidedAsync(HttpClient http, CancellationToken stop) =>
        Until.TrueAsync("every order to be decided", async () => (await http.GetFromJsonAsync<JsonArray>("api/v1/orders?limit=5000", stop))!.All(o => (string?)o!["state"] != "unknown"), stop);

    /// <summary>What the gateway holds.</summary>
    public async Task<JsonNode> TruthAsync(CancellationToken stop) => (await admin.GetFromJsonAsync<JsonNode>("state", stop))!;

    /// <summary>Cuts the connection of the program to the gateway.</summary>
    public Task CutAsync(CancellationToken stop) => FaultAsync("{ fault: dropConnection }", stop);

    /// <summary>Lets the gateway say everything so much later.</summary>
    public Task DelayAsync(TimeSpan by, CancellationToken stop) => FaultAsync($"{{ fault: delay, by: {by.TotalMilliseconds:0}ms }}", stop);

    /// <summary>Lets the gateway say everything at once again.</summary>
    public Task EndDelayAsync(CancellationToken stop) => FaultAsync("{ fault: clear, kind: delay }", stop);

    private async Task FaultAsync(string step, CancellationToken stop)
    {
        using var script = new StringContent(step, Encoding.UTF8, "application/yaml");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("faults", UriKind.Relative)) { Content = script };
        // A connection that was kept may end at the other side in this moment, and a POST is not repeated by itself.
        request.Headers.ConnectionClose = true;
        using HttpResponseMessage answer = await admin.SendAsync(request, stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(stop));
    }

    /// <summary>Settles the traders at the program, cancels what works, and waits until both sides agree.</summary>
    /// <returns>What still differs after the time that a test has; empty when nothing does.</returns>
    public async Task<IReadOnlyList<string>> ReachAsync(HttpClient http, IReadOnlyList<RandomTrader> traders, CancellationToken stop)
    {
        await UntilTradingAsync(http, stop);
        foreach (RandomTrader trader in traders) await trader.SettleAsync(http, stop);
        string[] takenForOthers = [.. traders.SelectMany(t => t.TakenForOthers)];
        if (takenForOthers.Length > 0) return takenForOthers;
        IReadOnlyList<string> brackets = await UntilNoneAsync(async () => Brackets.Differences((await http.GetFromJsonAsync<JsonArray>("api/v1/orders?limit=5000", stop))!), stop);
        if (brackets.Count > 0) return brackets;
        // Answered 503, nothing was done: whoever wants it done asks again.
        await Until.TrueAsync("the cancel of everything to be taken", async () =>
        {
            using HttpResponseMessage cancelled = await http.DeleteAsync("api/v1/orders", stop);
            return cancelled.IsSuccessStatusCode;
        }, stop);
        var accepted = traders.SelectMany(t => t.Accepted).ToDictionary();
        var rejected = traders.SelectMany(t => t.Rejected).ToDictionary();
        var truth = new GatewayTruth();
        return await UntilNoneAsync(async () =>
        {
            JsonNode state = await TruthAsync(stop);
            JsonArray orders = (await http.GetFromJsonAsync<JsonArray>("api/v1/orders?limit=5000", stop))!;
            JsonNode?[] open = [.. orders.Where(o => (string)o!["state"]! is not ("filled" or "cancelled" or "rejected" or "denied" or "expired"))];
            return open.Length > 0
                ? [.. await Task.WhenAll(open.Select(async o => StillOpen(JsonNode.Parse(await http.GetStringAsync($"api/v1/orders/{o!["id"]}", stop))!, state)))]
                : await truth.DifferencesAsync(state, http, accepted, rejected, stop);
        }, stop);
    }

    /// <summary>Waits until the tables behind a program hold every execution once.</summary>
    public Task<IReadOnlyList<string>> ReachStoredAsync(HttpClient http, CancellationToken stop) =>
        UntilNoneAsync(async () => await GatewayTruth.StoredDifferencesAsync(await TruthAsync(stop), http, stop), stop);

    // How it came there stands last in its history, and a report is cut where it becomes long.
    private static string StillOpen(JsonNode order, JsonNode gateway)
    {
        string history = string.Join("; ", order["history"]!.AsArray().Reverse().Select(e => $"{e!["time"]} {e["kind"]} -> {e["state"]} by {e["source"]}: {e["text"]}"));
        string[] there = [.. gateway["orders"]!.AsArray().Where(o => (string?)o!["orderRef"] == (string?)order["id"]).Select(o => o!.ToJsonString())];
        return $"Still open after everything was cancelled: {order["state"]} {order["role"]}, latest first: {history}. The gateway has {(there.Length == 0 ? "nothing of it" : string.Join(" and ", there))}. The program says: {order.ToJsonString()}";
    }

    private static async Task<IReadOnlyList<string>> UntilNoneAsync(Func<Task<IReadOnlyList<string>>> compare, CancellationToken stop)
    {
        IReadOnlyList<string> differences = [];
        try
        {
            await Until.TrueAsync("the program and the gateway to agree", async () => (differences = await compare()).Count == 0, stop);
        }
        catch (TimeoutException) when (differences.Count > 0)
        {
            // Told as the result.
        }
        return differences;
    }
}
