using System.Text.Json;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.MarketData;

namespace TradingBlazor.Tests.Api;

public sealed class MarketApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(6, true)]
    public async Task A_quote_is_exact_and_says_when_it_is_old(int ageSeconds, bool isStale)
    {
        host.View.Watchlist = [Given.SpyWatched];
        host.View.Quotes = [Given.Quote(TimeSpan.FromSeconds(ageSeconds))];

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/quotes/spy");

        Assert.Equal(("412.10", "412.11000", "null"), (body.GetProperty("bid").GetRawText(), body.GetProperty("last").GetRawText(), body.GetProperty("volume").GetRawText()));
        Assert.Equal((isStale, "live"), (body.GetProperty("isStale").GetBoolean(), body.GetProperty("dataType").GetString()));
    }

    [Fact]
    public async Task A_quote_that_has_not_changed_is_told_as_it_is_now_each_time()
    {
        await using var own = new ApiHost();
        await own.InitializeAsync();
        own.View.Watchlist = [Given.SpyWatched];
        own.View.Quotes = [Given.Quote(TimeSpan.Zero)];

        JsonElement first = await QuoteAsync(own), again = await QuoteAsync(own);
        own.Clock.Advance(TimeSpan.FromMinutes(1));
        JsonElement old = await QuoteAsync(own);
        own.View.Quotes = [Given.Quote(TimeSpan.FromMinutes(-1)) with { Bid = 412.11m }];
        JsonElement next = await QuoteAsync(own);

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal((false, true, false), (first.GetProperty("isStale").GetBoolean(), old.GetProperty("isStale").GetBoolean(), next.GetProperty("isStale").GetBoolean()));
        Assert.Equal(("412.10", "412.11"), (old.GetProperty("bid").GetRawText(), next.GetProperty("bid").GetRawText()));
    }

    private static async Task<JsonElement> QuoteAsync(ApiHost of)
    {
        (_, JsonElement body, _) = await of.SendAsync(HttpMethod.Get, "/api/v1/quotes/SPY");
        return body;
    }

    [Theory]
    [InlineData("/api/v1/quotes")]
    [InlineData("/api/v1/quotes/SPY")]
    [InlineData("/api/v1/bars/SPY")]
    [InlineData("/api/v1/status")]
    public async Task An_answer_says_how_long_it_is_and_comes_in_one_piece(string path)
    {
        host.View.Watchlist = [Given.SpyWatched];
        host.View.Quotes = [Given.Quote(TimeSpan.Zero)];

        using HttpResponseMessage answer = await host.Http.GetAsync(path, ApiHost.Stop);

        Assert.Null(answer.Headers.TransferEncodingChunked);
        Assert.Equal((await answer.Content.ReadAsByteArrayAsync(ApiHost.Stop)).Length, answer.Content.Headers.ContentLength);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("/api/v1/quotes/XYZ")]
    [InlineData("/api/v1/bars/XYZ")]
    public async Task A_symbol_that_is_not_watched_answers_404_with_what_to_do(string path)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, path);

        Assert.Equal((404, "unknownSymbol"), (status, body.GetProperty("code").GetString()));
        Assert.Contains("POST /api/v1/watchlist", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_bars_come_oldest_first_with_indicators_of_the_whole_series()
    {
        host.View.Watchlist = [Given.SpyWatched];
        host.View.Series = [new BarSeries("SPY", BarSize.OneMinute, [.. Enumerable.Range(1, 5).Select(i => Bar(i))], 1)];

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/bars/SPY?size=1m&limit=2&indicators=sma:3,ema:9");

        JsonElement[] bars = [.. body.GetProperty("bars").EnumerateArray()];
        Assert.Equal(["2026-10-05T14:04:00Z", "2026-10-05T14:05:00Z"], bars.Select(b => b.GetProperty("time").GetString()));
        // (2 + 3 + 4) / 3 and (3 + 4 + 5) / 3: the bars before the first of the answer count.
        Assert.Equal([3d, 4d], bars.Select(b => b.GetProperty("sma3").GetDouble()));
        Assert.Equal(JsonValueKind.Null, bars[1].GetProperty("ema9").ValueKind);
        Assert.Equal("5.00", bars[1].GetProperty("close").GetRawText());
    }

    [Fact]
    public async Task Bars_tell_their_gaps_and_what_was_made_here_and_what_changed_after_the_close_is_listed()
    {
        Bar before = Bar(4), after = before with { Close = 9m, Revision = 1 };
        var gap = new BarGap { Number = 2, Ticker = "SPY", From = before.Time, To = before.Time.AddSeconds(15), Cause = "Farm trouble: usfarm.", FoundTime = before.Time, Filled = 1 };
        host.View.Watchlist = [Given.SpyWatched];
        host.View.Series = [new BarSeries("SPY", BarSize.OneMinute, [after, Bar(5) with { IsSynthetic = true }], 1) { Gaps = [gap] }];
        host.View.BarTruth = new BarTruth { Compared = 7, Corrected = 1, Revised = 1, GapsUnverified = 1, Revisions = [new BarRevision("SPY", default, before, after, "compare", after.Time.AddMinutes(2))] };

        (_, JsonElement bars, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/bars/SPY");
        (_, JsonElement revisions, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/bars/SPY/revisions");
        (_, JsonElement status, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/status");

        Assert.Equal([false, true], bars.GetProperty("bars").EnumerateArray().Select(b => b.GetProperty("isSynthetic").GetBoolean()));
        JsonElement told = bars.GetProperty("gaps")[0];
        Assert.Equal((2, 3, 1, "unverified", "Farm trouble: usfarm."), (told.GetProperty("number").GetInt32(), told.GetProperty("missing").GetInt32(), told.GetProperty("filled").GetInt32(), told.GetProperty("state").GetString(), told.GetProperty("cause").GetString()));
        Assert.Equal(("compare", 0, 1), (revisions[0].GetProperty("cause").GetString(), revisions[0].GetProperty("before").GetProperty("revision").GetInt32(), revisions[0].GetProperty("after").GetProperty("revision").GetInt32()));
        Assert.Equal((7, 1, 1), (status.GetProperty("bars").GetProperty("compared").GetInt64(), status.GetProperty("bars").GetProperty("corrected").GetInt64(), status.GetProperty("bars").GetProperty("gapsUnverified").GetInt32()));
    }

    [Theory]
    [InlineData("size=2m", "size", "5s, 1m, 5m, 15m, 1h")]
    [InlineData("indicators=foo:3", "indicators", "ema:20")]
    [InlineData("limit=-1", "limit", "whole number")]
    public async Task Bars_that_cannot_be_had_are_explained(string query, string field, string sentence)
    {
        host.View.Watchlist = [Given.SpyWatched];

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/bars/SPY?" + query);

        Assert.Equal(400, status);
        Assert.Contains(sentence, body.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contract_is_added_by_its_short_form()
    {
        host.View.Watchlist = [new WatchlistItem("ESZ6", new ContractQuery("ES", SecurityType.Future, "CME"), null, WatchState.Subscribed, "")];
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "");
        host.Commands.Calls.Clear();

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/watchlist", """{"symbol":"es fut cme"}""");

        Assert.Equal((201, "ESZ6"), (status, body.GetProperty("symbol").GetString()));
        Assert.Equal(new ContractQuery("ES", SecurityType.Future, "CME"), host.Commands.Calls[0]);
    }

    [Fact]
    public async Task A_contract_that_makes_no_sense_is_explained()
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/watchlist", """{"symbol":"SPY FOO"}""");

        Assert.Equal(400, status);
        Assert.Contains("'FOO' is not a security type", body.GetProperty("errors").GetProperty("symbol")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contract_that_is_needed_is_not_removed()
    {
        host.Commands.Result = new CommandResult(CommandOutcome.Refused, "A position needs its data.");

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Delete, "/api/v1/watchlist/SPY");

        Assert.Equal((409, "A position needs its data."), (status, body.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Profit_is_summed_by_currency_and_unknown_while_a_price_is()
    {
        Contract eur = Given.Spy with { Ticker = "SAP", Currency = "EUR" };
        host.View.Positions =
        [
            new Position { Contract = Given.Spy, Quantity = 1m, UnrealizedPnl = 10m, RealizedPnl = 5m, Commission = 1m },
            new Position { Contract = Given.Spy with { Ticker = "QQQ" }, Quantity = 0m, RealizedPnl = 2m, Commission = 1m },
            new Position { Contract = eur, Quantity = 1m, RealizedPnl = 3m },
        ];

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/pnl");

        Assert.Equal(["EUR null", "USD 15"], body.GetProperty("byCurrency").EnumerateArray().Select(s => $"{s.GetProperty("currency").GetString()} {s.GetProperty("netPnl").GetRawText()}"));
    }

    private static Bar Bar(int minute) => new()
    {
        Time = new DateTimeOffset(2026, 10, 5, 14, minute, 0, TimeSpan.Zero),
        Size = BarSize.OneMinute,
        Open = minute,
        High = minute,
        Low = minute,
        Close = minute + 0.00m,
        Volume = 100,
        Parts = 12,
        IsClosed = true,
    };
}
