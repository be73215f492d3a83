using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Crash;

/// <summary>
/// A client that sends, modifies and cancels at random and keeps what it was answered. What was not answered, because the program died, it sends again
/// with the same key, as a careful client does.
/// </summary>
/// <param name="random">Decides what it does.</param>
/// <param name="mayWait">True when some of its orders may wait for a gateway that is away.</param>
/// <param name="liveMax">Orders that it leaves alone; with more it cancels, so that it is not stopped by the limit of working orders.</param>
/// <param name="hasTies">True when some of its orders have exits, belong to a group or wait for another one to fill, and some close or turn around what is held.</param>
internal sealed class RandomTrader(Random random, bool mayWait = false, int liveMax = int.MaxValue, bool hasTies = false)
{
    private const int UnansweredMax = 20;

    private static readonly string[] Symbols = ["SPY", "AAPL"];
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _live = [];
    private readonly Dictionary<string, Request> _unanswered = [];
    private int _answers;
    private int _created;

    /// <summary>Orders that were answered with "accepted", by id, with that answer.</summary>
    public Dictionary<string, string> Accepted { get; } = [];

    /// <summary>Orders that were refused, by the code of the reason.</summary>
    public SortedDictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that leave open what became of an order, by status.</summary>
    public SortedDictionary<int, int> NotAnswered { get; } = [];

    /// <summary>Orders that were answered with "rejected", by id, with that answer.</summary>
    public Dictionary<string, string> Rejected { get; } = [];

    /// <summary>Requests that were repeated as they were and told to be other orders than before.</summary>
    public List<string> TakenForOthers { get; } = [];

    /// <summary>Orders that were answered, whatever with.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>Orders that were accepted at their first request.</summary>
    public int Created => Volatile.Read(ref _created);

    /// <summary>Requests that were sent.</summary>
    public int Requests { get; private set; }

    /// <summary>Requests for an order that had no answer, or one that leaves open what became of it, and were repeated with the same key.</summary>
    public int Repeated { get; private set; }

    /// <summary>Trades until the program is gone or <paramref name="stop"/> says so.</summary>
    public async Task TradeAsync(HttpClient http, CancellationToken stop)
    {
        try
        {
            foreach ((string key, Request request) in _unanswered.ToArray()) await SubmitAsync(http, key, request, stop);
            while (!stop.IsCancellationRequested) await (_unanswered.Count < UnansweredMax ? ActAsync(http, stop) : RepeatAsync(http, stop));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            // The program died, or it is time.
        }
    }

    /// <summary>Sends again what was never answered, so that nothing is left open.</summary>
    public Task SettleAsync(HttpClient http, CancellationToken stop) => Until.TrueAsync("every request to be answered", async () =>
    {
        foreach ((string key, Request request) in _unanswered.ToArray()) await SubmitAsync(http, key, request, stop);
        return _unanswered.Count == 0;
    }, stop);

    // Who is answered nothing for long does not ask for more and more.
    private Task RepeatAsync(HttpClient http, CancellationToken stop)
    {
        (string key, Request request) = _unanswered.First();
        return SubmitAsync(http, key, request, stop);
    }

    private async Task ActAsync(HttpClient http, CancellationToken stop)
    {
        switch (random.Next(10))
        {
            case 9 when hasTies: await CancelAnyAsync(http, stop); break;
            case var _ when _live.Count > liveMax: await CancelAsync(http, Take(remove: true), stop); break;
            case < 6: await SubmitAsync(http, Key(), await RequestAsync(http, stop), stop); break;
            case < 8 when _live.Count > 0: await ModifyAsync(http, Take(remove: false), stop); break;
            case var _ when _live.Count > 0: await CancelAsync(http, Take(remove: true), stop); break;
            default: await SubmitAsync(http, Key(), await RequestAsync(http, stop), stop); break;
        }
    }

