using TradingCore.Domain;
using TradingCore.Risk;
using TradingCore.Risk.Latches;

namespace TradingCore.Engine;

/// <summary>Makes the session status that readers see: what the session says, and what the engine knows beyond it.</summary>
internal static class SessionView
{
    public static SessionStatus Of(EngineState state)
    {
        SessionStatus raw = state.Session;
        // The session may call itself ready, but the state is ready only when the comparison with the broker is complete here.
        bool isUp = raw.State is SessionState.Reconciling or SessionState.Ready or SessionState.ReadOnly;
        bool isStandIn = raw.AlternateClientId is not null;
        bool isWell = isUp && state.IsVerified && !isStandIn;
        string reason = WhyDisabled(state, raw);
        DateTimeOffset? heard = raw.LastMessageTime > state.HeardTime || state.HeardTime is null ? raw.LastMessageTime : state.HeardTime;
        return raw with
        {
            Mode = state.Mode,
            State = !isUp ? raw.State : !state.IsVerified ? SessionState.Reconciling : isStandIn ? SessionState.ReadOnly : SessionState.Ready,
            Since = isUp && state.IsVerified ? state.VerifiedTime : raw.Since,
            Cause = isWell ? "Connected; orders and positions agree with the broker." : raw.Cause,
            NextStep = isWell ? "" : raw.NextStep,
            LastMessageTime = heard,
            Lines = state.Market.Lines,
            Readiness = state.Readiness,
            IsVerified = state.IsVerified,
            IsTradingEnabled = reason.Length == 0,
            TradingDisabledReason = reason,
        };
    }

    private static string WhyDisabled(EngineState state, SessionStatus raw) =>
        state.GateReason.Length > 0 ? state.GateReason
        : state.Latches.StateFor("", "", "", out RiskLatch? latch) == TradingGate.Halted ? latch!.Reason
        : state.JournalProblem.Length > 0 ? $"Orders cannot be stored, so none is accepted; cancels work. {state.JournalProblem}"
        : state.HistoryProblem.Length > 0 ? state.HistoryProblem
        : !raw.IsConnected ? raw.State is SessionState.Reconciling or SessionState.Ready or SessionState.ReadOnly ? "The gateway has no connection to the broker." : "The gateway is not connected."
        : FenceReason(state) is { Length: > 0 } fence ? fence
        : !state.IsVerified ? "Orders and positions are being compared with the broker."
        : RestartReason(state);

    /// <summary>Why no order leaves for a reason of the session though it is connected; empty when orders may.</summary>
    public static string HoldReason(EngineState state) =>
        state.HistoryProblem.Length > 0 ? state.HistoryProblem
        : FenceReason(state) is { Length: > 0 } fence ? fence
        : RestartReason(state);

    /// <summary>Why no order leaves under an alternate client id; empty under the own one.</summary>
    public static string FenceReason(EngineState state) =>
        state.Session.AlternateClientId is null
            ? ""
            : $"Read-only: client id {state.Session.ClientId} is in use by another connection, and orders belong to it. New orders leave again when it is free; only the cancel of all orders works meanwhile.";

    private static string RestartReason(EngineState state)
    {
        if (state.Session.PlannedRestartTime is not { } restart || restart - state.Now > state.Options.RestartLead) return "";
        // Past its time the gateway may still be about to go; a session that was verified after it is a new one.
        bool isOver = state.Now >= restart && state.IsVerified && state.VerifiedTime >= restart;
        return isOver || state.Options.RestartLead == TimeSpan.Zero
            ? ""
            : $"The gateway restarts at {Say.Moment(restart)}, and orders sent in its last moments can vanish. New orders leave again after it; cancels work.";
    }
}
