namespace TradingCore.Tws;

/// <summary>The session could not be opened; the message is a sentence for people.</summary>
internal sealed class SessionException : Exception
{
    /// <param name="kind">How it failed.</param>
    /// <param name="message">Why, and what to do.</param>
    /// <param name="inner">Cause; null when there is none.</param>
    public SessionException(SessionEndKind kind, string message, Exception? inner = null)
        : base(message, inner) => Kind = kind;

    /// <summary>How it failed.</summary>
    public SessionEndKind Kind { get; }
}
