using System.Globalization;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>Answers what is asked about news, and tells headlines to market data subscriptions with generic tick 292. Changed by the gateway's loop only.</summary>
internal sealed class NewsDesk(IMarketSource source, MarketFeed feed, MarketDataDesk marketData)
{
    private const int ResultsMax = 300;
    private const int NewsTick = 292;
    private const long LookBackSeconds = 30 * 86_400;
    private readonly NewsWire _wire = new(source);
    private readonly HashSet<ClientSession> _bulletins = [];
    private long _bulletinDay = feed.NowMs / 86_400_000;

    /// <summary>Answers reqNewsProviders.</summary>
    public static void SendProviders(ClientSession client) => client.Send(new NewsProviders([.. NewsWire.Providers.Select(p => new NewsProvider(p.Code, p.Name))]));

    /// <summary>Answers reqNewsArticle.</summary>
    public void SendArticle(ClientSession client, ReqNewsArticle request)
    {
        if (!IsProvider(request.ProviderCode))
            client.SendError(request.ReqId, 10276, "News feed is not allowed.");
        else if (_wire.Find(request.ProviderCode, request.ArticleId, feed.NowMs / 1000) is { } article)
            client.Send(new NewsArticle(request.ReqId, 0, article.Text));
        else
            client.SendError(request.ReqId, 10172, "Failed to request news article:Not found.");
    }

    /// <summary>Answers reqHistoricalNews, latest first.</summary>
    public void SendHistory(ClientSession client, ReqHistoricalNews request)
    {
        string[] providers = request.ProviderCodes.Split('+', StringSplitOptions.RemoveEmptyEntries);
        if (providers.Length == 0 || !providers.All(IsProvider))
        {
            client.SendError(request.ReqId, 10276, "News feed is not allowed.");
            return;
        }

        if (source.Instruments.FirstOrDefault(i => i.ConId == request.ConId) is not { } instrument)
        {
            client.SendError(request.ReqId, 200, "No security definition has been found for the request");
            return;
        }

        long now = feed.NowMs / 1000, from = now - LookBackSeconds, to = now;
        if (!TryRead(request.StartDateTime, ref from) || !TryRead(request.EndDateTime, ref to))
        {
            client.SendError(request.ReqId, 321, "Error validating request.-'reqHistoricalNews' : cause - The date or time entered is invalid. The correct format is yyyy-MM-dd HH:mm:ss.0.");
            return;
        }

        // Clients give the two ends of the range both ways around.
        (from, to) = (Math.Min(from, to), Math.Min(Math.Max(from, to), now));
        int max = Math.Clamp(request.TotalResults, 1, ResultsMax);
        Article[] found = [.. _wire.About(instrument, from, to).Where(a => providers.Contains(a.Provider)).Take(max + 1)];
        foreach (Article a in found.Take(max))
            client.Send(new HistoricalNews(request.ReqId, DateTimeOffset.FromUnixTimeSeconds(a.Time).ToString("yyyy-MM-dd HH:mm:ss.0", CultureInfo.InvariantCulture), a.Provider, a.Id, $"{{A:800015:L:en}}{a.Headline}"));
        client.Send(new HistoricalNewsEnd(request.ReqId, found.Length > max));
    }

    /// <summary>Answers reqNewsBulletins.</summary>
    public void Subscribe(ClientSession client, ReqNewsBulletins request)
    {
        _bulletins.Add(client);
        if (request.AllMessages)
            client.Send(BulletinOf(_bulletinDay));
    }

    /// <summary>Answers cancelNewsBulletins.</summary>
    public void Cancel(ClientSession client) => _bulletins.Remove(client);

    /// <summary>Tells what was published in a slot that has ended.</summary>
    public void OnSlotEnd(long slot)
    {
        foreach (IGrouping<Instrument, MarketDataSubscription> group in marketData.SubscribersOf(NewsTick).GroupBy(s => s.Instrument))
            foreach (Article a in _wire.About(group.Key, slot, slot + Bar.SlotSeconds))
                foreach (MarketDataSubscription s in group)
                    s.Client.Send(new TickNews(s.ReqId, a.Time * 1000, a.Provider, a.Id, a.Headline, "A:800015:L:en"));
        long day = slot / 86_400;
        if (day == _bulletinDay)
            return;
        _bulletinDay = day;
        foreach (ClientSession client in _bulletins)
            client.Send(BulletinOf(day));
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client) => _bulletins.Remove(client);

    private static NewsBulletin BulletinOf(long day) => new(
        (int)day, 1, string.Create(CultureInfo.InvariantCulture, $"Simulated trading day {DateTimeOffset.FromUnixTimeSeconds(day * 86_400):yyyy-MM-dd}: all exchanges are available."), "");

    private static bool IsProvider(string code) => NewsWire.Providers.Any(p => p.Code == code);

    private static bool TryRead(string text, ref long time)
    {
        if (text.Length == 0)
            return true;
        if (!DateTime.TryParseExact(
            text, ["yyyy-MM-dd HH:mm:ss.F", "yyyy-MM-dd HH:mm:ss", "yyyyMMdd-HH:mm:ss", "yyyyMMdd HH:mm:ss"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime read))
            return false;
        time = new DateTimeOffset(read, TimeSpan.Zero).ToUnixTimeSeconds();
        return true;
    }
}
