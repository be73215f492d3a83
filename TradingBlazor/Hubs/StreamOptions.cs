using System.ComponentModel.DataAnnotations;

namespace TradingBlazor.Hubs;

/// <summary>Pace and limits of the hub <c>/hubs/stream</c>, section <c>Hub</c>.</summary>
public sealed class StreamOptions : IValidatableObject
{
    /// <summary>Name of the section in the settings.</summary>
    public const string Section = "Hub";

    /// <summary>Least time between two items of a stream of quotes or bars. Orders and executions do not wait for it.</summary>
    /// <value>20 ms to 5 s. Default 100 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05", ParseLimitsInInvariantCulture = true)]
    public TimeSpan QuoteBeat { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Connections in all; one more is refused.</summary>
    /// <value>1 to 100,000. Default 2,000.</value>
    [Range(1, 100_000)]
    public int ConnectionsMax { get; set; } = 2_000;

    /// <summary>Connections of one user or key.</summary>
    /// <value>1 to 100,000. Default 100.</value>
    [Range(1, 100_000)]
    public int ConnectionsPerCaller { get; set; } = 100;

    /// <summary>Streams that one connection may have open at once.</summary>
    /// <value>1 to 1,000. Default 32.</value>
    [Range(1, 1_000)]
    public int StreamsPerConnection { get; set; } = 32;

    /// <summary>Symbols that one stream of quotes may name.</summary>
    /// <value>1 to 10,000. Default 500.</value>
    [Range(1, 10_000)]
    public int SymbolsPerStream { get; set; } = 500;

    /// <summary>Calls of one connection that run at once; further ones wait.</summary>
    /// <value>1 to 100. Default 4.</value>
    [Range(1, 100)]
    public int ParallelCalls { get; set; } = 4;

    /// <summary>Bytes of one message of a client; a larger one ends the connection.</summary>
    /// <value>1 KiB to 1 MiB. Default 32 KiB.</value>
    [Range(1_024, 1_048_576)]
    public int MessageBytesMax { get; set; } = 32 * 1024;

    /// <summary>Order events, and likewise executions, that a client may be behind. One that is further behind is cut off, and gets all of them when it comes back.</summary>
    /// <value>10 to 1,000,000. Default 5,000.</value>
    [Range(10, 1_000_000)]
    public int BacklogMax { get; set; } = 5_000;

    /// <summary>Order events, and likewise executions, that are kept for clients that come back; at least twice the backlog.</summary>
    /// <value>20 to 10,000,000. Default 50,000.</value>
    [Range(20, 10_000_000)]
    public int EventsKept { get; set; } = 50_000;

    /// <summary>How long a client may be over the backlog before its stream is ended; after as long again the connection is cut.</summary>
    /// <value>0.1 s to 5 min. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SlowClientPatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EventsKept < 2L * BacklogMax)
            yield return new ValidationResult($"{Section}:EventsKept is {EventsKept} and {Section}:BacklogMax is {BacklogMax}. Expected at least twice as many events kept: a client that is cut off must find what it missed.", [nameof(EventsKept)]);
    }
}
