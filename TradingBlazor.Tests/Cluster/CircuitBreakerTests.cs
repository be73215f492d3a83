using Microsoft.Extensions.Time.Testing;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Tests.Cluster;

public sealed class CircuitBreakerTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void After_some_failures_in_a_row_nothing_is_asked_until_one_call_has_tried()
    {
        var breaker = new CircuitBreaker(2, TimeSpan.FromSeconds(1), _clock);

        breaker.Failed();
        bool afterOne = breaker.TryEnter();
        breaker.Failed();
        bool afterTwo = breaker.TryEnter();
        _clock.Advance(TimeSpan.FromSeconds(1));
        bool probe = breaker.TryEnter(), second = breaker.TryEnter();
        breaker.Succeeded();

        Assert.Equal((true, false, true, false), (afterOne, afterTwo, probe, second));
        Assert.Equal(BreakerState.Closed, breaker.State);
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void A_try_that_fails_opens_it_again_for_the_whole_time()
    {
        var breaker = new CircuitBreaker(1, TimeSpan.FromSeconds(1), _clock);
        breaker.Failed();
        _clock.Advance(TimeSpan.FromSeconds(1));
        breaker.TryEnter();
        breaker.Failed();

        _clock.Advance(TimeSpan.FromMilliseconds(999));

        Assert.False(breaker.TryEnter());
        Assert.Equal(BreakerState.Open, breaker.State);
    }
}