    private async Task SubmitAsync(HttpClient http, string key, Request wanted, CancellationToken stop)
    {
        if (!_unanswered.TryAdd(key, wanted)) Repeated++;
        Requests++;
        using var request = new HttpRequestMessage(HttpMethod.Post, wanted.Path) { Content = wanted.Order is { } asked ? JsonContent.Create(asked) : null };
        request.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage answer = await http.SendAsync(request, stop);
        JsonNode? order = answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None)) : null;
        // It may have been carried out, now or at an earlier try.
        bool isOpen = (int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        if (isOpen)
        {
            NotAnswered[(int)answer.StatusCode] = NotAnswered.GetValueOrDefault((int)answer.StatusCode) + 1;
            await Task.Delay(PauseAfterTrouble, TimeProvider.System, stop);
            return;
        }
        _unanswered.Remove(key);
        Interlocked.Increment(ref _answers);
        if (order is null || (string)order["state"]! == "rejected")
        {
            string code = order is null ? (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None))?["code"] ?? $"{(int)answer.StatusCode}" : "rejected";
            Refused[code] = Refused.GetValueOrDefault(code) + 1;
            if (code == "idempotencyKeyReused") TakenForOthers.Add($"The request {wanted.Path} {wanted.Order?.ToJsonString()} was repeated as it was, and told to be another order than {await OfKeyAsync(http, key, stop)}");
            if (order is not null) Rejected[(string)order["id"]!] = order.ToJsonString();
            await Task.Delay(PauseAfterTrouble, TimeProvider.System, stop);
            return;
        }
        string id = (string)order["id"]!;
        if (answer.StatusCode != HttpStatusCode.OK) Interlocked.Increment(ref _created);
        Accepted.TryAdd(id, $"{(int)answer.StatusCode} {(string)order["state"]!}");
        _live.Add(id);
    }

    private static async Task<string> OfKeyAsync(HttpClient http, string key, CancellationToken stop)
    {
        JsonArray orders = (await http.GetFromJsonAsync<JsonArray>("api/v1/orders?limit=5000", stop))!;
        string? id = (string?)orders.FirstOrDefault(o => (string?)o!["idempotencyKey"] == key)?["id"];
        return id is null ? "one that is not there any more" : await http.GetStringAsync($"api/v1/orders/{id}", stop);
    }

    private async Task ModifyAsync(HttpClient http, string id, CancellationToken stop)
    {
        object change = new { quantity = random.Next(1, 20) };
        if (hasTies && random.Next(3) == 0 && await http.GetFromJsonAsync<JsonNode>($"api/v1/orders/{id}", stop) is { } order && order["limitPrice"] is { } limit)
            change = new { limitPrice = decimal.Round(decimal.Parse(limit.ToString(), CultureInfo.InvariantCulture) * (1m + random.Next(-20, 21) / 1000m), 2) };
        Requests++;
        using HttpResponseMessage answer = await http.PutAsJsonAsync($"api/v1/orders/{id}", change, stop);
    }

    private async Task CancelAsync(HttpClient http, string id, CancellationToken stop)
    {
        Requests++;
        using HttpResponseMessage answer = await http.DeleteAsync($"api/v1/orders/{id}", stop);
    }

    // Exits stay when their entry has filled, and are no orders that were asked for by themselves.
    private async Task CancelAnyAsync(HttpClient http, CancellationToken stop)
    {
        JsonArray orders = (await http.GetFromJsonAsync<JsonArray>("api/v1/orders?limit=5000", stop))!;
        string[] open = [.. orders.Where(o => (bool?)o!["isFinal"] is false).Select(o => (string)o!["id"]!)];
        foreach (string id in open.OrderBy(_ => random.Next()).Take(Math.Max(1, open.Length / 3)).ToArray()) await CancelAsync(http, id, stop);
    }

    private async Task<Request> RequestAsync(HttpClient http, CancellationToken stop) => hasTies && random.Next(10) == 0
        ? new Request($"api/v1/positions/{Symbols[random.Next(Symbols.Length)]}/{(random.Next(3) == 0 ? "reverse" : "close")}", null)
        : new Request("api/v1/orders", await OrderAsync(http, stop));

    // Some fill at once, some rest a little away, some rest far away.
    private async Task<JsonObject> OrderAsync(HttpClient http, CancellationToken stop)
    {
        string symbol = Symbols[random.Next(Symbols.Length)];
        bool isBuy = random.Next(2) == 0;
        var order = new JsonObject { ["symbol"] = symbol, ["side"] = isBuy ? "BUY" : "SELL", ["quantity"] = random.Next(1, 20), ["type"] = "MKT" };
        if (mayWait && random.Next(4) == 0) order["ifOffline"] = "queue";
        if (hasTies) Tie(order);
        if (random.Next(3) == 0) return order;
        JsonNode? quote = await http.GetFromJsonAsync<JsonNode>($"api/v1/quotes/{symbol}", stop);
        if (quote?["last"] is not { } last) return order;
        decimal away = random.Next(-2, 60) / 1000m;
        decimal price = decimal.Parse(last.ToString(), CultureInfo.InvariantCulture) * (isBuy ? 1m - away : 1m + away);
        order["type"] = "LMT";
        order["limitPrice"] = decimal.Round(price, 2);
        order["tif"] = "GTC";
        return order;
    }

    // To exits, near enough that some fill while the others work; to a group of which one fills and the others end; or to an order that must fill first.
    private void Tie(JsonObject order)
    {
        switch (random.Next(9))
        {
            case < 3: order["bracket"] = new JsonObject { ["takeProfit"] = Percent(1, 30), ["stopLoss"] = Percent(1, 60) }; break;
            case 3:
                order["ocaGroup"] = $"group {_created / 10}";
                order["ocaType"] = random.Next(1, 4);
                break;
            // The newest is the one that most likely works still.
            case 4 when _live.Count > 0: order["parentId"] = _live[^1]; break;
        }
    }

    private JsonObject Percent(int fromTenths, int toTenths) => new() { ["percent"] = random.Next(fromTenths, toTenths) / 10m };

    private string Take(bool remove)
    {
        int index = random.Next(_live.Count);
        string id = _live[index];
        if (remove) _live.RemoveAt(index);
        return id;
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    /// <summary>What is asked for: an order, or to do something with a position, which needs none.</summary>
    private sealed record Request(string Path, JsonObject? Order);
}
