using System.Globalization;
using Microsoft.Extensions.Logging;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>One request for history.</summary>
internal sealed record HistoryRequest(ClientSession Client, ReqHistoricalData Request, Instrument Instrument, BarSize Size, WhatToShow What)
{
    /// <summary>Whether it still runs: computing, or kept up to date.</summary>
    public bool IsRunning { get; set; } = true;

    /// <summary>Whether the answer has been sent and the last bar is being kept up to date.</summary>
    public bool IsFollowing { get; set; }

    /// <summary>Start of the bar that was sent last, Unix seconds.</summary>
    public long LastBarStart { get; set; }
}

/// <summary>Answers historical requests. Computing happens beside the gateway's loop, everything else in it.</summary>
internal sealed class HistoryDesk(IMarketSource source, History history, ContractDesk contracts, Func<GatewayEvent, CancellationToken, ValueTask> post, ILogger log, HistoryPacing? pacing = null) : IDisposable
{
    private const int RunningMax = 50;
    private readonly Dictionary<(ClientSession, int), HistoryRequest> _running = [];
    private readonly SemaphoreSlim _computing = new(2);
    private readonly HashSet<Task> _tasks = [];
    private readonly Lock _tasksLock = new();

    /// <summary>Reads a whatToShow; false when it is none that bars can be made for.</summary>
    public static bool TryReadWhat(string text, out WhatToShow what)
    {
        what = text.ToUpperInvariant() switch
        {
            "TRADES" or "ADJUSTED_LAST" or "AGGTRADES" => WhatToShow.Trades,
            "MIDPOINT" => WhatToShow.Midpoint,
            "BID" => WhatToShow.Bid,
            "ASK" => WhatToShow.Ask,
            "BID_ASK" => WhatToShow.BidAsk,
            "HISTORICAL_VOLATILITY" => WhatToShow.HistoricalVolatility,
            "OPTION_IMPLIED_VOLATILITY" => WhatToShow.OptionImpliedVolatility,
            "FEE_RATE" => WhatToShow.FeeRate,
            _ => (WhatToShow)(-1),
        };
        return (int)what >= 0;
    }

    /// <summary>Starts to answer reqHistoricalData.</summary>
    public void Start(ClientSession client, ReqHistoricalData request, long nowSeconds, CancellationToken stop)
    {
        if (_running.ContainsKey((client, request.ReqId)))
        {
            client.SendError(request.ReqId, 386, "Duplicate ticker ID for API historical data query");
            return;
        }

        if (_running.Keys.Count(k => k.Item1 == client) >= RunningMax)
        {
            Refuse(client, request, 162, "Historical Market Data Service error message:Historical data request pacing violation: 50 requests are open");
            return;
        }

        if (contracts.Resolve(client, request.ReqId, request.Contract) is not { } instrument)
            return;
        long nowSlot = Bar.SlotOf(nowSeconds);
        long end = nowSlot;
        if (request.EndDateTime.Length > 0 && !WireTime.TryParse(request.EndDateTime, out end))
        {
            Refuse(client, request, 10314, "End Date/Time: The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx or yyyymmdd-hh:mm:ss.");
            return;
        }

        if (WireTime.LacksZone(request.EndDateTime))
            client.SendError(request.ReqId, WireTime.ZoneMissingCode, WireTime.ZoneMissingText);
        end = Math.Min(end, nowSlot);
        if (request.KeepUpToDate && request.EndDateTime.Length > 0)
        {
            Refuse(client, request, 321, "Error validating request.-'reqHistoricalData' : cause - End time must be empty when the data is to be kept up to date.");
            return;
        }

        if (!HistoryDuration.TryParse(request.DurationStr, out HistoryDuration duration))
        {
            Refuse(client, request, 321, $"Error validating request.-'reqHistoricalData' : cause - Historical data request duration '{request.DurationStr}' is invalid. Use a number and S (up to 86400), D, W, M or Y.");
            return;
        }

        if (request.WhatToShow.Equals("SCHEDULE", StringComparison.OrdinalIgnoreCase))
        {
            SendSchedule(client, request, instrument, end, duration);
            return;
        }

        if (!BarSize.TryParse(request.BarSizeSetting, out BarSize size))
        {
            Refuse(client, request, 321, $"Error validating request.-'reqHistoricalData' : cause - Historical data bar size setting is invalid: '{request.BarSizeSetting}'. Use 1 secs to 1 month.");
            return;
        }

        if (request.WhatToShow.StartsWith("YIELD_", StringComparison.OrdinalIgnoreCase))
        {
            Refuse(client, request, 162, $"Historical Market Data Service error message:No historical market data for {instrument.Symbol}/{instrument.SecType}@{instrument.Exchange} {request.WhatToShow}");
            return;
        }

        if (!TryReadWhat(request.WhatToShow, out WhatToShow what))
        {
            Refuse(client, request, 321, $"Error validating request.-'{request.WhatToShow}' : cause - What to show field is missing or incorrect.");
            return;
        }

        if (instrument.SecType == "CRYPTO" && request.WhatToShow.Equals("TRADES", StringComparison.OrdinalIgnoreCase))
        {
            Refuse(client, request, 10299, "Expected what to show is AGGTRADES, please use that instead of TRADES.");
            return;
        }

        if (IsAdjusted(request.WhatToShow) && request.EndDateTime.Length > 0)
        {
            Refuse(client, request, 321, "Error validating request.-'reqHistoricalData' : cause - End date not supported with adjusted last.");
            return;
        }

        if (!IsPossible(instrument, what) || !IsOffered(instrument, request.WhatToShow))
        {
            Refuse(client, request, 162, $"Historical Market Data Service error message:No historical market data for {instrument.Symbol}/{instrument.SecType}@{instrument.Exchange} {request.WhatToShow}");
            return;
        }

        if (pacing is not null && !pacing.Takes(request, instrument, size))
        {
            Refuse(client, request, 162, "Historical Market Data Service error message:Historical data request pacing violation");
            return;
        }

        long start = history.StartOf(instrument, end, duration, size, request.UseRTH);
        if (History.IsTooLong(Math.Max(start, source.HistoryStart(instrument)), end, size))
        {
            Refuse(client, request, 162, "Historical Market Data Service error message:Time length exceed max.");
            return;
        }

        var running = new HistoryRequest(client, request, instrument, size, what);
        _running.Add((client, request.ReqId), running);
        Track(ComputeAsync(running, start, end, stop));
    }

