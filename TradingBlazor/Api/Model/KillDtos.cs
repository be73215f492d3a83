using TradingCore.Risk.Kill;

namespace TradingBlazor.Api.Model;

/// <summary>Engage the kill switch.</summary>
/// <param name="Level"><c>K1</c> blocks new orders, <c>K2</c> also cancels, <c>K3</c> also closes what is held, <c>K4</c> also disconnects.</param>
/// <param name="Scope"><c>firm</c> (when left out), <c>account:CODE</c>, <c>strategy:NAME</c> or <c>symbol:TICKER</c>.</param>
/// <param name="Reason">Why, for the record; up to 500 characters.</param>
public sealed record KillRequest(string Level, string? Scope, string? Reason);

/// <summary>Arm a kill switch again.</summary>
/// <param name="Scope">As it was engaged; <c>firm</c> when left out.</param>
/// <param name="Reason">Why it is safe now; up to 500 characters.</param>
public sealed record KillRearmRequest(string? Scope, string Reason);

/// <summary>Answer to a command about the kill switch.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="KillSwitch">The switch as it now is; null when none is engaged for the scope.</param>
/// <param name="ApprovalId">With 202, the name of the confirmation that is waited for: <c>GET /api/v1/approvals/{id}</c>, where <c>Location</c> leads, tells what became of it. Null otherwise.</param>
public sealed record KillAnswerDto(string Message, KillSwitchDto? KillSwitch, string? ApprovalId = null);

/// <summary>An engaged kill switch.</summary>
/// <param name="Scope">What it stops.</param>
/// <param name="Level"><c>K1</c> to <c>K4</c>.</param>
/// <param name="Phase"><c>blocked</c>, <c>cancelling</c>, <c>cancelled</c>, <c>flattening</c>, <c>verifying</c>, <c>flat</c> or <c>disconnected</c>; flat only when the broker has confirmed it.</param>
/// <param name="Done">True when everything that was asked for is confirmed.</param>
/// <param name="Since">When it was engaged.</param>
/// <param name="Source"><c>user</c>, <c>api</c>, <c>file</c> or <c>signal</c>.</param>
/// <param name="Who">Who engaged it.</param>
/// <param name="Reason">Why.</param>
/// <param name="OpenOrders">Orders that are not confirmed gone.</param>
/// <param name="OpenPositions">Positions that are not confirmed closed.</param>
/// <param name="WaitsFor">What it waits for; empty when for nothing.</param>
public sealed record KillSwitchDto(string Scope, string Level, string Phase, bool Done, DateTimeOffset Since, string Source, string Who, string Reason, int OpenOrders, int OpenPositions, string WaitsFor)
{
    /// <summary>Makes it from the engine's form.</summary>
    internal static KillSwitchDto Of(KillStatus kill) => new(
        KillWords.Of(kill.Scope), KillWords.Of(kill.Level), Terms.Name(kill.Phase), kill.IsDone, kill.Since, kill.Source, kill.Who, kill.Reason, kill.OpenOrders, kill.OpenPositions, kill.WaitsFor);
}
