using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Tests.Cluster;

/// <summary>What a web process makes of events that come twice, late, or not at all, on a real Redis.</summary>
public sealed class EngineMirrorTests(SharedRedis redis) : IClassFixture<SharedRedis>, IAsyncLifetime
{
    private const long Token = 1_000;

    private readonly RedisOptions _options = new() { KeyPrefix = Guid.NewGuid().ToString("N"), LeaseTime = TimeSpan.FromSeconds(1), SilentAfter = TimeSpan.FromSeconds(1) };
    private Mirrored _web = null!;
    private ToldEngine _engine = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _options.ConnectionString = redis.Server.ConnectionString;
        _web = await Mirrored.StartAsync(_options, Stop);
        _engine = new ToldEngine(_web.Store, Token, 500);
        await HeardAsync(_engine);
    }

    [Fact]
    public async Task Before_an_engine_was_ever_read_the_lists_are_not_known_instead_of_empty()
    {
        var options = new RedisOptions { ConnectionString = redis.Server.ConnectionString, KeyPrefix = Guid.NewGuid().ToString("N"), SilentAfter = TimeSpan.FromSeconds(1) };
        await using Mirrored web = await Mirrored.StartAsync(options, Stop);
        bool before = ((ITradingView)web.View).HasBegun;
        var engine = new ToldEngine(web.Store, Token, 500);

        await Harness.Until.TrueAsync("the engine to be heard", async () =>
        {
            await engine.LiveAsync();
            return web.View.AwayReason.Length == 0;
        }, Stop);

        Assert.Equal((false, true), (before, ((ITradingView)web.View).HasBegun));
    }

    [Fact]
    public async Task Events_are_told_once_and_in_order_though_some_messages_are_lost_and_some_come_again()
    {
        await _engine.TellAsync();
        await _engine.TellAsync(isHeard: false);
        await _engine.TellAsync(isHeard: false);
        await _engine.TellAsync();
        await UntilToldAsync("504");
        // The engine does not know whether Redis took the last two, and tells them again: in the same lease and in the next one.
        await _engine.TellAsync(503);
        await _engine.TellAsync(504);
        var next = new ToldEngine(_web.Store, Token + 1, 504);
        await next.TellAsync(503, isWhole: true);
        await next.TellAsync(504);
        await next.TellAsync();

        await UntilToldAsync("505");

        Assert.Equal(["501", "502", "503", "504", "505"], Told());
    }

    [Fact]
    public async Task Events_that_the_stream_does_not_keep_any_more_are_noticed_and_the_state_is_read_first()
    {
        await _engine.TellAsync();
        await UntilToldAsync("501");
        for (int i = 0; i < 3; i++) await _engine.TellAsync(isHeard: false);
        await _engine.TrimAsync();

        await _engine.TellAsync();
        await UntilToldAsync(OrderNews.Missed);
        string[] orders = [.. _web.View.Orders.Select(o => o.OrderRef.Value).Order(StringComparer.Ordinal)];
        await _engine.TellAsync();
        await UntilToldAsync("506");

        Assert.Equal(["501", OrderNews.Missed, "506"], Told());
        Assert.Equal(["TB-501", "TB-502", "TB-503", "TB-504", "TB-505"], orders);
    }

    [Fact]
    public async Task An_event_that_the_engine_left_out_is_noticed_by_its_number()
    {
        await _engine.TellAsync();
        await UntilToldAsync("501");

        _engine.LeaveOut();
        await _engine.TellAsync();
        await UntilToldAsync(OrderNews.Missed);

        Assert.Equal(["501", OrderNews.Missed], Told());
        Assert.Contains(_web.View.Orders, o => o.OrderRef == new OrderRef("TB-503"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90_000_000)]
    public async Task An_engine_that_began_anew_with_another_number_makes_the_state_be_read_anew(long number)
    {
        await _engine.TellAsync();
        await UntilToldAsync("501");

        var next = new ToldEngine(_web.Store, Token + 1, number);
        await next.LiveAsync(isWhole: true);
        await UntilToldAsync(OrderNews.Missed);
        await next.TellAsync();
        await UntilToldAsync($"{number + 1}");

        Assert.Equal(["501", OrderNews.Missed, $"{number + 1}"], Told());
    }

    [Fact]
    public async Task An_engine_with_an_older_token_is_heard_when_the_newer_one_was_silent_for_a_whole_lease()
    {
        await _engine.TellAsync();
        await UntilToldAsync("501");
        await _web.Store.CallAsync(db => db.KeyDeleteAsync([_web.Store.Keys.Cache, _web.Store.Keys.News]), Stop);

        var older = new ToldEngine(_web.Store, Token - 1, 700);
        await older.LiveAsync(isWhole: true);
        string[] atOnce = Told();
        await Harness.Until.TrueAsync("the older engine to be heard", async () =>
        {
            await older.LiveAsync();
            return Told().Contains(OrderNews.Missed);
        }, Stop);
        await older.TellAsync();
        await UntilToldAsync("701");

        Assert.Equal(["501"], atOnce);
        Assert.Equal("", _web.View.AwayReason);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task HeardAsync(ToldEngine engine) => await Harness.Until.TrueAsync("the engine to be heard", async () =>
    {
        await engine.LiveAsync();
        return _web.View.AwayReason.Length == 0;
    }, Stop);

    private Task UntilToldAsync(string text) => Harness.Until.TrueAsync($"{text} to be told", () => Task.FromResult(Told().Contains(text)), Stop);

    private string[] Told() => [.. _web.News().Select(n => n.Kind == OrderNews.Missed ? n.Kind : n.Text)];
}