    /// <summary>Sends what was computed.</summary>
    public void OnComputed(HistoryComputed computed)
    {
        HistoryRequest running = computed.Request;
        if (!running.IsRunning)
            return;
        ClientSession client = running.Client;
        int reqId = running.Request.ReqId;
        if (computed.Bars.Count == 0 && !running.Request.KeepUpToDate)
        {
            _running.Remove((client, reqId));
            Refuse(client, running.Request, 162, $"Historical Market Data Service error message:HMDS query returned no data: {running.Instrument.LocalSymbol}@{running.Instrument.Exchange} {running.Request.WhatToShow}");
            return;
        }

        string start = WireTime.Format(running.Instrument, computed.Start);
        string end = WireTime.Format(running.Instrument, computed.End);
        client.Send(new HistoricalData(reqId, [.. computed.Bars.Select(b => new HistoricalBar(TimeText(running, b), b.Open, b.High, b.Low, b.Close, b.Volume, b.Wap, b.Count))], start, end));
        if (client.ServerVersion >= ServerVersion.HistoricalDataEnd)
            client.Send(new HistoricalDataEnd(reqId, start, end));
        if (!running.Request.KeepUpToDate)
        {
            _running.Remove((client, reqId));
            return;
        }

        running.IsFollowing = true;
        running.LastBarStart = computed.Bars.Count > 0 ? computed.Bars[^1].Time : computed.End;
    }

    /// <summary>Ends a request.</summary>
    public void Cancel(ClientSession client, CancelHistoricalData request)
    {
        if (_running.Remove((client, request.ReqId), out HistoryRequest? running))
        {
            running.IsRunning = false;
            client.SendError(request.ReqId, 162, string.Create(CultureInfo.InvariantCulture, $"Historical Market Data Service error message:API historical data query cancelled: {request.ReqId}"));
        }
        else
        {
            client.SendError(request.ReqId, 366, string.Create(CultureInfo.InvariantCulture, $"No historical data query found for ticker id:{request.ReqId}"));
        }
    }

    /// <summary>Sends the unfinished bar, and those finished since, to whoever keeps history up to date.</summary>
    public void OnSlotEnd(long slot)
    {
        if (_running.Count == 0)
            return;
        long end = slot + Bar.SlotSeconds;
        foreach (HistoryRequest running in _running.Values)
        {
            if (!running.IsFollowing)
                continue;
            // A daily label is a date at midnight UTC, which can lie after the session's open: look a day further back.
            long from = running.Size.IsDaily ? running.LastBarStart - (2 * 86_400L) : running.LastBarStart;
            foreach (Bar b in history.Bars(running.Instrument, from, end, running.Size, running.What, running.Request.UseRTH))
            {
                if (b.Time < running.LastBarStart)
                    continue;
                running.LastBarStart = b.Time;
                running.Client.Send(new HistoricalDataUpdate(running.Request.ReqId, b.Count, TimeText(running, b), b.Open, b.Close, b.High, b.Low, b.Wap, b.Volume));
            }
        }
    }

