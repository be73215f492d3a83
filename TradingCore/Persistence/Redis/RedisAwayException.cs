namespace TradingCore.Persistence.Redis;

/// <summary>Redis does not answer, or is not asked at the moment because it did not.</summary>
public sealed class RedisAwayException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="message">A sentence.</param>
    /// <param name="isSent">True when the call may have been carried out all the same.</param>
    /// <param name="inner">What was caught.</param>
    public RedisAwayException(string message, bool isSent, Exception? inner = null)
        : base(message, inner) => IsSent = isSent;

    /// <summary>True when the call may have been carried out all the same.</summary>
    public bool IsSent { get; }
}
