using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Settings;
using TradingBlazor.Tests.Harness;
using TradingCore.Persistence;
using TwsSimulator;

namespace TradingBlazor.Tests.Hosting;

/// <summary>Another gateway and another client id, used by the running program.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class ConnectionChangeTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SimulatedGateway _first = null!, _second = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _first = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        _second = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        // As a page had saved it before: what is on the command line no page overrides.
        SavedSettings.Write(DataFolder.SavedSettingsIn(_folder.Path), new Dictionary<string, string> { ["Tws:Port"] = Text(_first.EndPoint.Port) });
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_admin_moves_the_running_session_and_orders_that_would_be_left_must_be_named_first()
    {
        await using AppProcess app = await AppProcess.StartAsync("moved", _folder.Path, null, [], Stop);
        using Stories.Api api = await Stories.Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        using Person admin = await Person.CreateAsync(app.Address, Path.Combine(_folder.Path, "api-key"), "admin", Stop);

        // To the other gateway.
        string saved = await SaveAsync(admin, new() { ["change.Tws:Port"] = Text(_second.EndPoint.Port) });
        string unsure = await MoveAsync(admin, saved, []);
        string moved = await MoveAsync(admin, saved, new() { ["sure"] = "true" });
        await api.ReadyToTradeAsync("SPY", Stop);
        Assert.Contains("data-testid=\"connection-move\"", saved, StringComparison.Ordinal);
        Assert.Contains("Confirm that the connection", unsure, StringComparison.Ordinal);
        Assert.Contains($"{_second.EndPoint.Port} as client 1", moved, StringComparison.Ordinal);
        Assert.DoesNotContain("waits-for-restart", moved, StringComparison.Ordinal);
        Assert.Equal((_second.EndPoint.Port, 1), await WhereAsync(api));

        // Under another client id, with an order that works under the old one.
        string id = (string)(await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 10, type = "LMT", limitPrice = 300.01, tif = "GTC" }, Stop))["id"]!;
        await api.OrderInStateAsync(id, "working", Stop);
        saved = await SaveAsync(admin, new() { ["change.Tws:Port"] = Text(_second.EndPoint.Port), ["change.Tws:ClientId"] = "5" });
        string refused = await MoveAsync(admin, saved, new() { ["sure"] = "true" });
        Assert.Contains("One order works at the broker as client 1", refused, StringComparison.Ordinal);
        Assert.Equal((_second.EndPoint.Port, 1), await WhereAsync(api));
        await MoveAsync(admin, refused, new() { ["sure"] = "true", ["strand"] = "true" });
        await api.ReadyToTradeAsync("SPY", Stop);
        Assert.Equal((_second.EndPoint.Port, 5), await WhereAsync(api));

        // It goes on, out of our hands, and new orders leave under the new id.
        await api.OrderInStateAsync(id, "working", Stop);
        string bought = (string)(await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 20, type = "MKT" }, Stop))["id"]!;
        await api.OrderInStateAsync(bought, "filled", Stop);
        using HttpResponseMessage cancel = await app.Http.DeleteAsync($"api/v1/orders/{id}", Stop);
        Assert.Contains("belongs to API client 1", await cancel.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        string audit = await admin.Http.GetStringAsync("settings/audit?what=connection", Stop);
        Assert.Contains("1 working orders left", audit, StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> SaveAsync(Person admin, Dictionary<string, string> changes)
    {
        // The number of the newest change stands on the page of the review alone; nobody else changes anything here.
        for (int seen = 0; ; seen++)
        {
            using HttpResponseMessage answer = await admin.PostFormAsync("settings/connection", "settings-save", new(changes) { ["reason"] = "another gateway", ["seen"] = Text(seen) }, Stop);
            string page = await answer.Content.ReadAsStringAsync(Stop);
            if (page.Contains("Saved. It holds", StringComparison.Ordinal)) return page;
            Assert.True(seen < 20 && page.Contains("has changed settings meanwhile", StringComparison.Ordinal), page);
        }
    }

    private static async Task<string> MoveAsync(Person admin, string seenPage, Dictionary<string, string> fields)
    {
        string seal = seenPage.Split("name=\"seal\" value=\"")[1].Split('"')[0];
        using HttpResponseMessage answer = await admin.PostFormAsync("settings/connection", "connection-move", new(fields) { ["seal"] = seal }, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<(int Port, int ClientId)> WhereAsync(Stories.Api api)
    {
        JsonNode status = await api.GetAsync("status", Stop);
        return ((int)status["session"]!["port"]!, (int)status["session"]!["clientId"]!);
    }
}
