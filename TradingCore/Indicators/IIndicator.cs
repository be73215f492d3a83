namespace TradingCore.Indicators;

/// <summary>A calculation that is fed bar by bar, oldest first, and costs the same for each. Not thread-safe: it belongs to whoever feeds it.</summary>
public interface IIndicator
{
    /// <summary>How many values it has for each bar.</summary>
    int OutputCount { get; }

    /// <summary>Takes the next bar.</summary>
    void Update(in BarPoint bar);

    /// <summary>A value after the newest bar; null during the warm-up, and where the formula has no value.</summary>
    /// <param name="output">0 up to <see cref="OutputCount"/>, exclusive.</param>
    double? Value(int output);

    /// <summary>An independent copy in the same state, from which a changed bar can be tried again.</summary>
    IIndicator Copy();
}
