using TradingBlazor.State.Charts;
using TradingBlazor.Tests.Components.Fakes;

namespace TradingBlazor.Tests.State.Charts;

public sealed class ChartOutboxTests
{
    private readonly ChartModel _chart = new();
    private readonly ChartOutbox _outbox = new();

    [Fact]
    public void A_frame_that_was_sent_is_followed_by_the_difference_to_it()
    {
        _outbox.Put(_chart.Next(Given.Series([.. Given.Bars(60).Take(58)]), null)!, _chart.Rows);
        Assert.True(_outbox.Take()!.IsReset);

        _outbox.Put(_chart.Next(Given.Series([.. Given.Bars(60).Take(59)], 2), null)!, _chart.Rows);

        Assert.Equal((false, 1), (_outbox.Take()!.IsReset, _outbox.IsEmpty ? 1 : 0));
    }

    [Fact]
    public void A_frame_that_is_still_waiting_is_replaced_by_everything_and_not_by_the_difference_to_it()
    {
        _outbox.Put(_chart.Next(Given.Series([.. Given.Bars(60).Skip(58)]), null)!, _chart.Rows);
        _outbox.Take();
        _outbox.Put(_chart.Next(Given.Series(Given.Bars(60), 2), null)!, _chart.Rows);
        _outbox.Put(_chart.Next(Given.Series([.. Given.Bars(60), Given.Bar(Given.Bars(60)[^1].Time.AddMinutes(1), 431m)], 3), null)!, _chart.Rows);

        ChartFrame frame = _outbox.Take()!;

        Assert.True(frame.IsReset);
        Assert.Equal(_chart.Rows, Assert.Single(frame.Patches).Rows);
    }
}
