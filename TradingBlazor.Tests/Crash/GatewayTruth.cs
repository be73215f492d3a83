using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBlazor.Tests.Crash;

/// <summary>What the simulated gateway holds, read through its admin port, beside what the program believes.</summary>
internal sealed class GatewayTruth
{
    private const decimal OpeningCash = 1_000_000m;

    // Asked for once: the next comparison comes in a moment, and the program counts requests.
    private readonly HashSet<string> _neverLeft = new(StringComparer.Ordinal), _toldRight = new(StringComparer.Ordinal);

    /// <summary>Everything in which the two differ, a sentence each; empty when they agree to the cent.</summary>
    /// <param name="gateway">State of the simulator.</param>
    /// <param name="app">The program.</param>
    /// <param name="accepted">Orders that it said it accepted.</param>
    /// <param name="refused">Orders that it said were rejected.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<IReadOnlyList<string>> DifferencesAsync(JsonNode gateway, HttpClient app, IReadOnlyDictionary<string, string> accepted, IReadOnlyDictionary<string, string> refused, CancellationToken stop)
    {
        JsonArray executions = (await app.GetFromJsonAsync<JsonArray>("api/v1/executions?limit=10000", stop))!;
        JsonArray positions = (await app.GetFromJsonAsync<JsonArray>("api/v1/positions", stop))!;
        HashSet<string> exits = Brackets.ExitsOf((await app.GetFromJsonAsync<JsonArray>("api/v1/orders?limit=5000", stop))!, accepted.Keys);
        return [.. await OrdersAsync(gateway, accepted, refused, exits, app, stop), .. await EndedTooEarlyAsync(accepted, app, stop), .. Executions(gateway, executions), .. Positions(gateway, positions, executions), .. Money(gateway, positions, executions)];
    }

    private async Task<IReadOnlyList<string>> OrdersAsync(JsonNode gateway, IReadOnlyDictionary<string, string> accepted, IReadOnlyDictionary<string, string> refused, HashSet<string> exits, HttpClient app, CancellationToken stop)
    {
        List<string> differences = [];
        Dictionary<string, int> there = gateway["orders"]!.AsArray().GroupBy(o => (string)o!["orderRef"]!).ToDictionary(g => g.Key, g => g.Count());
        foreach ((string id, string answer) in accepted)
        {
            if (there.GetValueOrDefault(id) == 1 || !there.ContainsKey(id) && _neverLeft.Contains(id)) continue;
            string told = await app.GetStringAsync($"api/v1/orders/{id}", stop);
            if (!there.ContainsKey(id) && NeverLeftTheQueue(JsonNode.Parse(told)!)) _neverLeft.Add(id);
            else differences.Add($"Order {id} was accepted ({answer}) and is at the gateway {there.GetValueOrDefault(id)} times. The program says: {told}");
        }
        foreach ((string id, int count) in there)
        {
            if (accepted.ContainsKey(id) || (count == 1 && exits.Contains(id))) continue;
            using HttpResponseMessage told = await app.GetAsync($"api/v1/orders/{id}", stop);
            differences.Add($"Order {id} is at the gateway {count} times and was never acknowledged, though every request was answered in the end{(refused.TryGetValue(id, out string? answer) ? $" (with {answer})" : "")}. "
                + $"The program says: {await told.Content.ReadAsStringAsync(stop)}. The gateway says: {gateway["orders"]!.AsArray().First(o => (string)o!["orderRef"]! == id)!.ToJsonString()}");
        }
        return differences;
    }

    // Who reads that an order has ended sends it again: what is told as the end may not come to life.
    private async Task<IReadOnlyList<string>> EndedTooEarlyAsync(IReadOnlyDictionary<string, string> accepted, HttpClient app, CancellationToken stop)
    {
        List<string> differences = [];
        foreach (string id in accepted.Keys)
        {
            if (_toldRight.Contains(id)) continue;
            string told = await app.GetStringAsync($"api/v1/orders/{id}", stop);
            string?[] states = [.. JsonNode.Parse(told)!["history"]!.AsArray().Select(e => (string?)e!["state"])];
            int end = Array.FindIndex(states, s => s is "rejected" or "cancelled" or "expired" or "denied");
            if (end >= 0 && states.Skip(end).Any(s => s is "unknown" or "pendingSubmit" or "preSubmitted" or "working")) differences.Add($"Order {id} was told as {states[end]} and lived on. The program says: {told}");
            else _toldRight.Add(id);
        }
        return differences;
    }

