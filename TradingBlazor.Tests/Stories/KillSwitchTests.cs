using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The kill switch of the real program: by file, by signal and by REST, with no browser anywhere.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class KillSwitchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_in_the_data_folder_cancels_everything_holds_over_a_kill_and_only_a_person_arms_it_again()
    {
        string file = Path.Combine(_folder.Path, "kill");
        await using (AppProcess app = await AppProcess.StartAsync("kill-file", _folder.Path, null, [], Stop))
        {
            using Api api = await Api.OfAsync(app, Stop);
            await api.ReadyToTradeAsync("SPY", Stop);
            string id = await RestingAsync(api);

            await File.WriteAllTextAsync(file, "K2 firm a drill", Stop);

            await api.OrderInStateAsync(id, "cancelled", Stop);
            JsonNode kill = await SwitchAsync(api, "cancelled");
            Assert.Equal(("K2", "file", "a drill"), ((string)kill["level"]!, (string)kill["source"]!, (string)kill["reason"]!));
            await app.KillAsync();
        }

        await using AppProcess again = await AppProcess.StartAsync("kill-file-again", _folder.Path, null, [], Stop);
        using HttpClient http = await again.ClientWithKeyAsync(Stop);
        using var after = new Api(await again.ClientWithKeyAsync(Stop));
        await SwitchAsync(after, "cancelled");
        Assert.Equal(HttpStatusCode.Conflict, (await RearmAsync(http, "it was a drill")).StatusCode);
        File.Delete(file);
        Assert.Equal(HttpStatusCode.BadRequest, (await RearmAsync(http, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await RearmAsync(http, "it was a drill")).StatusCode);
        await after.ReadyToTradeAsync("SPY", Stop);
        await RestingAsync(after);
    }

    [Fact]
    public async Task A_signal_blocks_and_cancels_the_process_lives_on_and_flatten_by_REST_closes_what_is_held_and_says_flat_only_when_nothing_is()
    {
        await using AppProcess app = await AppProcess.StartAsync("kill-signal", _folder.Path, null, [], Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        string id = await RestingAsync(api);

        string pid = (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "pid"), Stop)).Trim();
        using (var kill = System.Diagnostics.Process.Start("kill", ["-USR1", pid])) await kill.WaitForExitAsync(Stop);

        await api.OrderInStateAsync(id, "cancelled", Stop);
        JsonNode status = await SwitchAsync(api, "cancelled");
        Assert.Equal("signal", (string)status["source"]!);
        Assert.False(app.Process.HasExited);

        using HttpClient http = await app.ClientWithKeyAsync(Stop);
        Assert.Equal(HttpStatusCode.OK, (await RearmAsync(http, "the signal was a drill")).StatusCode);
        await api.ReadyToTradeAsync("SPY", Stop);
        JsonNode bought = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 50, type = "MKT" }, Stop);
        await api.OrderInStateAsync((string)bought["id"]!, "filled", Stop);
        // Another quantity than before: within two seconds the same order once more is taken for a slip.
        await RestingAsync(api, quantity: 11);

        HttpResponseMessage engaged = await http.PostAsJsonAsync("api/v1/risk/kill-switch", new { level = "K3", reason = "end of the test" }, Stop);

        Assert.Equal(HttpStatusCode.OK, engaged.StatusCode);
        await SwitchAsync(api, "flat");
        Assert.All(await api.ListAsync("positions", Stop), p => Assert.Equal("0", p!["quantity"]!.ToString()));
        Assert.DoesNotContain(await api.ListAsync("orders", Stop), o => (string)o!["state"]! is "working" or "pendingSubmit" or "preSubmitted" or "pendingCancel");
        HttpResponseMessage denied = await http.PostAsJsonAsync("api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 1, type = "MKT" }, Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, denied.StatusCode);
        Assert.Contains("R01", await denied.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task<string> RestingAsync(Api api, int quantity = 10)
    {
        JsonNode quote = await api.GetAsync("quotes/SPY", Stop);
        decimal limit = decimal.Round(decimal.Parse(quote["bid"]!.ToString(), CultureInfo.InvariantCulture) * 0.97m, 2);
        JsonNode order = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity, type = "LMT", limitPrice = limit, tif = "GTC" }, Stop);
        await api.OrderInStateAsync((string)order["id"]!, "working", Stop);
        return (string)order["id"]!;
    }

    private static Task<JsonNode> SwitchAsync(Api api, string phase) =>
        Until.NotNullAsync($"the kill switch to be {phase}", async () => (await api.ListAsync("risk/kill-switch", Stop)).FirstOrDefault(k => (string)k!["phase"]! == phase), Stop);

    private static Task<HttpResponseMessage> RearmAsync(HttpClient http, string? reason) => http.PostAsJsonAsync("api/v1/risk/kill-switch/rearm", new { scope = "firm", reason }, Stop);
}
