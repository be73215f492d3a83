using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TradingBlazor.Api.Model;
using TradingCore.Domain;
using TradingCore.MarketData;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace TradingBlazor.Api;

/// <summary>The answers of single quotes, written once for each quote and not once for each request: programs ask for one a hundred times before it changes.</summary>
internal sealed class QuoteAnswers(IOptions<JsonOptions> json, MarketDataOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The answer that tells a quote as it is now.</summary>
    public WholeAnswer Of(Quote quote)
    {
        DateTimeOffset now = clock.GetUtcNow();
        bool isStale = quote.IsStale(now, options.QuoteMaxAge);
        if (_kept.TryGetValue(quote.Ticker, out Kept? kept) && ReferenceEquals(kept.Quote, quote) && kept.IsStale == isStale) return kept.Answer;
        var answer = new WholeAnswer(WholeAnswer.Write(QuoteDto.Of(quote, now, options.QuoteMaxAge), json.Value.SerializerOptions));
        _kept[quote.Ticker] = new Kept(quote, isStale, answer);
        return answer;
    }

    private sealed record Kept(Quote Quote, bool IsStale, WholeAnswer Answer);
}
