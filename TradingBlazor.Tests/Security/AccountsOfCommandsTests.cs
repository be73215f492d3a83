using System.Net;
using System.Net.Http.Json;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;
using Given = TradingBlazor.Tests.Api.Given;

namespace TradingBlazor.Tests.Security;

/// <summary>Who has rights in one account moves no other one, also by commands that name none.</summary>
public sealed class AccountsOfCommandsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly AccountId One = new("DU1"), Two = new("DU2");
    private static readonly RiskVerdict Allowed = new([new RiskCheckResult("R01", "State", true, null, null, "")]);

    [Fact]
    public async Task An_order_to_a_group_needs_the_right_in_each_of_its_accounts()
    {
        string one = await KeyAsync("DU1: Trade"), both = await KeyAsync("DU1: Trade; DU2: Trade"), every = await KeyAsync("");
        object grouped = new { symbol = "SPY", side = "BUY", quantity = 5, type = "LMT", limitPrice = 40, faGroup = "Growth" };
        object unknown = new { symbol = "SPY", side = "BUY", quantity = 5, type = "LMT", limitPrice = 40, faGroup = "Other" };

        HttpStatusCode[] sent = [await PostAsync(one, "api/v1/orders", grouped), await PostAsync(both, "api/v1/orders", grouped), await PostAsync(every, "api/v1/orders", grouped), await PostAsync(both, "api/v1/orders", unknown)];
        int before = host.Commands.Calls.OfType<OrderSpec>().Count();
        await PostAsync(one, "api/v1/orders/preview", grouped);

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity], sent);
        Assert.Equal(before, host.Commands.Calls.OfType<OrderSpec>().Count());
    }

    [Fact]
    public async Task An_order_of_a_group_is_changed_and_cancelled_by_who_has_the_right_in_each_of_its_accounts()
    {
        Order order = Given.Order("TB-group") with { Account = new AccountId(""), Attributes = new OrderAttributes { FaGroup = "Growth" }, Handling = Given.Order().Handling with { GroupAccounts = [One, Two] } };
        string one = await KeyAsync("DU1: Trade, Cancel"), both = await KeyAsync("DU1: Trade, Cancel; DU2: Trade, Cancel");
        host.View.Orders = [order];
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "", order);

        HttpStatusCode[] refused = [await SendAsync(one, "PUT", "api/v1/orders/TB-group", new { quantity = 1 }), await SendAsync(one, "DELETE", "api/v1/orders/TB-group", null)];
        HttpStatusCode[] taken = [await SendAsync(both, "PUT", "api/v1/orders/TB-group", new { quantity = 1 }), await SendAsync(both, "DELETE", "api/v1/orders/TB-group", null)];

        Assert.All(refused, s => Assert.True((int)s is >= 400 and < 500, $"{s}"));
        Assert.All(taken, s => Assert.Equal(HttpStatusCode.Accepted, s));
    }

    [Theory]
    [InlineData("close")]
    [InlineData("reverse")]
    public async Task A_position_is_closed_in_the_account_that_holds_it_only_by_who_has_the_right_there(string action)
    {
        string one = await KeyAsync("DU1: Trade"), two = await KeyAsync("DU2: Trade");

        HttpStatusCode elsewhere = await PostAsync(one, $"api/v1/positions/SPY/{action}", null), there = await PostAsync(two, $"api/v1/positions/SPY/{action}", null);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created), (elsewhere, there));
        // The engine is told which account is meant.
        Assert.Equal("DU2", host.Commands.Calls.OfType<string>().Last());
    }

    [Fact]
    public async Task A_change_of_an_order_that_is_not_known_here_is_not_passed_on_because_nobody_could_judge_it()
    {
        string key = await KeyAsync("");
        host.View.Orders = [];
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "", Given.Order());

        HttpStatusCode answer = await SendAsync(key, "PUT", "api/v1/orders/TB-unknown", new { quantity = 1_000_000 });

        Assert.Equal(HttpStatusCode.NotFound, answer);
        Assert.DoesNotContain(host.Commands.Calls.OfType<OrderChange>(), c => c.Quantity == 1_000_000m);
    }

    private async Task<string> KeyAsync(string rights)
    {
        host.View.Session = host.View.Session with { Accounts = [One, Two] };
        host.View.Money = MoneyState.Empty with { Groups = [new AdvisorGroup("Growth", "Equal", [new AdvisorShare(One, 1m), new AdvisorShare(Two, 1m)])] };
        host.View.Positions = [new Position { Account = Two, Contract = Given.Spy, Quantity = 10m }];
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), Allowed, "");
        using Person admin = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop);
        return await BoundKey.MakeAsync(host, admin, rights);
    }

    private Task<HttpStatusCode> PostAsync(string key, string path, object? body) => SendAsync(key, "POST", path, body);

    private async Task<HttpStatusCode> SendAsync(string key, string method, string path, object? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage answer = await host.Stranger.SendAsync(request, ApiHost.Stop);
        return answer.StatusCode;
    }
}
