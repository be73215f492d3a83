namespace TradingCore.Tws;

/// <summary>The session could not be opened; the message is a sentence for people.</summary>
internal sealed class SessionException : Exception
{
    /// <param name="message">Why, and what to do.</param>
    /// <param name="inner">Cause; null when there is none.</param>
    public SessionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
