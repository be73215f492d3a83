using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.MarketData;
using TradingCore.Tws.Mapping;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tws;

/// <summary>
/// History requests, inside the broker's pacing rules. Bounded. What is under way when the connection ends is asked again. Used under the
/// gateway's lock.
/// </summary>
/// <remarks>
/// Source: responses.md section 8. For bars of 30 seconds or less: 60 requests in any 10 minutes (new real-time bars count too), the same one
/// not within 15 s, fewer than 6 in 2 s for one contract; and at most 50 requests open, of which this queue uses few, because the server slows
/// large loads anyway and orders share the message budget.
/// </remarks>
internal sealed class HistoryQueue(SessionContext context, SmallBarBudget budget, Func<int> subscriptionCount)
{
    private const int SmallBarSeconds = 30;
    private const int JobsMax = 2_000;
    private const int OpenMax = 10;
    private const int AttemptsMax = 3;
    private const int SameContractMax = 5;
    private const int HistoryShareMin = 15;
    private const int ServiceError = 162;
    private const int LaneMax = 5;
    private const int ReadersOpenMax = 4;
    private const int ReaderKeepsFree = 5;

    // 2 s and 15 s, and what a message may wait on its way out: the gateway counts when it reads.
    private static readonly TimeSpan SameContractWindow = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan SameRequestWindow = TimeSpan.FromSeconds(17);
    private static readonly TimeSpan PacingPause = TimeSpan.FromSeconds(20);

    private readonly LinkedList<Job> _waiting = new();
    private readonly Dictionary<string, DateTimeOffset> _recent = [];
    private readonly Dictionary<ConId, Queue<DateTimeOffset>> _perContract = [];
    private readonly Dictionary<int, Job> _underWay = [];

    /// <summary>Requests that wait or are under way.</summary>
    public int Count => _waiting.Count + _underWay.Count;

    /// <summary>Asks for history; the answer is an event for the engine.</summary>
    public void Ask(HistoryRequest request) => Ask(request, reader: null);

    /// <summary>Asks for history that only a screen wants; it leaves more of the budgets free than what the engine asks for.</summary>
    /// <param name="request">What.</param>
    /// <param name="reader">Who gets the answer instead of the engine.</param>
    public void Ask(HistoryRequest request, TaskCompletionSource<QueryAnswer<Bar>>? reader)
    {
        IReadOnlyList<string> shows = WhatToShow.ForHistory(request.Instrument.Contract.SecurityType);
        var job = new Job(request, shows) { Reader = reader };
        if (Count >= JobsMax)
        {
            Fail(job, 0, $"more than {JobsMax} history requests wait already");
            return;
        }
        if (request.To <= request.From)
        {
            Fail(job, 0, $"the end {request.To:O} is not after the start {request.From:O}");
            return;
        }
        _waiting.AddLast(job);
        Pump();
    }

