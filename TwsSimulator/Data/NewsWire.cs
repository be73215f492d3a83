using System.Globalization;
using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>One article.</summary>
/// <param name="Time">When it was published, Unix seconds.</param>
/// <param name="Provider">Code of the provider.</param>
/// <param name="Id">Id of the article, as reqNewsArticle takes it.</param>
/// <param name="Headline">Headline.</param>
/// <param name="Text">The article.</param>
internal sealed record Article(long Time, string Provider, string Id, string Headline, string Text);

/// <summary>Writes news about the simulated market: each is a function of instrument and time, and says what the prices say.</summary>
internal sealed class NewsWire(IMarketSource source)
{
    private const long EditionSeconds = 3 * 3600;
    private const int Salt = 71;
    private static readonly string[] Reasons = ["heavy trading", "thin trading", "broad market moves", "sector rotation", "late orders"];

    /// <summary>Who writes, by code.</summary>
    public static IReadOnlyList<(string Code, string Name)> Providers { get; } =
        [("BRFG", "Briefing.com General Market Columns"), ("BRFUPDN", "Briefing.com Analyst Actions"), ("DJNL", "Dow Jones Newsletters")];

    /// <summary>Articles about an instrument in [<paramref name="from"/>, <paramref name="to"/>) Unix seconds, latest first.</summary>
    public IEnumerable<Article> About(Instrument instrument, long from, long to)
    {
        from = Math.Max(from, source.HistoryStart(instrument));
        for (long edition = to / EditionSeconds; edition >= from / EditionSeconds; edition--)
        {
            if (Write(instrument, edition) is { } article && article.Time >= from && article.Time < to)
                yield return article;
        }
    }

    /// <summary>The article of an id; null when there is none or it is not published before <paramref name="now"/>.</summary>
    public Article? Find(string provider, string id, long now)
    {
        string[] parts = id.Split('$');
        if (parts.Length != 2 || parts[1].Length <= 8
            || !int.TryParse(parts[1][..8], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int conId)
            || !int.TryParse(parts[1][8..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int edition)
            || source.Instruments.FirstOrDefault(i => i.ConId == conId) is not { } instrument)
            return null;
        Article? article = Write(instrument, edition);
        return article is not null && article.Id == id && article.Provider == provider && article.Time <= now ? article : null;
    }

    private Article? Write(Instrument instrument, long edition)
    {
        ulong h = Noise.Hash((ulong)(uint)instrument.ConId, edition, Salt);
        long time = (edition * EditionSeconds) + (long)(h % EditionSeconds);
        if (!source.TryGetBar(instrument, Bar.SlotOf(time - 60), out Bar now) || !source.TryGetBar(instrument, Bar.SlotOf(time - EditionSeconds), out Bar before))
            return null;
        string provider = Providers[(int)((h >> 20) % (ulong)Providers.Count)].Code;
        double percent = 100 * ((now.Close / before.Close) - 1);
        string verb = percent switch { > 0.5 => "jumps", > 0 => "edges up", < -0.5 => "slides", _ => "slips" };
        string reason = Reasons[(int)((h >> 40) % (ulong)Reasons.Length)];
        string headline = string.Create(CultureInfo.InvariantCulture, $"{instrument.Symbol} {verb} {Math.Abs(percent):0.00}% to {now.Close} on {reason}");
        string text = string.Create(CultureInfo.InvariantCulture, $"<p>{instrument.LongName} ({instrument.Symbol}) moved from {before.Close} to {now.Close} within three hours, {percent:+0.00;-0.00;0.00}%, on {reason}.</p>");
        return new Article(time, provider, string.Create(CultureInfo.InvariantCulture, $"{provider}${instrument.ConId:x8}{edition:x}"), headline, text);
    }
}
