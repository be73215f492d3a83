using System.Globalization;
using System.Net;
using TradingCore.Domain;
using TradingCore.MarketData.News;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tws;

/// <summary>
/// Bulletins of the broker, the news providers of the login, and headlines of the contracts that a screen shows: asked for once a minute, one
/// contract at a time. Nothing is asked before a screen shows news. Used under the gateway's lock.
/// </summary>
/// <remarks>Source: requests.md, reqNewsBulletins, reqNewsProviders, reqHistoricalNews (at most 300 headlines; times in UTC; a headline may begin with data in braces).</remarks>
internal sealed class NewsFeed(SessionContext context)
{
    private const int HeadlinesMax = 30;
    private const int BulletinTypeNews = 1;

    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(60);

    private readonly Dictionary<ConId, DateTimeOffset> _askedAt = [];
    private readonly List<NewsItem> _coming = [];
    private string _providers = "";
    private bool _isSubscribed;
    private bool _isAsking;

    /// <summary>Where headlines go and what screens want; null where nobody reads news.</summary>
    public NewsBoard? Board { get; set; }

    /// <summary>Asks for what is due.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (Board is not { } board || !context.IsReady || _isAsking || board.Wanted() is not { Count: > 0 } wanted) return;
        if (!_isSubscribed)
        {
            _isSubscribed = context.Send(new ReqNewsBulletins(AllMessages: true)) && context.Send(new ReqNewsProviders());
            return;
        }
        if (_providers.Length == 0) return;
        foreach ((ConId conId, string ticker) in wanted)
        {
            if (_askedAt.TryGetValue(conId, out DateTimeOffset asked) && now - asked < AskInterval) continue;
            int id = context.Book.Open(RequestKind.News, ticker, context.Deadline());
            if (!context.Send(new ReqHistoricalNews(id, conId.Value, _providers, "", "", HeadlinesMax), SendPriority.Request, id))
            {
                context.Book.Close(id);
                return;
            }
            _askedAt[conId] = now;
            _isAsking = true;
            return;
        }
    }

    /// <summary>The providers of the login.</summary>
    public void OnProviders(NewsProviders message)
    {
        _providers = string.Join('+', message.Providers.Select(p => p.ProviderCode));
        Board?.SetProviders(message.Providers.GroupBy(p => p.ProviderCode).ToDictionary(p => p.Key, p => p.First().ProviderName));
        Board?.SetTrouble(_providers.Length > 0 ? "" : "The login has no news provider. Subscribe to one in the broker's Client Portal; bulletins of the broker come without.");
    }

    /// <summary>A bulletin.</summary>
    public void OnBulletin(NewsBulletin message)
    {
        string kind = message.MsgType == BulletinTypeNews ? "" : message.MsgType == 2 ? "Exchange unavailable: " : "Exchange available again: ";
        Board?.Add([new NewsItem(context.ServerNow, "IB", message.MsgId.ToString(CultureInfo.InvariantCulture), kind + Clean(message.Message), "")]);
    }

    /// <summary>A headline of a question.</summary>
    public void OnHeadline(PendingRequest request, HistoricalNews message)
    {
        if (_coming.Count < HeadlinesMax) _coming.Add(new NewsItem(TimeOf(message.Time), message.ProviderCode, message.ArticleId, Clean(message.Headline), (string)request.Owner));
    }

    /// <summary>The headlines are complete.</summary>
    public void OnEnd(PendingRequest request)
    {
        Board?.Add(_coming);
        Board?.SetTrouble("");
        Close(request);
    }

    /// <summary>The gateway refuses.</summary>
    public void OnError(PendingRequest request, int code, string text)
    {
        Board?.SetTrouble($"The gateway has no headlines: {ErrorCodes.WithAdvice(code, text)}");
        Close(request);
    }

    /// <summary>An answer is overdue; it is asked for again in its minute.</summary>
    public void OnOverdue(PendingRequest request)
    {
        Board?.SetTrouble("The gateway did not answer in time; headlines are asked for again.");
        Close(request);
    }

    /// <summary>The connection ended.</summary>
    public void OnClosed()
    {
        _isSubscribed = _isAsking = false;
        _providers = "";
        _askedAt.Clear();
        _coming.Clear();
    }

    private void Close(PendingRequest request)
    {
        context.Book.Close(request.Id);
        _coming.Clear();
        _isAsking = false;
    }

    private DateTimeOffset TimeOf(string text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm:ss.F", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
            ? new DateTimeOffset(time, TimeSpan.Zero) : context.ServerNow;

    // {A:800015:L:en}Headline, with entities of HTML.
    private static string Clean(string text)
    {
        int end = text.StartsWith('{') ? text.IndexOf('}', StringComparison.Ordinal) : -1;
        return WebUtility.HtmlDecode(end > 0 ? text[(end + 1)..] : text).TrimStart('!').Trim();
    }
}
