namespace TradingCore.Persistence;

/// <summary>The stored data cannot be opened or read. The message is a sentence for the person who starts the program: what is wrong and what to do.</summary>
public sealed class PersistenceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What is wrong without what to do about it, and without a point at its end: for who can wait, and needs no advice. The whole message where the two are not told apart.</summary>
    public string Fact { get; private init; } = message;

    /// <summary>True when another process has what is needed, so that it may be free later.</summary>
    public bool IsInUse { get; private init; }

    /// <summary>Another process has it.</summary>
    /// <param name="fact">What is wrong, without a point at its end.</param>
    /// <param name="advice">What to do about it.</param>
    /// <param name="inner">How it was noticed.</param>
    public static PersistenceException InUse(string fact, string advice, Exception? inner = null) => new($"{fact}. {advice}", inner) { Fact = fact, IsInUse = true };
}
