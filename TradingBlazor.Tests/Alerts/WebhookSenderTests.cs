using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingBlazor.Alerts;
using TradingBlazor.Tests.Harness;
using TradingCore.Alerts;

namespace TradingBlazor.Tests.Alerts;

/// <summary>Webhooks against a real web server.</summary>
public sealed class WebhookSenderTests : IAsyncLifetime
{
    private const string Secret = "sixteen characters";

    private readonly List<(string Path, string Event, string Signature, string Body)> _got = [];
    private readonly FakeTimeProvider _clock = new(SomeAlert.Time);
    private readonly AlertOptions _options = new() { WebhookTimeout = TimeSpan.FromSeconds(20) };
    private AlertChannelReader _reader = null!;
    private WebhookSender _sender = null!;
    private WebApplication _receiver = null!;
    private int _failures;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Address => _receiver.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        _reader = new AlertChannelReader(new EphemeralDataProtectionProvider(), _options);
        _sender = new WebhookSender(_reader, _options, _clock);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _receiver = builder.Build();
        _receiver.MapPost("/ok", TakeAsync);
        _receiver.MapPost("/flaky", async (HttpContext c) => { if (_failures-- > 0) c.Response.StatusCode = 503; else await TakeAsync(c); });
        _receiver.MapPost("/inside", (HttpContext c) => Send(c, "/ok"));
        _receiver.MapPost("/astray", (HttpContext c) => Send(c, c.Request.Query["to"].ToString()));
        _receiver.MapPost("/circle", (HttpContext c) => Send(c, "/circle"));
        _receiver.MapPost("/outside", (HttpContext c) => Send(c, "http://localhost.example:9/steal"));
        _receiver.MapPost("/page", (HttpContext c) => { c.Response.StatusCode = 302; c.Response.Headers.Location = "/ok"; });
        _receiver.MapPost("/broken", (HttpContext c) => c.Response.StatusCode = 500);
        _receiver.MapPost("/silent", (HttpContext c) => Task.Delay(Timeout.Infinite, c.RequestAborted));
        _receiver.MapPost("/closed", (HttpContext c) => c.Response.StatusCode = 401);
        await _receiver.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await _receiver.DisposeAsync();
    }

    private static void Send(HttpContext context, string to) => (context.Response.StatusCode, context.Response.Headers.Location) = (307, to);

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        _got.Add((context.Request.Path, context.Request.Headers[WebhookSender.EventHeader].ToString(), context.Request.Headers[WebhookSender.SignatureHeader].ToString(), await reader.ReadToEndAsync(Stop)));
    }

    private AlertChannel Channel(string path, string secret = "")
    {
        var faults = new AlertFaults();
        return _reader.Read(new AlertChannelForm("hook", "webhook", Address + path, secret, true), null, faults) ?? throw new InvalidOperationException(faults.Summary);
    }

    private static AlertMessage Message => new(AlertMessageKind.Raised, [SomeAlert.Of("SPY high", AlertSeverity.Warning, "SPY last is 430.13.")], "", SomeAlert.Time);

    [Fact]
    public async Task The_receiver_gets_the_alert_as_JSON_with_a_signature_over_time_and_body()
    {
        AlertSendResult result = await _sender.SendAsync(Channel("/ok", Secret), Message, Stop);

        Assert.True(result.IsSent, result.Detail);
        (string _, string what, string signature, string body) = Assert.Single(_got);
        JsonElement alert = JsonElement.Parse(body).GetProperty("alerts")[0];
        Assert.Equal(("raised", "SPY high", 430.13m, "SPY"), (what, alert.GetProperty("rule").GetString(), alert.GetProperty("value").GetDecimal(), alert.GetProperty("symbol").GetString()));
        long time = SomeAlert.Time.ToUnixTimeSeconds();
        byte[] mac = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        Assert.Equal($"t={time},v1={Convert.ToHexStringLower(mac)}", signature);
    }

    [Theory]
    [InlineData(AlertMessageKind.Raised, "Warning: SPY high. SPY last is 430.13.")]
    [InlineData(AlertMessageKind.Resolved, "Over: Warning: SPY high. SPY last is 430.13.")]
    public async Task The_text_of_an_alert_that_is_over_does_not_read_like_a_new_one(AlertMessageKind kind, string text)
    {
        await _sender.SendAsync(Channel("/ok"), Message with { Kind = kind }, Stop);

        Assert.Equal(text, JsonElement.Parse(Assert.Single(_got).Body).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_redirect_is_followed_within_the_host_alone()
    {
        AlertSendResult inside = await _sender.SendAsync(Channel("/inside"), Message, Stop);
        AlertSendResult outside = await _sender.SendAsync(Channel("/outside"), Message, Stop);
        AlertSendResult circle = await _sender.SendAsync(Channel("/circle"), Message, Stop);
        AlertSendResult page = await _sender.SendAsync(Channel("/page"), Message, Stop);

        Assert.True(inside.IsSent, inside.Detail);
        Assert.Contains("http://localhost.example:9, which is not followed", outside.Detail, StringComparison.Ordinal);
        Assert.Contains("in a circle", circle.Detail, StringComparison.Ordinal);
        Assert.Contains("which is no webhook", page.Detail, StringComparison.Ordinal);
        Assert.Single(_got);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://[")]
    [InlineData("//[")]
    [InlineData("http://")]
    [InlineData("http://host:99999/")]
    [InlineData("http://a b/")]
    public async Task A_redirect_to_what_is_no_address_is_told_with_its_cause(string to)
    {
        AlertSendResult result = await _sender.SendAsync(Channel($"/astray?to={Uri.EscapeDataString(to)}"), Message, Stop);

        Assert.Equal((false, "127.0.0.1 answered 307 and sends on, but does not say where: its header Location is missing or is no address. Correct the receiver, or give the channel the right address."), (result.IsSent, result.Detail));
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_plain_words()
    {
        AlertSendResult closed = await _sender.SendAsync(Channel("/closed"), Message, Stop);
        AlertSendResult nothing = await _sender.SendAsync(Channel("/nothing"), Message, Stop);
        AlertSendResult nobody = await _sender.SendAsync(Channel("/ok") with { Target = $"http://127.0.0.1:{Loopback.FreePort()}/" }, Message, Stop);
        AlertSendResult keys = await _sender.SendAsync(Channel("/ok") with { ProtectedSecret = "made by other keys" }, Message, Stop);

        Assert.Contains("does not let us in", closed.Detail, StringComparison.Ordinal);
        Assert.Contains("there is nothing at this address", nothing.Detail, StringComparison.Ordinal);
        Assert.StartsWith("Nothing listens at 127.0.0.1:", nobody.Detail, StringComparison.Ordinal);
        Assert.StartsWith("The secret of this channel cannot be read any more", keys.Detail, StringComparison.Ordinal);
        Assert.Empty(_got);
    }

    [Fact]
    public async Task A_receiver_with_a_fault_and_one_that_never_answers_are_told_with_what_to_do()
    {
        using var hasty = new WebhookSender(_reader, new AlertOptions { WebhookTimeout = TimeSpan.FromSeconds(1) }, _clock);

        AlertSendResult broken = await _sender.SendAsync(Channel("/broken"), Message, Stop);
        AlertSendResult silent = await hasty.SendAsync(Channel("/silent"), Message, Stop);

        // A test is not sent again, so the sentence may not say that it is.
        Assert.Equal("127.0.0.1 answered 500: it has a fault of its own. Its log says which.", broken.Detail);
        Assert.Equal("127.0.0.1 did not answer within 1 s. Look whether it is up, and whether a firewall lies between.", silent.Detail);
    }

    [Fact]
    public async Task An_alert_whose_receiver_is_away_gets_there_when_it_is_back()
    {
        _failures = 2;
        var desk = new AlertDesk(_clock, NullLogger<AlertDesk>.Instance);
        desk.SaveChannel(Channel("/flaky") with { Name = "hook" }, "admin");
        desk.Save(DefaultRules.All.First(r => r.Id == "default.kill-switch") with { Channels = ["hook"] }, "admin");
        var view = new Api.FakeView { KillSwitches = [new TradingCore.Risk.Kill.KillStatus { Who = "mira" }] };
        desk.Evaluate(new AlertFacts(view, new Api.FakeRisk(), new HeartbeatBook()), [], []);

        int tries = 0;
        for (; _got.Count == 0 && tries < 10; _clock.Advance(TimeSpan.FromMinutes(1)))
        {
            foreach (AlertDispatch dispatch in desk.TakeDue())
            {
                tries++;
                desk.Complete(dispatch, await _sender.SendAsync(dispatch.Channel, dispatch.Message, Stop));
            }
        }

        Alert alert = desk.Current.Active.Single(a => a.RuleId == "default.kill-switch");
        Assert.Equal((3, AlertDeliveryState.Sent), (tries, Assert.Single(alert.Deliveries).State));
        Assert.Contains(alert.History, h => h.Kind == "not sent");
    }

    [Theory]
    [InlineData("ftp://example.com/x", "target")]
    [InlineData("example.com", "target")]
    [InlineData("https://user:pw@example.com/x", "target")]
    public void An_address_that_is_none_to_post_to_is_refused(string target, string field)
    {
        var faults = new AlertFaults();

        AlertChannel? channel = _reader.Read(new AlertChannelForm("hook", "webhook", target, null, true), null, faults);

        Assert.Null(channel);
        Assert.NotNull(faults.Of(field));
    }

    [Fact]
    public void A_secret_is_kept_unreadable_stays_when_none_is_given_and_goes_when_an_empty_one_is()
    {
        var faults = new AlertFaults();
        AlertChannel with = Channel("/ok", Secret);

        AlertChannel kept = _reader.Read(new AlertChannelForm("hook", "webhook", Address, null, true), with, faults)!;
        AlertChannel without = _reader.Read(new AlertChannelForm("hook", "webhook", Address, "", true), with, faults)!;

        Assert.DoesNotContain(Secret, with.ProtectedSecret, StringComparison.Ordinal);
        Assert.Equal((Secret, ""), (_reader.Secret(kept), _reader.Secret(without)));
        Assert.True(faults.IsEmpty, faults.Summary);
    }
}
