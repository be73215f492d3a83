namespace TradingCore.Hosting;

/// <summary>Why the trading system ended by itself; the program tells it and ends with an error code.</summary>
public sealed class StartFailure
{
    private volatile Reason? _reason;

    /// <summary>The first reason; null while all is well.</summary>
    public string? Sentence => _reason?.Sentence;

    /// <summary>True when it ended after it had started: then it could start, and whoever reads that it could not looks in the wrong place.</summary>
    public bool HadStarted => _reason is { HadStarted: true };

    internal void Set(string sentence, bool hadStarted = false) => Interlocked.CompareExchange(ref _reason, new Reason(sentence, hadStarted), null);

    private sealed record Reason(string Sentence, bool HadStarted);
}
