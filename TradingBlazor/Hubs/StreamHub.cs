using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using TradingBlazor.Api;
using TradingBlazor.Security.Access;
using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingBlazor.Hubs;

/// <summary>
/// The hub <c>/hubs/stream</c>. Every method streams: first a snapshot, then changes. Those that end with <c>After</c> go on from the run and number of the
/// last item that the client got before it lost the connection. A fault is <c>code: sentence</c>.
/// </summary>
internal sealed class StreamHub(StreamSource source, StreamConnections connections, StreamMeters meters, StreamOptions options, ITradingView view, AccessBook book, TimeProvider clock, ILogger<StreamHub> logger) : Hub
{
    private const int EventsPerItem = 500;
    private const int LoggedMax = 200;

    /// <summary>Quotes of some symbols of the watchlist, or of all when none is named. The newest value of each; values between are left out.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> Quotes(string[]? symbols, CancellationToken stop) => FollowQuotes(symbols, null, stop);

    /// <summary>Goes on with quotes.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> QuotesAfter(string[]? symbols, string run, long sequence, CancellationToken stop) => FollowQuotes(symbols, (run, sequence), stop);

    /// <summary>Bars of one symbol and size: the newest of a trading day, then each that is new or changed.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> Bars(string symbol, string size, CancellationToken stop) => FollowBars(symbol, size, null, stop);

    /// <summary>Goes on with bars.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> BarsAfter(string symbol, string size, string run, long sequence, CancellationToken stop) => FollowBars(symbol, size, (run, sequence), stop);

    /// <summary>Orders, then everything that happens to orders. Nothing is left out.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> Orders(CancellationToken stop) => FollowEvents("orders", source.Orders.Topic, null, stop);

    /// <summary>Goes on with orders.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> OrdersAfter(string run, long sequence, CancellationToken stop) => FollowEvents("orders", source.Orders.Topic, (run, sequence), stop);

    /// <summary>Executions of the last days, then each that is new or changed. Nothing is left out.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> Executions(CancellationToken stop) => FollowEvents("executions", source.Executions.Topic, null, stop);

    /// <summary>Goes on with executions.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> ExecutionsAfter(string run, long sequence, CancellationToken stop) => FollowEvents("executions", source.Executions.Topic, (run, sequence), stop);

    /// <summary>Positions, marked to the market a few times a second. The newest value of each.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> Positions(CancellationToken stop) => FollowLatest("positions", source.Positions, null, null, stop);

    /// <summary>Goes on with positions.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> PositionsAfter(string run, long sequence, CancellationToken stop) => FollowLatest("positions", source.Positions, null, (run, sequence), stop);

    /// <summary>Session, trading flag, kill switches. The newest value.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> Status(CancellationToken stop) => FollowLatest("status", source.Status, null, null, stop);

    /// <summary>Goes on with the status.</summary>
    [Needs(Permission.View)]
    public IAsyncEnumerable<StreamItem> StatusAfter(string run, long sequence, CancellationToken stop) => FollowLatest("status", source.Status, null, (run, sequence), stop);