    /// <summary>A screen has gone: what it asked for and has not left yet does not leave.</summary>
    public void Drop(TaskCompletionSource<QueryAnswer<Bar>> reader)
    {
        for (LinkedListNode<Job>? node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Reader != reader) continue;
            _waiting.Remove(node);
            break;
        }
        reader.TrySetResult(QueryAnswer.Failed<Bar>("The question was taken back."));
    }

    /// <summary>Forgets what waits for a contract that is no longer wanted.</summary>
    public void Drop(ConId conId)
    {
        for (LinkedListNode<Job>? node = _waiting.First; node is not null;)
        {
            LinkedListNode<Job>? next = node.Next;
            if (node.Value.Reader is null && node.Value.Request.Instrument.Contract.ConId == conId) _waiting.Remove(node);
            node = next;
        }
    }

    /// <summary>The connection ended: puts what was under way back to the front.</summary>
    public void OnClosed()
    {
        foreach (Job job in _underWay.OrderByDescending(open => open.Key).Select(open => open.Value)) _waiting.AddFirst(job);
        _underWay.Clear();
        // Somebody looks at a chart and waits; the chart says why, and asks again when the gateway is back.
        for (LinkedListNode<Job>? node = _waiting.First; node is not null;)
        {
            LinkedListNode<Job>? next = node.Next;
            if (node.Value.Reader is not null)
            {
                Fail(node.Value, 0, "the connection to the gateway ended");
                _waiting.Remove(node);
            }
            node = next;
        }
    }

    /// <summary>Sends what may be sent now.</summary>
    public void Pump()
    {
        if (!context.IsReady || _waiting.Count == 0) return;
        Prune();
        for (LinkedListNode<Job>? node = _waiting.First; node is not null && _underWay.Count < OpenMax;)
        {
            LinkedListNode<Job>? next = node.Next;
            if (MayLeave(node.Value) && TrySend(node.Value)) _waiting.Remove(node);
            node = next;
        }
    }

    /// <summary>Bars came. Before server version 196 they also end the request.</summary>
    public void OnBars(PendingRequest request, HistoricalData data, bool endsRequest)
    {
        var job = (Job)request.Owner;
        // A single part up to now is wanted as the gateway counts back from its own present; every other part has two ends.
        DateTimeOffset from = job.Part.EndsNow && job.Parts!.Count == 1 ? DateTimeOffset.MinValue : job.Part.From;
        foreach (HistoricalBar bar in data.Bars)
            if (ToBar(bar, job.Request.Size) is { } read && read.Time >= from && read.Time < job.Part.To) job.Bars[read.Time] = read;
        if (endsRequest) OnEnd(request);
    }

    /// <summary>All bars of a request came.</summary>
    public void OnEnd(PendingRequest request)
    {
        Close(request);
        Advance((Job)request.Owner);
    }

    /// <summary>The gateway refuses, or has no data.</summary>
    public void OnError(PendingRequest request, int code, string text)
    {
        var job = (Job)request.Owner;
        Close(request);
        bool isNoData = code == ServiceError && text.Contains("no data", StringComparison.OrdinalIgnoreCase);
        bool isPacing = code is ServiceError or ErrorCodes.RealTimeQueryInvalid or 100 && text.Contains("pacing", StringComparison.OrdinalIgnoreCase);
        if (isNoData)
        {
            // Nothing traded then: an empty answer is the true one.
            Advance(job);
        }
        else if (isPacing)
        {
            context.Log.HistoryPaced(job.Request.Instrument.Contract.Ticker, job.Request.Size, PacingPause);
            job.NotBefore = context.Now + PacingPause;
            _waiting.AddFirst(job);
        }
        else if (job.Show + 1 < job.Shows.Count)
        {
            job.Show++;
            _waiting.AddFirst(job);
            Pump();
        }
        else
        {
            Fail(job, code, text);
            Pump();
        }
    }

    /// <summary>An answer is overdue.</summary>
    public void OnOverdue(PendingRequest request)
    {
        var job = (Job)request.Owner;
        context.Send(new CancelHistoricalData(request.Id), SendPriority.Request, request.Id);
        Close(request);
        if (++job.Attempts < AttemptsMax) _waiting.AddFirst(job);
        else Fail(job, 0, $"the gateway did not answer {AttemptsMax} times");
        Pump();
    }

    private bool MayLeave(Job job) => job.Reader is null || _underWay.Values.Count(j => j.Reader is not null) < ReadersOpenMax;

    private bool TrySend(Job job)
    {
        if (job.NotBefore > context.Now) return false;
        HistoryRequest request = job.Request;
        job.Parts ??= HistoryPlan.Parts(request, context.Now, context.ServerNow);
        if (job.Parts.Count == 0)
        {
            Answer(job);
            return true;
        }
        if (job.Parts.Count > HistoryPlan.PartsMax)
        {
            Fail(job, 0, $"{request.Size} bars from {request.From:O} need more than {HistoryPlan.PartsMax} requests; ask for a shorter time or longer bars");
            return true;
        }
        HistoryPart part = job.Part;
        string show = job.Shows[job.Show];
        string end = part.EndsNow ? "" : WireTime.Format(part.To);
        if (request.Size.Seconds <= SmallBarSeconds && !MaySendSmall(job, $"{request.Instrument.Contract.ConId}|{request.Instrument.Contract.Exchange}|{request.Size}|{show}|{end}|{part.Duration}")) return false;

        int id = context.Book.Open(RequestKind.History, job, context.Deadline(times: 4));
        var message = new ReqHistoricalData(
            id, ContractMap.ToWire(request.Instrument.Contract), end, part.Duration, HistoryPlan.SizeText(request.Size), show, UseRTH: false, FormatDate: 2);
        if (!context.Send(message, SendPriority.Request, id))
        {
            context.Book.Close(id);
            return false;
        }
        _underWay.Add(id, job);
        return true;
    }

    private bool MaySendSmall(Job job, string key)
    {
        // Behind a burst of subscriptions a request would leave much later than it was counted; it waits here instead.
        if (context.Out!.CountOf(SendPriority.Request) > LaneMax) return false;
        ConId conId = job.Request.Instrument.Contract.ConId;
        if (_recent.ContainsKey(key)) return false;
        if (!_perContract.TryGetValue(conId, out Queue<DateTimeOffset>? sends)) _perContract.Add(conId, sends = new Queue<DateTimeOffset>());
        if (sends.Count >= SameContractMax) return false;
        // Bars that run are worth more than bars of the past: history leaves room to subscribe every line again.
        int keepFree = Math.Min(subscriptionCount(), SmallBarBudget.RequestsMax - HistoryShareMin) + (job.Reader is null ? 0 : ReaderKeepsFree);
        if (!budget.TryTake(1, keepFree)) return false;
        sends.Enqueue(context.Now);
        _recent[key] = context.Now;
        return true;
    }

    private void Prune()
    {
        DateTimeOffset now = context.Now;
        foreach ((string key, DateTimeOffset time) in _recent.ToArray())
            if (now - time >= SameRequestWindow) _recent.Remove(key);
        foreach ((ConId conId, Queue<DateTimeOffset> sends) in _perContract.ToArray())
        {
            while (sends.TryPeek(out DateTimeOffset oldest) && now - oldest >= SameContractWindow) sends.Dequeue();
            if (sends.Count == 0) _perContract.Remove(conId);
        }
    }

    private void Close(PendingRequest request)
    {
        context.Book.Close(request.Id);
        _underWay.Remove(request.Id);
    }

    private void Advance(Job job)
    {
        job.Attempts = 0;
        job.Next++;
        if (job.Next < job.Parts!.Count) _waiting.AddFirst(job);
        else Answer(job);
        Pump();
    }

    private void Answer(Job job)
    {
        context.Log.HistoryAnswered(job.Request.Instrument.Contract.Ticker, job.Request.Size, job.Request.Reason, job.Bars.Count);
        if (job.Reader is { } reader)
        {
            reader.TrySetResult(QueryAnswer.Of<Bar>([.. job.Bars.Values]));
            return;
        }
        context.Post(new HistoryReceived(job.Request, [.. job.Bars.Values]) { Time = context.Now });
    }

    private void Fail(Job job, int code, string text)
    {
        context.Log.HistoryRefused(job.Request.Instrument.Contract.Ticker, job.Request.Size, job.Request.Reason, code, text);
        if (job.Reader is { } reader)
        {
            reader.TrySetResult(QueryAnswer.Failed<Bar>(code == 0 ? $"History of {job.Request.Instrument.Contract.Ticker} was not loaded: {text}." : $"{ErrorCodes.WithAdvice(code, text).TrimEnd('.')} ({code})."));
            return;
        }
        context.Post(new HistoryFailed(job.Request, code, text) { Time = context.Now });
    }

    private Bar? ToBar(HistoricalBar bar, BarSize size)
    {
        if (WireTime.Parse(bar.Time, context.LoginZone, context.Now) is not { } time) return null;
        return new Bar
        {
            Time = time,
            Size = size,
            Open = WireNumber.ToDecimalOrZero(bar.Open),
            High = WireNumber.ToDecimalOrZero(bar.High),
            Low = WireNumber.ToDecimalOrZero(bar.Low),
            Close = WireNumber.ToDecimalOrZero(bar.Close),
            Volume = Math.Max(0m, bar.Volume ?? 0m),
            Wap = bar.Wap is { } wap and > 0m ? wap : WireNumber.ToDecimalOrZero(bar.Close),
            Count = Math.Max(0, bar.BarCount),
            Parts = size.PartsExpected,
            Source = BarSource.Backfill,
            IsClosed = time + size.Span <= context.ServerNow,
        };
    }

    private sealed class Job(HistoryRequest request, IReadOnlyList<string> shows)
    {
        public HistoryRequest Request { get; } = request;
        public IReadOnlyList<string> Shows { get; } = shows;
        public int Show { get; set; }
        public IReadOnlyList<HistoryPart>? Parts { get; set; }
        public int Next { get; set; }
        public HistoryPart Part => Parts![Next];
        public SortedDictionary<DateTimeOffset, Bar> Bars { get; } = [];
        public int Attempts { get; set; }
        public TaskCompletionSource<QueryAnswer<Bar>>? Reader { get; init; }
        public DateTimeOffset NotBefore { get; set; }
    }
}
