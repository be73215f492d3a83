using AngleSharp.Dom;
using Bunit;
using MudBlazor;
using TradingBlazor.Components.Account;
using TradingBlazor.Components.Commands;
using TradingBlazor.Components.Trading;
using TradingBlazor.Components.Trading.Ladder;
using TradingBlazor.Security.Access;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;

namespace TradingBlazor.Tests.Components;

/// <summary>Who may only look sees every figure; what would be refused is disabled and says why before it is pressed.</summary>
public sealed class RightsOnTheDeskTests : DeskTest
{
    private const string Reason = "mira may not do this: it needs the permission";

    public RightsOnTheDeskTests()
    {
        Has("viewer");
        View.Orders = [Given.Order("TB-1", OrderState.Working)];
        Render<MudPopoverProvider>();
    }

    [Fact]
    public void A_viewer_cannot_change_or_cancel_an_order_and_reads_why()
    {
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();

        AssertRefused(Find(cut, "order-modify-TB-1"));
        AssertRefused(Find(cut, "order-cancel-TB-1"));
        AssertRefused(Find(Render<CancelAll>(), "orders-cancel-all"));
        Assert.False(Find(cut, "order-history-TB-1").HasAttribute("disabled"));
    }

    [Fact]
    public void The_ticket_and_the_ladder_of_a_viewer_send_nothing_and_the_ticket_says_why()
    {
        View.Watch(Given.Instrument("SPY"));
        State.Ticker = "SPY";

        IRenderedComponent<Ticket> ticket = Render<Ticket>();
        IRenderedComponent<DepthLadder> ladder = Render<DepthLadder>();

        Assert.True(Find(ticket, "ticket-submit").HasAttribute("disabled"));
        Assert.StartsWith(Reason, Text(ticket, "ticket-disabled-reason"), StringComparison.Ordinal);
        // What an order does while the gateway is away is no question for somebody who may send none.
        Assert.Empty(ticket.FindAll("[data-testid='ticket-offline']"));
        Assert.True(Find(ladder, "ladder-arm").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Rights_taken_in_the_one_account_of_the_login_disable_ticket_ladder_and_keys_although_no_account_was_chosen()
    {
        View.Watch(Given.Instrument("SPY"));
        View.Put(Given.Quote());
        State.Ticker = "SPY";
        Has("trader");
        IRenderedComponent<Ticket> ticket = Render<Ticket>();
        IRenderedComponent<DepthLadder> ladder = Render<DepthLadder>();
        IRenderedComponent<ArmBadge> badge = Render<ArmBadge>();
        Find(badge, "arm").Click();
        await BeatAsync();
        Assert.Equal((false, "true"), (Find(ticket, "ticket-submit").HasAttribute("disabled"), Find(badge, "arm").GetAttribute("data-armed")));

        Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of("trader")) { AccountRights = new Dictionary<string, Permission> { ["DU1234567"] = Permission.Cancel } });
        await BeatAsync();

        Assert.True(Find(ticket, "ticket-submit").HasAttribute("disabled"));
        Assert.StartsWith("mira may not do this in account DU1234567.", Text(ticket, "ticket-disabled-reason"), StringComparison.Ordinal);
        Assert.True(Find(ladder, "ladder-arm").HasAttribute("disabled"));
        Assert.Equal("false", Find(badge, "arm").GetAttribute("data-armed"));
    }

    [Fact]
    public async Task Rights_are_looked_up_every_two_seconds_also_after_the_database_was_away()
    {
        Render<MayKeeper>();
        await BeatAsync();
        int first = Rights.Looks;

        await LaterAsync(1);
        int soon = Rights.Looks;
        Rights.IsAway = true;
        await LaterAsync(1);
        Rights.IsAway = false;
        await LaterAsync(2);

        Assert.Equal((first, first + 2), (soon, Rights.Looks));
        Assert.Equal("", Rights.WhyNot(Permission.View));

        async Task LaterAsync(int seconds)
        {
            Clock.Advance(TimeSpan.FromSeconds(seconds));
            await BeatAsync();
        }
    }

    [Fact]
    public async Task The_kill_switch_of_a_viewer_is_disabled_until_the_right_is_given()
    {
        IRenderedComponent<KillButton> cut = Render<KillButton>();
        AssertRefused(Find(cut, "kill-open"));

        Has("admin");
        await BeatAsync();

        Assert.False(Find(cut, "kill-open").HasAttribute("disabled"));
    }

    private void Has(string role) => Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of(role)));

    private static void AssertRefused(IElement control)
    {
        Assert.True(control.HasAttribute("disabled"));
        Assert.StartsWith(Reason, control.GetAttribute("title"), StringComparison.Ordinal);
    }
}