    /// <inheritdoc/>
    public override async Task OnConnectedAsync()
    {
        CallerAccess access = Context.User is { } user && await book.FindAsync(user, Context.ConnectionAborted) is { } found ? found : throw Fault("notAllowed", "The session, key or token does not hold any more.");
        string reason = connections.Add(new StreamConnection(Context, Context.User!, StreamConnection.CallerOf(access), access.Who));
        if (reason.Length > 0)
        {
            meters.Refused("tooManyConnections");
            logger.HubRefused(access.Who, reason);
            throw new HubException(reason);
        }
        await base.OnConnectedAsync();
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        // Too long, or not in the protocol that was agreed on; the client is told by the end of the connection.
        if (exception is InvalidDataException) _ = Fault("badMessage", exception.Message);
        connections.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    private IAsyncEnumerable<StreamItem> FollowQuotes(string[]? symbols, (string Run, long Sequence)? from, CancellationToken stop)
    {
        List<string>? tickers = null;
        if (symbols is { Length: > 0 })
        {
            if (symbols.Length > options.SymbolsPerStream) throw Fault("tooManySymbols", $"A stream may name {options.SymbolsPerStream} symbols; these are {symbols.Length}.");
            tickers = [.. symbols.Select(TickerOf)];
        }
        return FollowLatest("quotes", source.Quotes, tickers, from, stop);
    }

    private async IAsyncEnumerable<StreamItem> FollowBars(string symbol, string size, (string Run, long Sequence)? from, [EnumeratorCancellation] CancellationToken stop)
    {
        if (!BarSize.TryParse(size ?? "", out BarSize barSize)) throw Fault("invalidRequest", $"'{size}' is not a size of bars. Expected one of {string.Join(", ", BarSize.All)}.");
        BarFeed feed = source.Join(TickerOf(symbol), barSize) ?? throw Fault("tooManyBars", "Too many kinds of bars are followed. Try again later.");
        try
        {
            await foreach (StreamItem item in FollowLatest("bars", feed.Topic, null, from, stop)) yield return item;
        }
        finally
        {
            source.Leave(feed);
        }
    }

    private IAsyncEnumerable<StreamItem> FollowLatest<TKey>(string name, LatestTopic<TKey> topic, IReadOnlyList<TKey>? keys, (string Run, long Sequence)? from, CancellationToken stop) where TKey : notnull =>
        GiveAsync(_ => LatestAsync(name, topic, keys, from, stop));

    private IAsyncEnumerable<StreamItem> FollowEvents(string name, EventTopic topic, (string Run, long Sequence)? from, CancellationToken stop) => GiveAsync(connection => EventsAsync(connection, name, topic, from, stop));

    // What waits to be taken ends waiting also when the stream ends there: a connection would else count as one that takes nothing.
    private async IAsyncEnumerable<StreamItem> GiveAsync(Func<StreamConnection, IAsyncEnumerable<StreamItem>> stream)
    {
        StreamConnection connection = Open();
        try
        {
            await foreach (StreamItem item in stream(connection))
            {
                connection.Giving(clock.GetTimestamp());
                try
                {
                    yield return item;
                }
                finally
                {
                    connection.Taken(clock.GetTimestamp());
                }
            }
        }
        finally
        {
            connection.Close();
        }
    }

    private async IAsyncEnumerable<StreamItem> LatestAsync<TKey>(string name, LatestTopic<TKey> topic, IReadOnlyList<TKey>? keys, (string Run, long Sequence)? from, [EnumeratorCancellation] CancellationToken stop) where TKey : notnull
    {
        source.LookAtAll();
        LatestTopic<TKey>.Reader reader = topic.Read(keys, NumberOf(from), out string fault);
        string note = NoteOf(from, fault);
        Task changed = topic.Changed.Next;
        List<Encoded> items = reader.Take(out long sequence, out _);
        yield return First(name, from is not null && note.Length == 0, sequence, note, items);
        while (true)
        {
            await changed.WaitAsync(stop);
            // The client may have been slow to take the item before: whatever happened meanwhile is one change now.
            changed = topic.Changed.Next;
            items = reader.Take(out sequence, out long conflated);
            if (items.Count == 0) continue;
            meters.Sent(name, conflated);
            yield return new StreamItem(source.Run, sequence, StreamItem.Changes, "", Now(), items);
        }
    }

    private async IAsyncEnumerable<StreamItem> EventsAsync(StreamConnection connection, string name, EventTopic topic, (string Run, long Sequence)? from, [EnumeratorCancellation] CancellationToken stop)
    {
        EventReading? reading = null;
        try
        {
            source.LookAtAll();
            long? number = NumberOf(from);
            string note = NoteOf(from, number is not { } n || topic.Has(n) ? "" : n >= 0 && n < topic.First ? "Events were lost on their way from the engine to this process." : "What happened since is not kept any more, or the number is not one of this stream.");
            if (from is null || note.Length > 0)
            {
                (Encoded[] all, long sequence, string cut) = source.SnapshotOf(topic);
                connection.Watch(reading = new EventReading(topic, sequence));
                yield return First(name, false, sequence, string.Join(' ', new[] { note, cut }.Where(t => t.Length > 0)), all);
            }
            else
            {
                connection.Watch(reading = new EventReading(topic, number!.Value));
                Encoded[] missed = topic.After(reading.Read, EventsPerItem) ?? [];
                reading.Read += missed.Length;
                yield return First(name, true, reading.Read, "", missed);
            }
            while (true)
            {
                Task changed = topic.Changed.Next;
                if (reading.IsTooSlow) throw Fault("tooSlow", $"The client is {reading.Behind} events behind. Nothing is lost: come back with {name}After, run '{source.Run}' and the number of the last item.");
                Encoded[] events = topic.After(reading.Read, EventsPerItem) ?? throw (reading.Read < topic.First
                    ? Fault("eventsLost", "Events were lost on their way from the engine to this process. Come back for a new snapshot.")
                    : Fault("tooSlow", "The client is further behind than events are kept. Come back for a new snapshot."));
                if (events.Length == 0)
                {
                    await changed.WaitAsync(stop);
                    continue;
                }
                meters.Sent(name, 0);
                yield return new StreamItem(source.Run, reading.Read + events.Length, StreamItem.Changes, "", Now(), events);
                reading.Read += events.Length;
            }
        }
        finally
        {
            if (reading is not null) connection.Unwatch(reading);
        }
    }

    private StreamItem First(string name, bool isResumed, long sequence, string note, IReadOnlyList<Encoded> items)
    {
        if (isResumed || note.Length > 0) meters.Resumed(isResumed ? StreamItem.Resumed : StreamItem.Snapshot);
        meters.Sent(name, 0);
        return new StreamItem(source.Run, sequence, isResumed ? StreamItem.Resumed : StreamItem.Snapshot, note, Now(), items);
    }

    private StreamConnection Open()
    {
        StreamConnection connection = connections.Find(Context.ConnectionId) ?? throw Fault("notConnected", "The connection has ended.");
        return connection.TryOpen(options.StreamsPerConnection)
            ? connection
            : throw Fault("tooManyStreams", $"{options.StreamsPerConnection} streams are open on this connection. End one of them first.");
    }

    private string TickerOf(string? symbol) =>
        symbol is not null && WatchlistEndpoints.Find(view, symbol) is { } item
            ? item.Ticker
            : throw Fault("unknownSymbol", $"'{symbol}' is not on the watchlist. Add it with POST /api/v1/watchlist; GET /api/v1/watchlist lists what is there.");

    private long? NumberOf((string Run, long Sequence)? from) => from is { } known && known.Run == source.Run ? known.Sequence : null;

    private string NoteOf((string Run, long Sequence)? from, string fault) =>
        from is not { } known ? "" : known.Run != source.Run ? "The server was started anew since, so this is a new snapshot." : fault.Length > 0 ? $"{fault} So this is a new snapshot." : "";

    private long Now() => HubJson.Microseconds(clock.GetUtcNow());

    private HubException Fault(string code, string sentence)
    {
        meters.Refused(code);
        // A client that asks the same again and again must not fill the log: the meter counts every time.
        if (connections.Find(Context.ConnectionId) is { } connection && connection.IsFirst(code)) logger.HubCallRefused(connection.Who, code, InOneLine(sentence));
        return new HubException($"{code}: {sentence}");
    }

    // The sentence may hold what the client sent.
    private static string InOneLine(string sentence) =>
        string.Concat((sentence.Length > LoggedMax ? sentence[..LoggedMax] + "…" : sentence).Select(c => char.IsControl(c) ? ' ' : c));
}
