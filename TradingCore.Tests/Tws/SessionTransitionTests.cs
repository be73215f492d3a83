using TradingCore.Domain;
using TradingCore.Tws;
using static TradingCore.Domain.SessionState;

namespace TradingCore.Tests.Tws;

public class SessionTransitionTests
{
    private static readonly SessionState[] Up = [Handshaking, Reconciling, Ready, ReadOnly];

    [Fact]
    public void Every_state_can_be_reached_and_left_and_any_may_stop()
    {
        SessionState[] all = Enum.GetValues<SessionState>();
        foreach (SessionState state in all)
        {
            Assert.True(SessionTransitions.IsLegal(state, Stopped));
            Assert.Contains(all, from => SessionTransitions.IsLegal(from, state));
            Assert.Contains(all, to => to != state && SessionTransitions.IsLegal(state, to));
        }
    }

    [Theory]
    [InlineData(Stopped, Ready)]
    [InlineData(Connecting, Ready)]
    [InlineData(Connecting, Reconciling)]
    [InlineData(WaitingToReconnect, Reconciling)]
    [InlineData(WaitingToReconnect, Handshaking)]
    [InlineData(Handshaking, Ready)]
    [InlineData(Ready, Connecting)]
    [InlineData(Ready, Handshaking)]
    [InlineData(Ready, ReadOnly)]
    [InlineData(ReadOnly, Ready)]
    [InlineData(Handshaking, ReadOnly)]
    [InlineData(GatewayStuck, Ready)]
    [InlineData(GatewayStuck, Reconciling)]
    [InlineData(GatewayStuck, Connecting)]
    public void No_state_is_skipped(SessionState from, SessionState to) => Assert.False(SessionTransitions.IsLegal(from, to));

    [Fact]
    public void Only_a_session_that_talked_can_lose_its_connection() =>
        Assert.All(Up, state => Assert.True(SessionTransitions.IsLegal(state, WaitingToReconnect) && SessionTransitions.IsLegal(state, SessionState.NightlyReset) && SessionTransitions.IsLegal(state, GatewayStuck)));
}
