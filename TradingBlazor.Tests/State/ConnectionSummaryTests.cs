using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

namespace TradingBlazor.Tests.State;

public sealed class ConnectionSummaryTests
{
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(SessionState.Stopped, "stopped", Tone.Bad)]
    [InlineData(SessionState.Connecting, "connecting", Tone.Bad)]
    [InlineData(SessionState.Handshaking, "handshaking", Tone.Bad)]
    [InlineData(SessionState.WaitingToReconnect, "waiting", Tone.Bad)]
    [InlineData(SessionState.NightlyReset, "reset", Tone.Caution)]
    [InlineData(SessionState.Reconciling, "reconciling", Tone.Caution)]
    [InlineData(SessionState.Ready, "ready", Tone.Good)]
    public void Green_is_only_for_connected_and_verified(SessionState state, string code, Tone tone)
    {
        ConnectionSummary summary = ConnectionSummary.Of(Given.ReadySession() with { State = state }, Given.Now, Silent);

        Assert.Equal((code, tone), (summary.State, summary.Tone));
    }

    [Fact]
    public void A_broker_that_is_away_is_red_though_the_socket_is_open()
    {
        ConnectionSummary summary = ConnectionSummary.Of(Given.ReadySession() with { IsBrokerConnected = false }, Given.Now, Silent);

        Assert.Equal(("stale", Tone.Bad), (summary.State, summary.Tone));
    }

    [Fact]
    public void Connected_and_not_verified_is_amber() =>
        Assert.Equal(Tone.Caution, ConnectionSummary.Of(Given.ReadySession() with { IsVerified = false }, Given.Now, Silent).Tone);

    [Fact]
    public void Trading_that_is_on_needs_no_reason() => Assert.Equal("", ConnectionSummary.WhyNotTrading(Given.ReadySession()));

    [Fact]
    public void Trading_that_is_off_says_why() =>
        Assert.Equal("Live trading is not permitted.", ConnectionSummary.WhyNotTrading(Given.ReadySession() with { IsTradingEnabled = false, TradingDisabledReason = "Live trading is not permitted." }));
}
