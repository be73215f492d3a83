using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Tests.Engine;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using WireCancel = TwsProtocol.Messages.Requests.CancelOrder;
using WireOrderState = TwsProtocol.Orders.OrderState;

namespace TradingCore.Tests.Tws;

/// <summary>What-if answers that come late, never, after a reconnect, or as an order that works: over a real socket. No preview leaves an order behind.</summary>
public sealed class ScriptedPreviewTests
{
    private static readonly OrderSpec Spec = Desk.Buy(10m, 100m);

    private static WireOrderState Margins(double change) => new()
    {
        Status = "PreSubmitted",
        InitMarginBefore = "0",
        InitMarginChange = change.ToString(System.Globalization.CultureInfo.InvariantCulture),
        InitMarginAfter = change.ToString(System.Globalization.CultureInfo.InvariantCulture),
        MaintMarginChange = "200",
        MaintMarginAfter = "200",
        EquityWithLoanAfter = "1000000",
        CommissionAndFees = 1.0,
        CommissionAndFeesCurrency = "USD",
    };

    private static OpenOrder Answers(PlaceOrder asked, double change) => new(asked.OrderId, ScriptedDesk.Spy, asked.Order, Margins(change));

    [Fact]
    public async Task An_answer_that_never_comes_leaves_the_estimate_and_no_order()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync(marginTimeout: TimeSpan.FromMilliseconds(200));

        PreviewResult preview = await desk.PreviewAsync(Spec);
        PlaceOrder asked = await desk.PlacedAsync();

        Assert.True(asked.Order.WhatIf);
        Assert.Equal((null, true), (preview.Margin, preview.Verdict.IsAllowed));
        Assert.Contains("Estimated", preview.Verdict.Checks.Single(c => c.Code == "R23").Message, StringComparison.Ordinal);
        Assert.Empty(desk.Engine.View.Orders);
    }

    [Fact]
    public async Task An_answer_that_comes_late_with_its_statuses_and_errors_changes_nothing_and_its_id_is_not_used_again()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync(marginTimeout: TimeSpan.FromMilliseconds(200));
        await desk.PreviewAsync(Spec);
        PlaceOrder asked = await desk.PlacedAsync();

        desk.Client.Send(new OrderStatus(asked.OrderId, OrderStatusKind.PreSubmitted, 0m, 10m, 0, 0, ClientId: desk.ClientId));
        desk.Client.Send(Answers(asked, 500));
        desk.Client.Error(asked.OrderId, 201, "Order rejected - reason: margin.");
        Task<SubmitResult> submit = desk.SubmitAsync(Spec);
        PlaceOrder sent = await desk.PlacedAsync(2);
        desk.Describe(sent, "Submitted", 81);

        Assert.Equal(SubmitOutcome.Accepted, (await submit).Outcome);
        Assert.True(sent.OrderId > asked.OrderId);
        Assert.Equal(sent.Order.OrderRef, Assert.Single(desk.Engine.View.Orders).OrderRef.Value);
        PreviewResult after = await desk.PreviewAsync(Spec);
        Assert.Contains("Estimated", after.Verdict.Checks.Single(c => c.Code == "R23").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_whose_connection_ends_is_answered_at_once_and_not_sent_again_by_the_next()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        Task<PreviewResult> preview = desk.PreviewAsync(Spec);
        PlaceOrder asked = await desk.PlacedAsync();

        desk.Client.Close();
        PreviewResult answer = await preview;
        await desk.ReadyAsync();
        // The gateway answers over the new connection what it was asked over the old one.
        desk.Client.Send(Answers(asked, 500));
        Task<SubmitResult> submit = desk.SubmitAsync(Spec);
        PlaceOrder sent = await desk.PlacedAsync();
        desk.Describe(sent, "Submitted", 82);

        Assert.Null(answer.Margin);
        Assert.False(sent.Order.WhatIf);
        Assert.Equal(SubmitOutcome.Accepted, (await submit).Outcome);
        Assert.True(sent.OrderId > asked.OrderId);
        Assert.Single(desk.Engine.View.Orders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_preview_that_a_gateway_takes_for_an_order_is_cancelled_and_told(bool isLate)
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync(marginTimeout: isLate ? TimeSpan.FromMilliseconds(200) : null);
        Task<PreviewResult> preview = desk.PreviewAsync(Spec);
        PlaceOrder asked = await desk.PlacedAsync();
        if (isLate) await preview;

        desk.Client.Send(new OpenOrder(asked.OrderId, ScriptedDesk.Spy, asked.Order with { WhatIf = false, PermId = 83, ClientId = desk.ClientId }, new WireOrderState { Status = "Submitted" }));
        WireCancel cancel = await desk.Client.RequestAsync<WireCancel>();

        Assert.Equal(asked.OrderId, cancel.OrderId);
        Assert.Null((await preview).Margin?.InitMarginChange);
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text.Contains("only asked about", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_broker_answers_is_what_the_next_order_is_judged_by()
    {
        await using ScriptedDesk desk = await ScriptedDesk.StartAsync();
        Task<PreviewResult> preview = desk.PreviewAsync(Spec);
        PlaceOrder asked = await desk.PlacedAsync();
        desk.Client.Send(Answers(asked, 500));

        PreviewResult answer = await preview;
        Task<PreviewResult> next = desk.PreviewAsync(Spec);
        desk.Client.Send(Answers(await desk.PlacedAsync(2), 500));

        Assert.Equal(500m, answer.Margin!.InitMarginChange);
        Assert.Equal((500m, "By the broker's what-if answer."), ((await next).Verdict.Checks.Single(c => c.Code == "R23") is var r23 ? r23.Observed : null, r23.Message));
    }
}