    // Accepted to wait for the gateway or for own orders, and taken out, denied or too old before these were there or gone.
    private static bool NeverLeftTheQueue(JsonNode order)
    {
        string[] history = [.. order["history"]!.AsArray().Select(e => (string)e!["kind"]!)];
        int waits = Math.Max(Array.LastIndexOf(history, "queued"), Array.LastIndexOf(history, "waiting"));
        // What left, was lost on the way and was known to be lost waits again.
        bool isBack = waits > Array.LastIndexOf(history, "released");
        return waits >= 0 && (isBack || NeverArrived(order)) && (string)order["state"]! is "cancelled" or "denied" or "expired";
    }

    // Its cancel was asked for before it was known that it had been lost on the way.
    private static bool NeverArrived(JsonNode order) =>
        (string)order["state"]! == "cancelled" && ((string)order["reason"]!).Contains("never reached the broker", StringComparison.Ordinal) && order["history"]!.AsArray().Any(e => (string)e!["kind"]! == "cancel requested");

    private static IEnumerable<string> Executions(JsonNode gateway, JsonArray booked)
    {
        var own = booked.GroupBy(e => (string)e!["execId"]!).ToDictionary(g => g.Key, g => g.ToArray());
        foreach (JsonNode? told in gateway["executions"]!.AsArray())
        {
            string id = (string)told!["execId"]!;
            if (!own.Remove(id, out JsonNode?[]? found)) yield return $"Execution {id} is not booked.";
            else if (found.Length != 1) yield return $"Execution {id} is booked {found.Length} times.";
            else if (Signed(found[0]!) != Number(told["signedQuantity"]) || Number(found[0]!["price"]) != Number(told["price"])) yield return $"Execution {id} is booked as {found[0]!.ToJsonString()}, the gateway has {told.ToJsonString()}.";
            else if (found[0]!["commission"] is not { } commission || Number(commission) != Number(told["commission"])) yield return $"The commission of {id} is {found[0]!["commission"]?.ToJsonString() ?? "missing"}, the gateway has {told["commission"]}.";
        }
        foreach (string id in own.Keys) yield return $"Execution {id} is booked and the gateway does not have it.";
    }

    /// <summary>What the tables behind the program lack or have twice.</summary>
    /// <param name="gateway">State of the simulator.</param>
    /// <param name="app">The program.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<string>> StoredDifferencesAsync(JsonNode gateway, HttpClient app, CancellationToken stop)
    {
        var stored = new JsonArray();
        string? next = "";
        while (next is not null)
        {
            JsonNode page = (await app.GetFromJsonAsync<JsonNode>($"api/v1/history/executions?limit=5000{(next.Length > 0 ? $"&cursor={Uri.EscapeDataString(next)}" : "")}", stop))!;
            foreach (JsonNode? item in page["items"]!.AsArray()) stored.Add(item!.DeepClone());
            next = (string?)page["next"];
        }
        return [.. Executions(gateway, stored).Select(d => $"In the database: {d}")];
    }

    private static IEnumerable<string> Positions(JsonNode gateway, JsonArray positions, JsonArray executions)
    {
        Dictionary<string, decimal> held = gateway["positions"]!.AsArray().ToDictionary(p => (string)p!["symbol"]!, p => Number(p!["quantity"]));
        foreach (JsonNode? position in positions)
        {
            string symbol = (string)position!["symbol"]!;
            decimal quantity = Number(position["quantity"]);
            held.Remove(symbol, out decimal there);
            if (quantity != there) yield return $"{quantity} {symbol} are held here and {there} at the gateway.";
            // What was paid and received is what was realised and what is still tied up, to the cent.
            decimal flow = -executions.Where(e => (string)e!["symbol"]! == symbol).Sum(e => Signed(e!) * Number(e!["price"]));
            decimal told = Number(position["realizedPnl"]) - (quantity * Number(position["averagePrice"]));
            if (Math.Abs(flow - told) >= 0.005m) yield return $"The fills of {symbol} moved {flow}, its position accounts for {told}.";
        }
        foreach ((string symbol, decimal quantity) in held) yield return $"{quantity} {symbol} are held at the gateway and not here.";
    }

    private static IEnumerable<string> Money(JsonNode gateway, JsonArray positions, JsonArray executions)
    {
        decimal cash = OpeningCash - executions.Sum(e => (Signed(e!) * Number(e!["price"])) + (e["commission"] is { } c ? Number(c) : 0m));
        decimal there = Number(gateway["accounts"]![0]!["cash"]);
        if (Math.Abs(cash - there) >= 0.005m) yield return $"The fills leave {cash} in cash, the gateway has {there}.";
        decimal commission = positions.Sum(p => Number(p!["commission"])), paid = executions.Sum(e => e!["commission"] is { } c ? Number(c) : 0m);
        if (commission != paid) yield return $"Positions account for {commission} of commission, fills for {paid}.";
    }

    private static decimal Signed(JsonNode execution) => ((string)execution["side"]! == "BUY" ? 1m : -1m) * Number(execution["quantity"]);

    private static decimal Number(JsonNode? node) => decimal.Parse(node!.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
