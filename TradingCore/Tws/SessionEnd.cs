namespace TradingCore.Tws;

/// <summary>How an attempt to have a session ended.</summary>
internal enum SessionEndKind
{
    /// <summary>A session stood and was lost, or was given up for a reason of its own.</summary>
    Lost = 0,
    /// <summary>Nobody is there: refused, no way to the host, or closed before a word.</summary>
    Unreachable,
    /// <summary>The connection was taken and nothing was answered on it in time.</summary>
    NoAnswer,
    /// <summary>A session stood, and the gateway stopped answering on it.</summary>
    Stuck,
    /// <summary>The gateway answers and there can be no session: wrong version, wrong accounts, another program.</summary>
    Refused,
    /// <summary>The client id is in use by another connection (326).</summary>
    ClientIdInUse,
    /// <summary>The own client id is free again, so the read-only connection made room for it.</summary>
    OwnIdFree,
}

/// <summary>The end of an attempt.</summary>
/// <param name="Kind">How.</param>
/// <param name="Cause">Why, a part of a sentence.</param>
/// <param name="IsSilent">True when the gateway gave no sign of life, or reads nothing: what it has not received must not come to it later.</param>
internal readonly record struct SessionEnd(SessionEndKind Kind, string Cause, bool IsSilent = false);
