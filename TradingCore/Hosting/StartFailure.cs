namespace TradingCore.Hosting;

/// <summary>Why the trading system ended by itself; the program tells it and ends with an error code.</summary>
public sealed class StartFailure
{
    private volatile string? _sentence;

    /// <summary>The first reason; null while all is well.</summary>
    public string? Sentence => _sentence;

    internal void Set(string sentence) => Interlocked.CompareExchange(ref _sentence, sentence, null);
}
