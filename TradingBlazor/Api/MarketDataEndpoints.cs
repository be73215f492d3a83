using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Indicators;
using TradingCore.MarketData;

namespace TradingBlazor.Api;

internal static class MarketDataEndpoints
{
    private const int BarsUsual = 390;
    private const int BarsMax = 20_000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/quotes", GetQuotes).WithName("GetQuotes");
        group.MapGet("/quotes/{symbol}", GetQuote).WithName("GetQuote").Produces<QuoteDto>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/bars/{symbol}/revisions", GetRevisions).WithName("GetBarRevisions").Produces<BarRevisionDto[]>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/bars/{symbol}", GetBars).WithName("GetBars").WithTag().Produces<BarsDto>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The newest quote of everything on the watchlist for which one has come.</summary>
    private static Ok<QuoteDto[]> GetQuotes(ITradingView view, MarketDataOptions options, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return TypedResults.Ok(view.Watchlist.Select(w => view.FindQuote(w.Ticker)).OfType<Quote>().Select(q => QuoteDto.Of(q, now, options.QuoteMaxAge)).ToArray());
    }

    /// <summary>The newest quote of one contract.</summary>
    private static IResult GetQuote(string symbol, ITradingView view, QuoteAnswers answers)
    {
        if (WatchlistEndpoints.Find(view, symbol) is not { } item) return ProblemResult.UnknownSymbol(symbol);
        return view.FindQuote(item.Ticker) is { } quote
            ? answers.Of(quote)
            : ProblemResult.NotFound("noQuoteYet", item.State switch
            {
                WatchState.Failed => $"'{item.Ticker}' has no market data: {item.Reason}",
                WatchState.Resolving => $"'{item.Ticker}' is not resolved yet. It will be as soon as the gateway answers; GET /api/v1/status tells the session.",
                _ => $"No tick of '{item.Ticker}' has come yet. Ask again shortly.",
            });
    }

    /// <summary>Bars, oldest first, with the values of indicators where asked for.</summary>
    /// <param name="symbol">Name of the contract.</param>
    /// <param name="size">5s, 1m, 5m, 15m or 1h; 1m when left out.</param>
    /// <param name="limit">The newest that many; 390 when left out.</param>
    /// <param name="indicators">Such as <c>ema:20,ema:50</c>.</param>
    /// <param name="view">What the engine shows.</param>
    private static IResult GetBars(string symbol, string? size, string? limit, string? indicators, ITradingView view)
    {
        var errors = new Dictionary<string, string[]>();
        if (!BarSize.TryParse(size ?? "1m", out BarSize barSize)) errors["size"] = [$"'size' is '{size}'. Expected one of {string.Join(", ", BarSize.All)}."];
        if (!IndicatorSpec.TryParseList(indicators, out IReadOnlyList<IndicatorSpec> specs, out string error)) errors["indicators"] = [error];
        if (errors.Count > 0) return ProblemResult.Invalid(errors);
        if (ListQuery.Limit(limit, BarsUsual, BarsMax, out int count) is { } wrong) return wrong;
        if (WatchlistEndpoints.Find(view, symbol) is not { } item) return ProblemResult.UnknownSymbol(symbol);

        BarSeries series = view.FindBars(item.Ticker, barSize);
        // Over the whole series, so that the first bar of the answer has warm values and every reader sees the same ones.
        var values = new IndicatorSeries(specs, item.Instrument is { } instrument ? IndicatorSpec.TradingDaysOf(instrument) : null);
        values.Update(series);
        int first = Math.Max(0, series.Bars.Count - count);
        return TypedResults.Ok(new BarsDto(item.Ticker, barSize.ToString(), [.. series.Bars.Skip(first).Select((b, i) => BarDto.Of(b, At(first + i)))], [.. series.Gaps.Select(BarGapDto.Of)]));

        Dictionary<string, object?>? At(int i) => values.Names.Count == 0 ? null : values.Names.ToDictionary(n => n, n => (object?)values.Values(n)[i]);
    }

    /// <summary>Minutes of one contract that changed after they were closed, newest change first; the newest 200 of all contracts are kept.</summary>
    private static IResult GetRevisions(string symbol, ITradingView view) =>
        WatchlistEndpoints.Find(view, symbol) is { } item
            ? TypedResults.Ok(view.BarTruth.Revisions.Where(r => r.Ticker == item.Ticker).Select(BarRevisionDto.Of).ToArray())
            : ProblemResult.UnknownSymbol(symbol);
}
