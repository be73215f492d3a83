namespace TwsSimulator.Faults;

/// <summary>What goes wrong and when, as read from YAML. Immutable; can be played any number of times.</summary>
public sealed class FaultScript
{
    internal FaultScript(string name, string description, IReadOnlyList<FaultStep> steps)
    {
        Name = name;
        Description = description;
        Steps = steps;
    }

    /// <summary>Name for logs; empty when the script has none.</summary>
    public string Name { get; }

    /// <summary>What it is for; empty when the script does not say.</summary>
    public string Description { get; }

    /// <summary>Number of steps.</summary>
    public int Length => Steps.Count;

    internal IReadOnlyList<FaultStep> Steps { get; }

    /// <summary>Reads a script, a list of steps, or one step.</summary>
    /// <param name="yaml">The text; JSON is YAML too.</param>
    /// <exception cref="SimulatorException">It is not a script; the message is one sentence with line and column.</exception>
    public static FaultScript Parse(string yaml) => FaultScriptReader.Read(yaml, "the script");

    /// <summary>Reads a script from a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="SimulatorException">It cannot be read or is not a script; the message is one sentence.</exception>
    public static FaultScript Load(string path)
    {
        try
        {
            return FaultScriptReader.Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SimulatorException($"The fault script \"{path}\" cannot be read ({e.Message}); give a YAML file that exists.", e);
        }
    }
}

/// <summary>One step of a script: a fault and what it waits for.</summary>
/// <param name="At">Time since the start of the script; null for none.</param>
/// <param name="After">Time since the step before; null for none.</param>
/// <param name="When">What has to happen; null for nothing.</param>
/// <param name="Count">How often it has to happen, from 1.</param>
/// <param name="Create">Makes the fault, anew each time the script is played.</param>
internal sealed record FaultStep(TimeSpan? At, TimeSpan? After, FaultOccasion? When, int Count, Func<Fault> Create);

/// <summary>What a step can wait for.</summary>
internal enum FaultOccasion
{
    /// <summary>A client has started its API.</summary>
    ClientConnected,

    /// <summary>A client has asked for market data that goes on.</summary>
    Subscribed,

    /// <summary>A client has asked for history.</summary>
    HistoryRequested,

    /// <summary>A new order came.</summary>
    OrderPlaced,

    /// <summary>A change of an order came.</summary>
    OrderModified,

    /// <summary>A cancel came.</summary>
    CancelRequested,

    /// <summary>An order has filled, wholly or in part.</summary>
    OrderFilled,
}