    /// <summary>Answers reqHeadTimestamp.</summary>
    public void SendHead(ClientSession client, ReqHeadTimestamp request)
    {
        if (!TryReadWhat(request.WhatToShow, out WhatToShow what))
        {
            client.SendError(request.ReqId, 321, $"Error validating request.-'{request.WhatToShow}' : cause - What to show field is missing or incorrect.");
            return;
        }

        if (contracts.Resolve(client, request.ReqId, request.Contract) is not { } instrument)
            return;
        if (!IsPossible(instrument, what))
        {
            client.SendError(request.ReqId, 162, "Historical Market Data Service error message:No head time stamp");
            return;
        }

        long first = source.HistoryStart(instrument);
        client.Send(new HeadTimestampMessage(request.ReqId, request.FormatDate == 2
            ? first.ToString(CultureInfo.InvariantCulture)
            : DateTimeOffset.FromUnixTimeSeconds(first).ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture)));
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach (HistoryRequest running in _running.Values.Where(r => r.Client == client).ToArray())
        {
            running.IsRunning = false;
            _running.Remove((client, running.Request.ReqId));
        }
    }

    /// <summary>Completes when nothing is being computed any more.</summary>
    public Task FinishAsync()
    {
        lock (_tasksLock)
        {
            return Task.WhenAll([.. _tasks]);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _computing.Dispose();

    private static bool IsPossible(Instrument instrument, WhatToShow what) => what switch
    {
        WhatToShow.Trades => instrument.HasTrades,
        WhatToShow.HistoricalVolatility or WhatToShow.OptionImpliedVolatility => instrument.SecType is "STK" or "IND",
        WhatToShow.FeeRate => instrument.SecType == "STK",
        _ => instrument.IsTradable,
    };

    private static bool IsAdjusted(string whatToShow) => whatToShow.Equals("ADJUSTED_LAST", StringComparison.OrdinalIgnoreCase);

    // Adjusted prices are those of stocks; trades that venues have added up are those of coins.
    private static bool IsOffered(Instrument instrument, string whatToShow)
        => (!IsAdjusted(whatToShow) || instrument.SecType == "STK") && (!whatToShow.Equals("AGGTRADES", StringComparison.OrdinalIgnoreCase) || instrument.SecType == "CRYPTO");

    private void Track(Task task)
    {
        lock (_tasksLock)
        {
            _tasks.RemoveWhere(t => t.IsCompleted);
            _tasks.Add(task);
        }
    }

    private async Task ComputeAsync(HistoryRequest running, long start, long end, CancellationToken stop)
    {
        try
        {
            await _computing.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                List<Bar> bars = await Task.Run(() => history.Bars(running.Instrument, start, end, running.Size, running.What, running.Request.UseRTH), stop).ConfigureAwait(false);
                await post(new HistoryComputed(running, bars, start, end), stop).ConfigureAwait(false);
            }
            finally
            {
                _computing.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The gateway stops.
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OverflowException)
        {
            log.RequestFailed(e, running.Request.CallName, running.Client.ClientId);
            running.Client.SendError(running.Request.ReqId, 162, "Historical Market Data Service error message:" + e.Message);
        }
    }

    private void SendSchedule(ClientSession client, ReqHistoricalData request, Instrument instrument, long end, HistoryDuration duration)
    {
        long start = history.StartOf(instrument, end, duration, new BarSize(0, 'D'), request.UseRTH);
        TimeZoneInfo zone = TradingCalendar.ZoneOf(instrument);
        HistoricalSession[] sessions =
        [
            .. source.Calendar.SessionsBetween(instrument, Math.Max(start, source.HistoryStart(instrument)), end, request.UseRTH)
                .Select(s => new HistoricalSession(Text(s.Open), Text(s.Close), s.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture))),
        ];
        client.Send(new HistoricalSchedule(request.ReqId, sessions.Length > 0 ? sessions[0].StartDateTime : Text(start), sessions.Length > 0 ? sessions[^1].EndDateTime : Text(end), TradingCalendar.ZoneNameOf(instrument), sessions));

        string Text(long time) => TradingCalendar.Local(zone, time).ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static string TimeText(HistoryRequest running, in Bar bar)
    {
        if (running.Size.IsDaily)
            return DateTimeOffset.FromUnixTimeSeconds(bar.Time).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return running.Request.FormatDate == 2 ? bar.Time.ToString(CultureInfo.InvariantCulture) : WireTime.Format(running.Instrument, bar.Time);
    }

    private static void Refuse(ClientSession client, ReqHistoricalData request, int code, string text) => client.SendError(request.ReqId, code, text);
}
