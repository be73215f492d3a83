using TradingCore.Domain;
using TradingCore.Tws;

namespace TradingCore.Tests.Tws;

public sealed class ConnectionDiagnosisTests
{
    // A Tuesday afternoon in New York.
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 19, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_loss_that_has_just_begun_passes_by_itself()
    {
        Diagnosis found = ConnectionDiagnosis.Of(Facts(SessionEndKind.Unreachable, away: TimeSpan.FromSeconds(20)));

        Assert.Equal((SessionState.WaitingToReconnect, "", false), (found.State, found.Step, found.NeedsPerson));
    }

    [Fact]
    public void Nobody_there_for_long_needs_a_login()
    {
        Diagnosis found = ConnectionDiagnosis.Of(Facts(SessionEndKind.Unreachable, away: TimeSpan.FromMinutes(3)));

        Assert.Equal((SessionState.WaitingToReconnect, LoginAdvice.Step, true), (found.State, found.Step, found.NeedsPerson));
    }

    [Fact]
    public void After_a_planned_restart_the_login_is_the_first_thing_to_look_at()
    {
        Diagnosis found = ConnectionDiagnosis.Of(Facts(SessionEndKind.Unreachable, away: TimeSpan.FromSeconds(20)) with { RestartedTime = Now.AddSeconds(-30) });

        Assert.True(found.NeedsPerson);
        Assert.Contains("the gateway restarted as planned", found.Cause, StringComparison.Ordinal);
        Assert.Equal(LoginAdvice.Step, found.Step);
    }

    [Fact]
    public void A_loss_hours_after_the_planned_restart_has_nothing_to_do_with_it() =>
        Assert.False(ConnectionDiagnosis.Of(Facts(SessionEndKind.Unreachable, away: TimeSpan.FromSeconds(20)) with { RestartedTime = Now.AddHours(-5) }).NeedsPerson);

    [Fact]
    public void In_the_nightly_reset_the_loss_is_planned_and_the_login_named()
    {
        var night = new DateTimeOffset(2026, 3, 4, 4, 50, 0, TimeSpan.Zero); // 23:50 in New York

        Diagnosis found = ConnectionDiagnosis.Of(Facts(SessionEndKind.Unreachable, away: TimeSpan.FromSeconds(20)) with { Now = night, DownSince = night.AddSeconds(-20) });

        Assert.Equal((SessionState.NightlyReset, true), (found.State, found.NeedsPerson));
    }

    [Theory]
    [InlineData(2, SessionState.WaitingToReconnect)]
    [InlineData(3, SessionState.GatewayStuck)]
    public void A_gateway_that_takes_connections_and_answers_none_is_stuck_after_some(int noAnswers, SessionState expected)
    {
        Diagnosis found = ConnectionDiagnosis.Of(Facts(SessionEndKind.NoAnswer, away: TimeSpan.FromSeconds(30)) with { NoAnswers = noAnswers });

        Assert.Equal(expected, found.State);
        Assert.Equal(expected == SessionState.GatewayStuck, found.Step == LoginAdvice.StuckStep && found.NeedsPerson);
    }

    [Theory]
    [InlineData(nameof(SessionEndKind.Refused))]
    [InlineData(nameof(SessionEndKind.ClientIdInUse))]
    [InlineData(nameof(SessionEndKind.Lost))]
    public void A_gateway_that_answers_needs_no_login(string kind) =>
        Assert.False(ConnectionDiagnosis.Of(Facts(Enum.Parse<SessionEndKind>(kind), away: TimeSpan.FromHours(1))).NeedsPerson);

    [Theory]
    [InlineData(nameof(SessionEndKind.Unreachable), false, 300, true)]
    [InlineData(nameof(SessionEndKind.Unreachable), false, 299, false)]
    [InlineData(nameof(SessionEndKind.NoAnswer), false, 300, true)]
    [InlineData(nameof(SessionEndKind.NoAnswer), true, 1, true)]
    [InlineData(nameof(SessionEndKind.ClientIdInUse), false, 3600, false)]
    [InlineData(nameof(SessionEndKind.Refused), false, 3600, false)]
    [InlineData(nameof(SessionEndKind.Lost), false, 3600, false)]
    public void The_gateway_is_restarted_only_when_it_is_away_for_long_or_stuck(string last, bool isStuck, int awaySeconds, bool expected)
    {
        var policy = new RestartPolicy(new TwsOptions { RestartCommand = ["restart-gateway"] });

        Assert.Equal(expected, policy.TryBegin(Now, Now.AddSeconds(-awaySeconds), Enum.Parse<SessionEndKind>(last), isStuck));
    }

    [Fact]
    public void Restarts_keep_their_distance_and_end_after_three_without_a_session()
    {
        var policy = new RestartPolicy(new TwsOptions { RestartCommand = ["restart-gateway"], RestartCommandInterval = TimeSpan.FromMinutes(10) });
        List<int> begun = [];

        for (int minute = 5; minute < 120; minute++)
            if (policy.TryBegin(Now.AddMinutes(minute), Now, SessionEndKind.Unreachable, isStuck: false)) begun.Add(minute);
        bool isUsedUp = policy.IsUsedUp;
        policy.OnReady();

        Assert.Equal([5, 15, 25], begun);
        Assert.True(isUsedUp);
        Assert.True(policy.TryBegin(Now.AddHours(3), Now.AddHours(2), SessionEndKind.Unreachable, isStuck: false));
    }

    [Fact]
    public void Without_a_command_nothing_is_ever_restarted() =>
        Assert.False(new RestartPolicy(new TwsOptions()).TryBegin(Now, Now.AddDays(-1), SessionEndKind.Unreachable, isStuck: true));

    private static FailureFacts Facts(SessionEndKind kind, TimeSpan away) => new()
    {
        End = new SessionEnd(kind, "127.0.0.1:4002 cannot be reached"),
        Now = Now,
        DownSince = Now - away,
        HasBeenReady = true,
        StuckAfter = 3,
        LoginAfter = TimeSpan.FromMinutes(3),
    };
}
