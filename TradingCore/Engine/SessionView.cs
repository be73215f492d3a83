using TradingCore.Domain;

namespace TradingCore.Engine;

/// <summary>Makes the session status that readers see: what the session says, and what the engine knows beyond it.</summary>
internal static class SessionView
{
    public static SessionStatus Of(EngineState state)
    {
        SessionStatus raw = state.Session;
        // The session may call itself ready, but the state is ready only when the comparison with the broker is complete here.
        bool isUp = raw.State is SessionState.Reconciling or SessionState.Ready;
        string reason = WhyDisabled(state, raw);
        DateTimeOffset? heard = raw.LastMessageTime > state.HeardTime || state.HeardTime is null ? raw.LastMessageTime : state.HeardTime;
        return raw with
        {
            Mode = state.Mode,
            State = !isUp ? raw.State : state.IsVerified ? SessionState.Ready : SessionState.Reconciling,
            Since = isUp && state.IsVerified ? state.VerifiedTime : raw.Since,
            Cause = isUp && state.IsVerified ? "Connected; orders and positions agree with the broker." : raw.Cause,
            NextStep = isUp && state.IsVerified ? "" : raw.NextStep,
            LastMessageTime = heard,
            Lines = state.Market.Lines,
            IsVerified = state.IsVerified,
            IsTradingEnabled = reason.Length == 0,
            TradingDisabledReason = reason,
        };
    }

    private static string WhyDisabled(EngineState state, SessionStatus raw) =>
        state.GateReason.Length > 0 ? state.GateReason
        : state.JournalProblem.Length > 0 ? $"Orders cannot be stored, so none is accepted; cancels work. {state.JournalProblem}"
        : !raw.IsConnected ? "The gateway is not connected."
        : !state.IsVerified ? "Orders and positions are being compared with the broker."
        : RestartReason(state);

    /// <summary>Why no order leaves shortly before a planned restart of the gateway; empty at any other time.</summary>
    public static string RestartReason(EngineState state) =>
        state.Session.PlannedRestartTime is { } restart && restart >= state.Now && restart - state.Now <= state.Options.RestartLead
            ? $"The gateway restarts at {restart:HH:mm:ss} UTC, and orders sent in its last moments can vanish. New orders leave again after it; cancels work."
            : "";
}
