using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>
/// The corporate calendar of Wall Street Horizon: earnings dates of the simulated companies, one a quarter.
/// As at IB, events are only served after the meta data. Changed by the gateway's loop only.
/// </summary>
internal sealed partial class WshDesk(IMarketSource source, MarketFeed feed)
{
    private const int EventsMax = 100;
    private const int QuartersBack = 4;
    private const int QuartersAhead = 4;
    private const int Salt = 61;

    private const string Meta =
        """{"meta_data":{"event_types":[{"tag":"wshe_ed","name":"Earnings Date","columns":[{"tag":"earnings_date"},{"tag":"time_of_day"},{"tag":"fiscal_quarter"}]}],"filters":[{"tag":"country","name":"Country"},{"tag":"watchlist","name":"Watchlist"},{"tag":"portfolio","name":"Portfolio"}]}}""";

    private readonly HashSet<ClientSession> _haveMeta = [];

    /// <summary>Answers reqWshMetaData.</summary>
    public void SendMeta(ClientSession client, ReqWshMetaData request)
    {
        _haveMeta.Add(client);
        client.Send(new WshMetaData(request.ReqId, Meta));
    }

    /// <summary>Answers reqWshEventData, by conId or by a filter whose <c>watchlist</c> names conIds.</summary>
    public void SendEvents(ClientSession client, ReqWshEventData request)
    {
        if (!_haveMeta.Contains(client))
        {
            client.SendError(request.ReqId, 10282, "WSH meta-data was not requested.");
            return;
        }

        if (!TryReadContracts(request, out HashSet<int> conIds))
        {
            client.SendError(request.ReqId, 10283, "Fail request WSH event data: give a conId, or a filter that is a JSON object with a watchlist of conIds.");
            return;
        }

        DateOnly? from = DateOf(request.WshEventData.StartDate), to = DateOf(request.WshEventData.EndDate);
        int limit = Math.Clamp(request.WshEventData.TotalLimit ?? EventsMax, 1, EventsMax);
        var events = source.Instruments
            .Where(i => i.StockType == "COMMON" && conIds.Contains(i.ConId))
            .SelectMany(Earnings)
            .Where(e => (from is null || e.Date >= from) && (to is null || e.Date <= to))
            .OrderBy(e => e.Date)
            .Take(limit)
            .Select(e => new
            {
                conid = e.Instrument.ConId.ToString(CultureInfo.InvariantCulture),
                event_type = "wshe_ed",
                index_date = e.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
                data = new
                {
                    earnings_date = e.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
                    time_of_day = "AFTER MARKET",
                    fiscal_quarter = $"Q{((e.Date.Month - 1) / 3) + 1}",
                    status = e.Date <= Today ? "CONFIRMED" : "UNCONFIRMED",
                },
            });
        client.Send(new WshEventData(request.ReqId, JsonSerializer.Serialize(events)));
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client) => _haveMeta.Remove(client);

    private DateOnly Today => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(feed.NowMs).UtcDateTime);

    private IEnumerable<(Instrument Instrument, DateOnly Date)> Earnings(Instrument instrument)
    {
        var quarter = new DateOnly(Today.Year, ((Today.Month - 1) / 3 * 3) + 1, 1);
        for (int i = -QuartersBack; i <= QuartersAhead; i++)
        {
            DateOnly start = quarter.AddMonths(3 * i);
            DateOnly day = start.AddDays(14 + (int)(Noise.Hash((ulong)(uint)instrument.ConId, start.DayNumber, Salt) % 20));
            while (UsHolidays.IsClosed(day))
                day = day.AddDays(1);
            yield return (instrument, day);
        }
    }

    private static DateOnly? DateOf(string text)
        => DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    private static bool TryReadContracts(ReqWshEventData request, out HashSet<int> conIds)
    {
        conIds = [];
        if (request.WshEventData.ConId is { } conId and > 0 and < int.MaxValue)
        {
            conIds.Add(conId);
            return true;
        }

        try
        {
            using JsonDocument filter = JsonDocument.Parse(request.WshEventData.Filter);
            if (filter.RootElement.ValueKind != JsonValueKind.Object || !filter.RootElement.TryGetProperty("watchlist", out JsonElement watchlist))
                return false;
            // A list of texts or numbers: both are in use.
            foreach (Match number in Digits().Matches(watchlist.GetRawText()))
                if (int.TryParse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int id)) conIds.Add(id);
            return conIds.Count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
