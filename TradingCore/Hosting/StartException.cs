namespace TradingCore.Hosting;

/// <summary>The program cannot start as it is set up. Each sentence says what is wrong, what is expected and what to do.</summary>
public sealed class StartException(IReadOnlyList<string> sentences, Exception? inner = null) : Exception(string.Join(" ", sentences), inner)
{
    /// <summary>One sentence.</summary>
    public StartException(string sentence, Exception? inner = null) : this([sentence], inner)
    {
    }

    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Sentences { get; } = sentences;
}
