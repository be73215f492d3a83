using TradingCore.Engine.Views;

namespace TradingCore.Engine.Ports;

/// <summary>
/// A way to reach a person who is not looking at a page. Register any number as services; each is told every notice that calls a person
/// (<see cref="TradingNotice.CallsPerson"/>), which are in the list of notices and in the log as errors in any case.
/// </summary>
public interface IPersonChannel
{
    /// <summary>Name, for the log.</summary>
    string Name { get; }

    /// <summary>Tells a person. May take its time and may fail: neither holds up trading nor other channels.</summary>
    /// <param name="notice">What to tell.</param>
    /// <param name="stop">Given up after some seconds, or when the program ends.</param>
    Task CallAsync(TradingNotice notice, CancellationToken stop);
}
