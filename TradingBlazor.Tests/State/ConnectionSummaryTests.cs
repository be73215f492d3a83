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
    [InlineData(SessionState.ReadOnly, "readonly", Tone.Bad)]
    [InlineData(SessionState.GatewayStuck, "stuck", Tone.Bad)]
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
    public void A_session_under_another_client_id_says_whose_place_it_takes()
    {
        ConnectionSummary summary = ConnectionSummary.Of(
            Given.ReadySession() with { State = SessionState.ReadOnly, ClientId = 1, AlternateClientId = 500_001, Attempts = 7, Cause = "client id 1 is in use by another connection (326)", NextStep = "client id 1 is tried every 10 s" },
            Given.Now, Silent);

        Assert.Equal("Read-only: client id 1 in use", summary.Text);
        Assert.Contains("Client id 1 was refused 7 times so far.", summary.Detail, StringComparison.Ordinal);
        Assert.Contains("client 500001", summary.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_before_the_open_takes_the_green_away_and_is_named()
    {
        var readiness = new ReadinessReport(ReadinessState.Blocked, "SPY", Given.Now.AddMinutes(10), false, [new ReadinessItem("connection", true, "Connected"), new ReadinessItem("data", false, "No data of SPY: no permission")]);

        ConnectionSummary summary = ConnectionSummary.Of(Given.ReadySession() with { Readiness = readiness }, Given.Now, Silent);

        Assert.Equal(("blocked", Tone.Bad, "Not ready for the open"), (summary.State, summary.Tone, summary.Text));
        Assert.Contains("No data of SPY: no permission.", summary.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "http://localhost:6080")]
    [InlineData(false, "")]
    public void The_page_of_the_gateway_is_offered_only_when_a_person_is_needed(bool needsPerson, string expected) =>
        Assert.Equal(expected, ConnectionSummary.Of(Given.ReadySession() with { State = SessionState.WaitingToReconnect, NeedsPerson = needsPerson, LoginHelpUrl = "http://localhost:6080" }, Given.Now, Silent).HelpUrl);

    [Fact]
    public void Disconnected_counts_from_the_loss_and_not_from_the_last_attempt()
    {
        ConnectionSummary summary = ConnectionSummary.Of(
            Given.ReadySession() with { State = SessionState.Connecting, IsBrokerConnected = false, Since = Given.Now, DownSince = Given.Now.AddHours(-1), Attempts = 40 }, Given.Now, Silent);

        Assert.StartsWith("Disconnected since", summary.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Format.StampEt(Given.Now, Given.Now), summary.Detail, StringComparison.Ordinal);
        Assert.Contains("40 attempts to connect so far.", summary.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weekly_login_is_told_beforehand_and_when_it_is_overdue()
    {
        SessionStatus status = Given.ReadySession() with { PlannedLoginTime = Given.Now.AddDays(2) };

        Assert.Contains("The next weekly login is planned for", ConnectionSummary.Of(status, Given.Now, Silent).Detail, StringComparison.Ordinal);
        Assert.Contains("The weekly login is overdue", ConnectionSummary.Of(status with { IsLoginOverdue = true }, Given.Now, Silent).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Connected_and_not_verified_is_amber() =>
        Assert.Equal(Tone.Caution, ConnectionSummary.Of(Given.ReadySession() with { IsVerified = false }, Given.Now, Silent).Tone);

    [Fact]
    public void An_engine_that_is_not_heard_is_told_as_that_and_not_as_a_gateway_that_is_away()
    {
        SessionStatus away = Given.ReadySession() with { State = SessionState.WaitingToReconnect, IsEngineAway = true, IsBrokerConnected = false, Cause = "The engine has not been heard for 8 s.", NextStep = "What is shown stands still." };

        Assert.Equal(("waiting", Tone.Bad, "Engine not heard"), ConnectionSummary.HeadOf(away, Given.Now, Silent));
        Assert.Equal("The engine has not been heard for 8 s. What is shown stands still.", ConnectionSummary.WhyNotTrading(away));
        Assert.DoesNotContain("gateway", ConnectionSummary.WhyNotSending(away), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Trading_that_is_on_needs_no_reason() => Assert.Equal("", ConnectionSummary.WhyNotTrading(Given.ReadySession()));

    [Fact]
    public void Trading_that_is_off_says_why() =>
        Assert.Equal("Live trading is not permitted.", ConnectionSummary.WhyNotTrading(Given.ReadySession() with { IsTradingEnabled = false, TradingDisabledReason = "Live trading is not permitted." }));
}
