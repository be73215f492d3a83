using TradingCore.Domain;
using static TradingCore.Domain.SessionState;

namespace TradingCore.Tws;

/// <summary>Which state of the session may follow which, as one table. Farms and the broker's own connection are no states of it.</summary>
internal static class SessionTransitions
{
    /// <summary>True when <paramref name="to"/> may follow <paramref name="from"/>.</summary>
    public static bool IsLegal(SessionState from, SessionState to) => (from, to) switch
    {
        // Whatever it does, it can be told to stop.
        (_, Stopped) => true,
        (Stopped or WaitingToReconnect or SessionState.NightlyReset, Connecting) => true,
        (Connecting, Handshaking) => true,
        // The same state with a new cause: another socket of the same attempt, a comparison that begins anew.
        (Connecting, Connecting) or (Handshaking, Handshaking) or (Reconciling, Reconciling) or (Ready, Ready) => true,
        (WaitingToReconnect, WaitingToReconnect) or (SessionState.NightlyReset, SessionState.NightlyReset) or (WaitingToReconnect, SessionState.NightlyReset) or (SessionState.NightlyReset, WaitingToReconnect) => true,
        (Handshaking, Reconciling) => true,
        (Reconciling, Ready) or (Ready, Reconciling) => true,
        (Connecting or Handshaking or Reconciling or Ready, WaitingToReconnect or SessionState.NightlyReset) => true,
        _ => false,
    };
}
