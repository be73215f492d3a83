using System.Globalization;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>Answers how much was traded at which price.</summary>
internal sealed class HistogramDesk(IMarketSource source, MarketFeed feed, ContractDesk contracts)
{
    private const int SamplesMax = 20_000;

    /// <summary>Answers reqHistogramData.</summary>
    public void Send(ClientSession client, ReqHistogramData request)
    {
        if (contracts.Resolve(client, request.ReqId, request.Contract) is not { } instrument)
            return;
        if (!TryReadPeriod(request.Period, out long seconds))
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqHistogramData' : cause - Period '{request.Period}' is invalid. Use a number and seconds, minutes, hours, days, weeks, months or years.");
        else if (Entries(instrument, seconds, request.UseRTH) is { Length: > 0 } entries)
            client.Send(new HistogramData(request.ReqId, entries));
        else
            client.SendError(request.ReqId, 162, $"Historical Market Data Service error message:HMDS query returned no data: {instrument.LocalSymbol}@{instrument.Exchange} Histogram");
    }

    /// <summary>Answers cancelHistogramData; answers come at once, so there is never anything to end.</summary>
    public static void Cancel(ClientSession client, int reqId)
        => client.SendError(reqId, 366, string.Create(CultureInfo.InvariantCulture, $"No historical data query found for ticker id:{reqId}"));

    private static bool TryReadPeriod(string text, out long seconds)
    {
        seconds = 0;
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 100_000)
            return false;
        seconds = count * parts[1].ToUpperInvariant().TrimEnd('S') switch
        {
            "" or "SEC" or "SECOND" => 1L,
            "MIN" or "MINUTE" => 60,
            "HOUR" => 3_600,
            "D" or "DAY" => 86_400,
            "W" or "WEEK" => 7 * 86_400,
            "M" or "MONTH" => 30 * 86_400,
            "Y" or "YEAR" => 365L * 86_400,
            _ => 0,
        };
        return seconds > 0;
    }

    private HistogramEntry[] Entries(Instrument instrument, long seconds, bool regularHours)
    {
        if (!instrument.HasTrades || !instrument.IsTradable)
            return [];
        long end = feed.Slot, start = Math.Max(end - seconds, source.HistoryStart(instrument));
        // A long period is sampled: each slot that is looked at stands for its neighbours too.
        long slots = Math.Max(1, (end - start) / Bar.SlotSeconds / SamplesMax);
        SortedDictionary<double, decimal> volumes = [];
        for (long slot = Bar.SlotOf(start); slot < end; slot += slots * Bar.SlotSeconds)
        {
            if ((regularHours && !source.Calendar.IsLiquid(instrument, slot)) || !source.TryGetBar(instrument, slot, out Bar bar) || bar.Volume == 0)
                continue;
            double price = instrument.PriceOf(instrument.StepsOf((double)bar.Wap));
            volumes[price] = volumes.GetValueOrDefault(price) + (bar.Volume * slots);
        }

        return [.. volumes.Select(v => new HistogramEntry(v.Key, v.Value))];
    }
}
