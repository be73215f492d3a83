using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Hubs;
using TradingBlazor.Telemetry;
using TradingBlazor.Tests.Api;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Orders;

namespace TradingBlazor.Tests.Hubs;

/// <summary>The contract of the hub, from a client in C# over the network.</summary>
public sealed class HubTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Exact = "412.1000000000000000000000001";

    public static TheoryData<string> Protocols => HubClient.Protocols;

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_stream_begins_with_a_snapshot_and_goes_on_with_changes_exact_to_the_last_digit(string protocol)
    {
        Watch(Given.Quote(TimeSpan.Zero) with { Bid = decimal.Parse(Exact, System.Globalization.CultureInfo.InvariantCulture), EventTime = ApiHost.Now.AddTicks(10), ReceivedTime = host.Clock.GetUtcNow() });
        await using HubClient client = await HubClient.ConnectAsync(host, protocol);
        await using HubStream<HubQuote> quotes = client.Open<HubQuote>("Quotes", [new[] { "spy" }]);

        HubItem<HubQuote> first = await quotes.NextAsync();
        Watch(Given.Quote(TimeSpan.Zero) with { Bid = 412.20m, ReceivedTime = host.Clock.GetUtcNow() });
        HubItem<HubQuote> second = await quotes.NextAsync();

        Assert.Equal("snapshot", first.Kind);
        HubQuote quote = Assert.Single(first.Items);
        Assert.Equal(("SPY", 756733, Exact), (quote.Symbol, quote.ConId, quote.Bid!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("412.11000", quote.Last!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((ApiHost.Now.AddTicks(10) - DateTimeOffset.UnixEpoch).Ticks / 10, quote.EventTime);
        Assert.Equal("changes", second.Kind);
        Assert.Equal("412.20", Assert.Single(second.Items).Bid!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(second.Sequence > first.Sequence);
        Assert.Equal(first.Run, second.Run);
        Assert.InRange(first.SentTime, (ApiHost.Now - DateTimeOffset.UnixEpoch).Ticks / 10, (host.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_client_that_comes_back_gets_every_order_event_that_it_missed(string protocol)
    {
        host.View.Orders = [Given.Order("TB-known")];
        HubItem<HubOrderNews> first;
        await using (HubClient client = await HubClient.ConnectAsync(host, protocol))
        {
            await using HubStream<HubOrderNews> orders = client.Open<HubOrderNews>("Orders");
            first = await orders.NextAsync();
        }
        for (int i = 1; i <= 700; i++) Happens($"TB-{i}");

        await using HubClient again = await HubClient.ConnectAsync(host, protocol);
        await using HubStream<HubOrderNews> missed = again.Open<HubOrderNews>("OrdersAfter", first.Run, first.Sequence);
        HubItem<HubOrderNews> one = await missed.NextAsync();
        HubItem<HubOrderNews> two = await missed.NextAsync();
        Happens("TB-live");
        HubItem<HubOrderNews> live = await missed.NextAsync();

        Assert.Equal("snapshot", first.Kind);
        Assert.Contains(first.Items, o => o is { Kind: "known", Order: { Id: "TB-known", Quantity: 100.50m, LimitPrice: 412.10m } });
        Assert.Equal(("resumed", "changes", "changes"), (one.Kind, two.Kind, live.Kind));
        Assert.Equal(Enumerable.Range(1, 700).Select(i => $"TB-{i}"), one.Items.Concat(two.Items).Select(o => o.Order!.Id));
        Assert.Equal((first.Sequence + 500, first.Sequence + 700, first.Sequence + 701), (one.Sequence, two.Sequence, live.Sequence));
        Assert.Equal("TB-live", Assert.Single(live.Items).Order!.Id);
    }

    [Fact]
    public async Task A_client_of_an_earlier_run_is_told_that_it_gets_a_new_snapshot()
    {
        await using HubClient client = await HubClient.ConnectAsync(host);

        foreach (object?[] call in new object?[][] { ["QuotesAfter", Array.Empty<string>()], ["OrdersAfter"], ["ExecutionsAfter"], ["PositionsAfter"], ["StatusAfter"] })
        {
            await using HubStream<HubAny> stream = client.Open<HubAny>((string)call[0]!, [.. call[1..], "another run", 3L]);
            HubItem<HubAny> item = await stream.NextAsync();

            Assert.Equal("snapshot", item.Kind);
            Assert.Contains("started anew", item.Note, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_client_is_told_that_events_were_lost_and_begins_anew_with_the_orders_as_they_are()
    {
        host.View.Orders = [Given.Order("TB-before")];
        await using HubClient client = await HubClient.ConnectAsync(host);
        await using HubStream<HubOrderNews> orders = client.Open<HubOrderNews>("Orders");
        HubItem<HubOrderNews> first = await orders.NextAsync();
        host.View.News.EndRestore();
        host.View.News.Added(Given.Order("TB-before"));
        HubItem<HubOrderNews> told = await orders.NextAsync();

        host.View.Orders = [Given.Order("TB-before", OrderState.Filled), Given.Order("TB-unseen")];
        host.View.News.Repeat(new OrderNews(host.Clock.GetUtcNow(), OrderNews.Missed, "engine", "", "", default, "", null));
        HubException fault = await Assert.ThrowsAsync<HubException>(orders.NextAsync);
        await using HubStream<HubOrderNews> again = client.Open<HubOrderNews>("OrdersAfter", told.Run, told.Sequence);
        HubItem<HubOrderNews> snapshot = await again.NextAsync();
        host.View.News.Added(Given.Order("TB-after"));
        HubItem<HubOrderNews> next = await again.NextAsync();

        Assert.Equal((first.Sequence + 1, "changes"), (told.Sequence, told.Kind));
        Assert.Contains("eventsLost", fault.Message, StringComparison.Ordinal);
        Assert.Equal("snapshot", snapshot.Kind);
        Assert.Contains("Events were lost", snapshot.Note, StringComparison.Ordinal);
        Assert.Equal([("TB-before", "filled"), ("TB-unseen", "working")], snapshot.Items.Where(i => i.Order!.Id is "TB-before" or "TB-unseen").Select(i => (i.Order!.Id, i.Order.State)).Order());
        Assert.Equal(("changes", snapshot.Sequence + 1, "TB-after"), (next.Kind, next.Sequence, Assert.Single(next.Items).Order!.Id));
    }

    [Fact]
    public async Task Prices_that_changed_while_a_client_was_away_are_told_alone()
    {
        Watch(Given.Quote(TimeSpan.Zero) with { ReceivedTime = host.Clock.GetUtcNow() });
        await using HubClient client = await HubClient.ConnectAsync(host);
        HubItem<HubQuote> first;
        await using (HubStream<HubQuote> quotes = client.Open<HubQuote>("Quotes", [Array.Empty<string>()])) first = await quotes.NextAsync();

        await using HubStream<HubQuote> unchanged = client.Open<HubQuote>("QuotesAfter", Array.Empty<string>(), first.Run, first.Sequence);
        HubItem<HubQuote> nothing = await unchanged.NextAsync();
        Watch(Given.Quote(TimeSpan.Zero) with { Bid = 400m, ReceivedTime = host.Clock.GetUtcNow() });
        await using HubStream<HubQuote> changed = client.Open<HubQuote>("QuotesAfter", Array.Empty<string>(), first.Run, nothing.Sequence);
        HubItem<HubQuote> change = await changed.NextAsync();

        Assert.Equal("resumed", nothing.Kind);
        Assert.All(nothing.Items, q => Assert.NotEqual(400m, q.Bid));
        Assert.Equal(("resumed", 400m), (change.Kind, Assert.Single(change.Items).Bid));
    }

    [Fact]
    public async Task Executions_come_once_and_again_with_their_commission()
    {
        await using HubClient client = await HubClient.ConnectAsync(host, "messagepack");
        await using HubStream<HubAny> executions = client.Open<HubAny>("Executions");
        HubItem<HubAny> first = await executions.NextAsync();
        var fill = new Fill { ExecId = new ExecId("e-1"), Contract = Given.Spy, Account = new AccountId("DU1"), Side = OrderSide.Buy, Quantity = 3m, Price = 412.10m, Time = ApiHost.Now, Version = 1 };

        host.View.Fills = [fill];
        HubItem<HubAny> came = await executions.NextAsync();
        host.View.Fills = [fill with { Commission = 1.005m, Version = 2 }];
        HubItem<HubAny> paid = await executions.NextAsync();

        Assert.Equal(("e-1", 412.10m, null), (came.Items[0].ExecId, came.Items[0].Price, came.Items[0].Commission));
        Assert.Equal(("e-1", 1.005m), (paid.Items[0].ExecId, paid.Items[0].Commission));
        Assert.Equal((first.Sequence + 1, first.Sequence + 2), (came.Sequence, paid.Sequence));
    }

    [Fact]
    public async Task Positions_status_and_bars_are_streamed_too()
    {
        Watch(Given.Quote(TimeSpan.Zero));
        host.View.Positions = [new Position { Account = new AccountId("DU1"), Contract = Given.Spy, Quantity = -7m, AveragePrice = 411.005m }];
        var bar = new Bar { Time = ApiHost.Now, Size = BarSize.OneMinute, Open = 1m, High = 2m, Low = 1m, Close = 1.50m, IsClosed = false };
        host.View.Series = [new BarSeries("SPY", bar.Size, [bar], 1)];
        await using HubClient client = await HubClient.ConnectAsync(host, "messagepack");
        await using HubStream<HubAny> positions = client.Open<HubAny>("Positions");
        await using HubStream<HubAny> status = client.Open<HubAny>("Status");
        await using HubStream<HubAny> bars = client.Open<HubAny>("Bars", "SPY", "1m");

        HubItem<HubAny> held = await positions.NextAsync();
        HubItem<HubAny> state = await status.NextAsync();
        HubItem<HubAny> known = await bars.NextAsync();
        host.View.Series = [new BarSeries("SPY", bar.Size, [bar with { Close = 1.75m, IsClosed = true }, bar with { Time = ApiHost.Now.AddMinutes(1), Close = 1.80m }], 2)];
        HubItem<HubAny> more = await bars.NextAsync();
        host.View.Session = host.View.Session with { IsTradingEnabled = !host.View.Session.IsTradingEnabled };
        HubItem<HubAny> turned = await status.NextAsync();

        Assert.Contains(held.Items, p => p is { Symbol: "SPY", Quantity: -7m, AveragePrice: 411.005m });
        Assert.Equal("ready", Assert.Single(state.Items).Session);
        Assert.Equal(1.50m, Assert.Single(known.Items).Close);
        Assert.Equal([1.75m, 1.80m], more.Items.Select(b => b.Close));
        Assert.NotEqual(state.Items[0].IsTradingEnabled, Assert.Single(turned.Items).IsTradingEnabled);
    }

    [Fact]
    public async Task What_cannot_be_streamed_is_refused_with_a_code_and_a_sentence()
    {
        Watch(Given.Quote(TimeSpan.Zero));
        StreamOptions options = host.Services.GetRequiredService<StreamOptions>();
        await using HubClient client = await HubClient.ConnectAsync(host);

        Assert.Contains("unknownSymbol: 'XYZ'", await FaultAsync("Quotes", [new[] { "SPY", "XYZ" }]), StringComparison.Ordinal);
        Assert.Contains("invalidRequest: '7m'", await FaultAsync("Bars", "SPY", "7m"), StringComparison.Ordinal);
        Assert.Contains("tooManySymbols: ", await FaultAsync("Quotes", [Enumerable.Repeat("SPY", options.SymbolsPerStream + 1).ToArray()]), StringComparison.Ordinal);

        var open = new List<HubStream<HubAny>>();
        for (int i = 0; i < options.StreamsPerConnection; i++)
        {
            HubStream<HubAny> stream = client.Open<HubAny>("Status");
            await stream.NextAsync();
            open.Add(stream);
        }
        Assert.Contains("tooManyStreams: ", await FaultAsync("Status"), StringComparison.Ordinal);
        await Task.WhenAll(open.Select(s => s.DisposeAsync().AsTask()));

        async Task<string> FaultAsync(string method, params object?[] arguments)
        {
            await using HubStream<HubAny> stream = client.Open<HubAny>(method, arguments);
            return (await Assert.ThrowsAsync<HubException>(stream.NextAsync)).Message;
        }
    }

    [Theory]
    [InlineData("Nope", "Method does not exist")]
    [InlineData("Quotes", "provides 0 argument(s) but target expects 1")]
    [InlineData("Quotes", "binding arguments", "SPY")]
    [InlineData("OrdersAfter", "binding arguments", "run", "seven")]
    [InlineData("Orders", "provides 1 argument(s) but target expects 0", 1)]
    public async Task A_call_that_fits_no_method_is_told_what_does_not_fit(string method, string told, params object[] arguments)
    {
        await using HubClient client = await HubClient.ConnectAsync(host);
        await using HubStream<HubAny> stream = client.Open<HubAny>(method, arguments);

        string message = (await Assert.ThrowsAsync<HubException>(stream.NextAsync)).Message;

        Assert.Contains(told, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_too_long_ends_the_connection_with_a_word_about_its_length_and_is_in_the_log()
    {
        await using HubClient client = await HubClient.ConnectAsync(host);
        var closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Connection.Closed += e => Task.FromResult(closed.TrySetResult(e));

        await client.Connection.SendCoreAsync("Quotes", [new[] { new string('x', host.Services.GetRequiredService<StreamOptions>().MessageBytesMax) }], ApiHost.Stop);
        Exception? why = await closed.Task.WaitAsync(Harness.ChildProcess.Patience, ApiHost.Stop);

        Assert.Contains("maximum message size of 32768B was exceeded", why?.Message, StringComparison.Ordinal);
        LogTail tail = host.Services.GetRequiredService<LogTail>();
        await Harness.Until.TrueAsync("a line about it", () => Task.FromResult(tail.Newest(Serilog.Events.LogEventLevel.Warning).Any(l => l.Text.Contains("(badMessage", StringComparison.Ordinal))), ApiHost.Stop);
    }

    [Fact]
    public async Task What_goes_wrong_inside_a_stream_is_told_by_its_code_alone_and_is_in_the_log()
    {
        Watch(Given.Quote(TimeSpan.Zero));
        await using HubClient client = await HubClient.ConnectAsync(host);
        host.View.Watchlist = null!;
        await using HubStream<HubAny> broken = client.Open<HubAny>("Bars", "SPY", "1m");
        try
        {
            string message = (await Assert.ThrowsAsync<HubException>(broken.NextAsync)).Message;

            Assert.Contains("internalError: ", message, StringComparison.Ordinal);
            Assert.DoesNotContain("null", message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(host.Services.GetRequiredService<LogTail>().Newest(Serilog.Events.LogEventLevel.Error), l => l.Source == "ClosedMethods");
        }
        finally
        {
            host.View.Watchlist = [Given.SpyWatched];
        }
    }

    private void Watch(Quote quote)
    {
        host.View.Watchlist = [Given.SpyWatched];
        host.View.Quotes = [quote];
    }

    private void Happens(string id) => host.View.News.Changed(null, Given.Order(id));
}
