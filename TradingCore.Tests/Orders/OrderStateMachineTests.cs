using TradingCore.Domain;
using TradingCore.Orders;
using static TradingCore.Orders.OrderEventKind;

namespace TradingCore.Tests.Orders;

public sealed class OrderStateMachineTests
{
    public static readonly TheoryData<OrderState> AllStates = [.. Enum.GetValues<OrderState>()];

    [Theory]
    [MemberData(nameof(AllStates))]
    public void A_complete_fill_wins_over_every_state(OrderState from) => Assert.Equal(OrderState.Filled, OrderStateMachine.Next(from, FullyFilled));

    [Theory]
    [MemberData(nameof(AllStates))]
    public void A_partial_fill_is_never_illegal(OrderState from) => Assert.NotNull(OrderStateMachine.Next(from, PartiallyFilled));

    [Theory]
    [MemberData(nameof(AllStates))]
    public void The_brokers_word_filled_alone_changes_nothing(OrderState from) => Assert.Equal(from, OrderStateMachine.Next(from, ReportedFilled));

    [Theory]
    [InlineData(OrderState.PendingSubmit, Pending, OrderState.PendingSubmit)]
    [InlineData(OrderState.PendingSubmit, Held, OrderState.PreSubmitted)]
    [InlineData(OrderState.PendingSubmit, Acknowledged, OrderState.Working)]
    [InlineData(OrderState.PreSubmitted, Acknowledged, OrderState.Working)]
    [InlineData(OrderState.Working, Acknowledged, OrderState.Working)]
    [InlineData(OrderState.Working, Held, OrderState.PreSubmitted)]
    [InlineData(OrderState.Working, Pending, OrderState.Working)]
    [InlineData(OrderState.Unknown, Acknowledged, OrderState.Working)]
    [InlineData(OrderState.Inactive, Acknowledged, OrderState.Working)]
    [InlineData(OrderState.Working, HeldBack, OrderState.Inactive)]
    [InlineData(OrderState.Working, CancelRequested, OrderState.PendingCancel)]
    [InlineData(OrderState.Unknown, CancelRequested, OrderState.PendingCancel)]
    [InlineData(OrderState.PendingCancel, Acknowledged, OrderState.PendingCancel)]
    [InlineData(OrderState.PendingCancel, CancelRefused, OrderState.Working)]
    [InlineData(OrderState.PendingCancel, CancelConfirmed, OrderState.Cancelled)]
    [InlineData(OrderState.Cancelled, CancelConfirmed, OrderState.Cancelled)]
    [InlineData(OrderState.Cancelled, CancelPending, OrderState.Cancelled)]
    [InlineData(OrderState.Cancelled, PartiallyFilled, OrderState.Cancelled)]
    [InlineData(OrderState.Rejected, CancelConfirmed, OrderState.Rejected)]
    [InlineData(OrderState.Cancelled, RejectedByBroker, OrderState.Rejected)]
    [InlineData(OrderState.Rejected, HeldBack, OrderState.Rejected)]
    [InlineData(OrderState.Rejected, PartiallyFilled, OrderState.Unknown)]
    [InlineData(OrderState.Rejected, Acknowledged, OrderState.Unknown)]
    [InlineData(OrderState.Filled, Acknowledged, OrderState.Filled)]
    [InlineData(OrderState.PendingSubmit, Lost, OrderState.Unknown)]
    [InlineData(OrderState.PendingCancel, Lost, OrderState.Unknown)]
    [InlineData(OrderState.Unknown, NeverArrived, OrderState.Rejected)]
    [InlineData(OrderState.Working, Gone, OrderState.Cancelled)]
    [InlineData(OrderState.Inactive, Held, OrderState.PreSubmitted)]
    [InlineData(OrderState.Inactive, CancelConfirmed, OrderState.Cancelled)]
    [InlineData(OrderState.PreSubmitted, CancelRefused, OrderState.PreSubmitted)]
    [InlineData(OrderState.PendingCancel, HeldBack, OrderState.Inactive)]
    [InlineData(OrderState.PendingCancel, PartiallyFilled, OrderState.PendingCancel)]
    [InlineData(OrderState.Filled, Busted, OrderState.Cancelled)]
    [InlineData(OrderState.Working, Busted, OrderState.Working)]
    [InlineData(OrderState.Cancelled, Busted, OrderState.Cancelled)]
    [InlineData(OrderState.Queued, Released, OrderState.PendingSubmit)]
    [InlineData(OrderState.Queued, Withdrawn, OrderState.Cancelled)]
    [InlineData(OrderState.Queued, WaitedTooLong, OrderState.Expired)]
    [InlineData(OrderState.Queued, DeniedAtRelease, OrderState.Denied)]
    [InlineData(OrderState.Expired, Acknowledged, OrderState.Unknown)]
    [InlineData(OrderState.Queued, Acknowledged, OrderState.Unknown)]
    [InlineData(OrderState.Denied, PartiallyFilled, OrderState.Unknown)]
    public void Legal_changes(OrderState from, OrderEventKind on, OrderState to) => Assert.Equal(to, OrderStateMachine.Next(from, on));

    [Theory]
    [InlineData(OrderState.Filled, CancelConfirmed)]
    [InlineData(OrderState.Filled, RejectedByBroker)]
    [InlineData(OrderState.Filled, CancelRequested)]
    [InlineData(OrderState.Cancelled, CancelRequested)]
    [InlineData(OrderState.Filled, Gone)]
    [InlineData(OrderState.Working, NeverArrived)]
    [InlineData(OrderState.Working, None)]
    [InlineData(OrderState.Working, Released)]
    [InlineData(OrderState.PendingSubmit, WaitedTooLong)]
    [InlineData(OrderState.Queued, CancelRequested)]
    public void Contradictions_are_reported_to_the_caller(OrderState from, OrderEventKind on) => Assert.Null(OrderStateMachine.Next(from, on));

    [Fact]
    public void A_state_that_is_not_final_can_always_end()
    {
        OrderState[] open = [.. Enum.GetValues<OrderState>().Where(s => s.IsAtBroker())];

        Assert.All(open, s => Assert.Equal(OrderState.Cancelled, OrderStateMachine.Next(s, Gone)));
        Assert.All(open, s => Assert.Equal(OrderState.Rejected, OrderStateMachine.Next(s, RejectedByBroker)));
        Assert.All(open, s => Assert.Equal(OrderState.Unknown, OrderStateMachine.Next(s, Lost)));
    }
}
