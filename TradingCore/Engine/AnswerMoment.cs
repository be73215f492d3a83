namespace TradingCore.Engine;

/// <summary>What must have happened before an order is answered with "accepted".</summary>
public enum AnswerMoment
{
    /// <summary>It is durable here. The soonest answer; what dies before the order is sent leaves one that the broker never had, which the next start tells.</summary>
    Durable,
    /// <summary>It was written to the socket. A connection that breaks at that moment can still lose it on its way.</summary>
    Sent,
    /// <summary>The broker has told of it: whatever dies now, the order is there. Costs one round trip.</summary>
    Acknowledged,
}
