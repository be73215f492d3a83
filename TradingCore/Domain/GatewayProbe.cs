namespace TradingCore.Domain;

/// <summary>Round trips of the API to the gateway and back: an open port proves nothing, an answer does. Immutable.</summary>
/// <param name="AnsweredTime">When the last answer came, UTC; null before the first of this connection.</param>
/// <param name="RoundTrip">Time from question to answer of the last one; null before the first of this connection.</param>
/// <param name="Smoothed">Mean of the last round trips, newer ones weighing more; null before the first of this connection.</param>
/// <param name="Unanswered">Questions in a row that got no answer in time; 0 when the last one did.</param>
public sealed record GatewayProbe(DateTimeOffset? AnsweredTime, TimeSpan? RoundTrip, TimeSpan? Smoothed, int Unanswered)
{
    /// <summary>Nothing was asked yet.</summary>
    public static GatewayProbe None { get; } = new(null, null, null, 0);
}
