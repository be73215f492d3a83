using TradingCore.Domain;
using static TradingCore.Domain.SessionState;

namespace TradingCore.Tws;

/// <summary>
/// Which state of the session may follow which, as one table. Farms and the broker's own connection are no states of it. docs/operations.md says
/// what each state means and what to do.
/// </summary>
internal static class SessionTransitions
{
    /// <summary>True when <paramref name="to"/> may follow <paramref name="from"/>.</summary>
    public static bool IsLegal(SessionState from, SessionState to) => (from, to) switch
    {
        // Whatever it does, it can be told to stop.
        (_, Stopped) => true,
        (Stopped or WaitingToReconnect or SessionState.NightlyReset, Connecting) => true,
        // On command, from wherever it is; and back.
        (_, Suspended) or (Suspended, Connecting) => true,
        (Connecting, Handshaking) => true,
        // The same state with a new cause: another socket of the same attempt, a comparison that begins anew.
        (Connecting, Connecting) or (Handshaking, Handshaking) or (Reconciling, Reconciling) or (Ready, Ready) or (ReadOnly, ReadOnly) => true,
        // While there is no session the reason can become another one with each attempt.
        (WaitingToReconnect or SessionState.NightlyReset or GatewayStuck, WaitingToReconnect or SessionState.NightlyReset or GatewayStuck) => true,
        // A stuck gateway is tried without a word until it answers.
        (GatewayStuck, Handshaking) => true,
        (Handshaking, Reconciling) => true,
        (Reconciling, Ready or ReadOnly) or (Ready or ReadOnly, Reconciling) => true,
        // The own client id is free again: the read-only connection makes room for it.
        (ReadOnly or Reconciling, Connecting) => true,
        (Connecting or Handshaking or Reconciling or Ready or ReadOnly, WaitingToReconnect or SessionState.NightlyReset or GatewayStuck) => true,
        _ => false,
    };
}
