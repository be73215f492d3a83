using System.Globalization;

namespace BarePage;

/// <summary>How often an open page is brought up to date.</summary>
public sealed record PageBeat(TimeSpan Interval);

/// <summary>Prices of a contract, made once and never changed.</summary>
/// <param name="Bid">What buyers offer.</param>
/// <param name="Ask">What sellers ask.</param>
/// <param name="Last">The last trade.</param>
/// <param name="Change">Since yesterday, in percent.</param>
/// <param name="Volume">Traded today.</param>
/// <param name="Stamp">When it was made, in microseconds since 1970.</param>
public sealed record Quote(string Bid, string Ask, string Last, string Change, string Volume, string Stamp);

/// <summary>A thousand changes a second among a hundred contracts, each of any of them: in a tenth of a second 63 % have moved, as in a market and in step with nothing.</summary>
public sealed class Feed(TimeProvider time) : BackgroundService
{
    private const int Symbols = 100, Step = 10;

    private readonly Quote[] _quotes = new Quote[Symbols];
    private readonly decimal[] _bids = new decimal[Symbols];
    private readonly Random _random = new(7);
    private long _volume = 1_000_000;

    /// <summary>The newest prices of a contract, by its place.</summary>
    public Quote this[int place] => Volatile.Read(ref _quotes[place]);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; i < Symbols; i++)
        {
            _bids[i] = 100 + i;
            Move(i);
        }
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Step), time);
        long begun = time.GetTimestamp(), made = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            for (long due = (long)time.GetElapsedTime(begun).TotalMilliseconds; made < due; made++) Move(_random.Next(Symbols));
        }
    }

    private void Move(int place)
    {
        decimal bid = _bids[place] = Math.Max(1, _bids[place] + (_random.Next(2) == 0 ? -0.01m : 0.01m));
        _volume += 100;
        Volatile.Write(ref _quotes[place], new Quote(
            Text(bid, "F2"), Text(bid + 0.01m, "F2"), Text(bid, "F2"), Text((bid / (100 + place) - 1) * 100, "F2"), Text(_volume, "N0"),
            Text((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, "F0")));
    }

    private static string Text(decimal value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
