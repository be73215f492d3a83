using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Account;
using TradingBlazor.Components.Trading;
using TradingBlazor.Security.Access;
using TradingBlazor.State;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Components;

/// <summary>What waits for a second person, on the pages of the one who sent it, of one who may confirm and of one who may not.</summary>
public sealed class ApprovalBannerTests : DeskTest, IClassFixture<ApiHost>
{
    private readonly ApiHost _host;

    public ApprovalBannerTests(ApiHost host)
        : base(services =>
        {
            services.AddSingleton(host.Services.GetRequiredService<AccessBook>());
            services.AddSingleton(host.Services.GetRequiredService<Approvals>());
            services.AddSingleton<AuthenticationStateProvider, SettableAuthentication>();
        })
    {
        _host = host;
        host.Commands.Preview = new PreviewResult(Fakes.Given.Allowed, 200_000m, null);
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, null, Fakes.Given.Allowed, "Accepted.");
    }

    private SettableAuthentication Whose => (SettableAuthentication)Services.GetRequiredService<AuthenticationStateProvider>();

    [Fact]
    public async Task Who_sent_it_takes_it_back_and_cannot_confirm_it()
    {
        using Person trader = await PersonAsync("trader");
        PendingApproval waiting = await WaitAsync(trader);
        IRenderedComponent<ApprovalBanner> cut = await OpenAsync(trader, "trader");

        Assert.Equal((1, 0), (cut.FindAll(Of(waiting, "withdraw")).Count, cut.FindAll(Of(waiting, "approve")).Count));
        await cut.Find(Of(waiting, "withdraw")).ClickAsync(new());

        Assert.Equal(ApprovalState.Dropped, _host.Services.GetRequiredService<Approvals>().Find(waiting.Id)!.State);
        Assert.Contains("Dropped", Text(cut, "approval-ended"), StringComparison.Ordinal);
        await Find(cut, "approval-ended-close").ClickAsync(new());
        Assert.False(Has(cut, "approval-ended"));
    }

    [Fact]
    public async Task What_is_over_is_one_notice_with_the_newest_first_and_goes_with_one_press()
    {
        using Person trader = await PersonAsync("trader");
        PendingApproval first = await WaitAsync(trader), second = await WaitAsync(trader), third = await WaitAsync(trader);
        foreach (PendingApproval waiting in (PendingApproval[])[first, second, third])
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            await TakeBackAsync(waiting, trader);
        }
        Clock.SetUtcNow(_host.Clock.GetUtcNow());

        IRenderedComponent<ApprovalBanner> cut = await OpenAsync(trader, "trader");

        Assert.Equal(("3", "2 more before it: 2 dropped"), (cut.FindAll("[data-testid='approval-ended']").Single().GetAttribute("data-count"), cut.Find("summary").TextContent));
        Assert.Equal(2, cut.FindAll("li").Count);
        await Find(cut, "approval-ended-close").ClickAsync(new());
        Assert.False(Has(cut, "approval-ended"));
    }

    [Fact]
    public async Task A_press_that_was_meant_for_a_notice_that_just_went_decides_nothing_on_the_one_that_took_its_place()
    {
        using Person trader = await PersonAsync("trader"), second = await PersonAsync("riskManager");
        PendingApproval goes = await WaitAsync(trader), stays = await WaitAsync(trader);
        IRenderedComponent<ApprovalBanner> cut = await OpenAsync(second, "riskManager");
        bool before = cut.Find(Of(stays, "approve")).HasAttribute("disabled");

        await TakeBackAsync(goes, trader);
        await BeatAsync();
        bool[] moving = [cut.Find(Of(stays, "approve")).HasAttribute("disabled"), cut.Find(Of(stays, "reject")).HasAttribute("disabled")];
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();

        Assert.Equal((false, true, true, false), (before, moving[0], moving[1], cut.Find(Of(stays, "approve")).HasAttribute("disabled")));
        await TakeBackAsync(stays, trader);
    }

    [Fact]
    public async Task Who_may_not_confirm_sees_that_it_waits_and_no_button()
    {
        using Person trader = await PersonAsync("trader"), viewer = await PersonAsync("viewer");
        PendingApproval waiting = await WaitAsync(trader);

        IRenderedComponent<ApprovalBanner> cut = await OpenAsync(viewer, "viewer");

        Assert.Contains(waiting.Words, Text(cut, "approval-banner"), StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("button"));
        await TakeBackAsync(waiting, trader);
    }

    [Fact]
    public async Task A_second_person_confirms_once_however_often_the_button_is_pressed()
    {
        using Person trader = await PersonAsync("trader"), second = await PersonAsync("riskManager");
        PendingApproval waiting = await WaitAsync(trader);
        IRenderedComponent<ApprovalBanner> cut = await OpenAsync(second, "riskManager");

        AngleSharp.Dom.IElement button = cut.Find(Of(waiting, "approve"));
        await Task.WhenAll(button.ClickAsync(new()), button.ClickAsync(new()));

        Assert.Single(_host.Commands.Calls.OfType<CommandContext>(), c => c.IdempotencyKey == waiting.Context!.IdempotencyKey);
        Assert.Empty(cut.FindAll(Of(waiting, "approve")));
    }

    [Theory]
    [InlineData("rejected")]
    [InlineData("expired")]
    [InlineData("confirmed")]
    public async Task The_ticket_says_by_itself_what_became_of_an_order_that_waited(string ending)
    {
        using Person trader = await PersonAsync("trader"), second = await PersonAsync("riskManager");
        PendingApproval waiting = await WaitAsync(trader);
        View.Watch(Fakes.Given.Instrument());
        View.Put(Fakes.Given.Quote());
        State.Ticker = "SPY";
        Commands.OnSubmit = _ => Task.FromResult(new SubmitResult(SubmitOutcome.AwaitsSecondPerson, null, Fakes.Given.Allowed, "Waiting for a second person until 18:04.") { ApprovalId = waiting.Id });
        IRenderedComponent<Ticket> ticket = Render<Ticket>();
        await Find(ticket, "ticket-submit").ClickAsync(new());
        await BeatAsync();
        string before = Text(ticket, "ticket-message");

        if (ending == "expired") _host.Clock.Advance(TimeSpan.FromHours(2));
        else await _host.Services.GetRequiredService<Approvals>().DecideAsync(waiting.Id, ending == "confirmed", new CommandJudgement(await _host.AccessAsync(second), "", ""));
        await BeatAsync();

        Assert.StartsWith("Waiting for a second person", before, StringComparison.Ordinal);
        Assert.Equal(
            ending switch
            {
                "rejected" => $"Rejected: {waiting.Words}. {second.Name} said no. Nothing was sent.",
                "expired" => $"Expired: {waiting.Words}. Nobody confirmed it in time. Nothing was sent.",
                _ => $"Confirmed by {second.Name}: {waiting.Words}. Confirmed and sent.",
            },
            Text(ticket, "ticket-message"));
        Assert.Equal(ending == "confirmed", Find(ticket, "ticket-message").ClassList.Contains("good"));
    }

    [Fact]
    public async Task A_decision_that_could_not_be_made_says_so_and_leaves_the_buttons()
    {
        using Person trader = await PersonAsync("trader"), second = await PersonAsync("riskManager");
        PendingApproval waiting = await WaitAsync(trader);
        IRenderedComponent<ApprovalBanner> cut = await OpenAsync(second, "riskManager");
        Whose.Trouble = "The database is away.";

        await cut.Find(Of(waiting, "approve")).ClickAsync(new());

        Assert.Contains("No answer: The database is away.", Text(cut, "approval-message"), StringComparison.Ordinal);
        Assert.False(cut.Find(Of(waiting, "approve")).HasAttribute("disabled"));
        await TakeBackAsync(waiting, trader);
    }

    private static string Of(PendingApproval waiting, string button) => $"[data-approval='{waiting.Id}'] [data-testid='{button}']";

    private Task<Person> PersonAsync(string role) => Person.CreateAsync(_host.Address, _host.KeyFile, role, ApiHost.Stop, _host.Clock);

    private async Task<PendingApproval> WaitAsync(Person by)
    {
        OrderSpec spec = new() { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 500m, Type = OrderType.Limit, LimitPrice = 400m };
        (PendingApproval? pending, string fault) = await _host.Services.GetRequiredService<Approvals>().AddAsync(spec, UserCommands.Once(UserCommands.NewKey()), await _host.AccessAsync(by), "DU1234567", $"Buy 500 SPY for {by.Name}", ApiHost.Stop);
        Assert.Equal("", fault);
        return pending!;
    }

    private async Task TakeBackAsync(PendingApproval waiting, Person by) => await _host.Services.GetRequiredService<Approvals>().WithdrawAsync(waiting.Id, new CommandJudgement(await _host.AccessAsync(by), "", ""));

    private async Task<IRenderedComponent<ApprovalBanner>> OpenAsync(Person person, string role)
    {
        SignIn(role);
        Whose.User = await _host.PrincipalAsync(person);
        return Render<ApprovalBanner>();
    }

    private sealed class SettableAuthentication : AuthenticationStateProvider
    {
        public ClaimsPrincipal User { get; set; } = new();

        public string Trouble { get; set; } = "";

        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Trouble.Length > 0 ? Task.FromException<AuthenticationState>(new InvalidOperationException(Trouble)) : Task.FromResult(new AuthenticationState(User));
    }
}
