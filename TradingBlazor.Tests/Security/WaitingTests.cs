using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;
using Given = TradingBlazor.Tests.Api.Given;

namespace TradingBlazor.Tests.Security;

/// <summary>What becomes of that which waits for a second person, and what counts as large.</summary>
public sealed class WaitingTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private static readonly object Large = new { symbol = "SPY", side = "BUY", quantity = 500, type = "LMT", limitPrice = 400 };
    private static readonly RiskVerdict Allowed = new([new RiskCheckResult("R01", "State", true, null, null, "")]);

    // Limits that an earlier test raised would turn a lowering of the next one into a raise.
    public ValueTask InitializeAsync()
    {
        host.Risk.Forget();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("DELETE", "api/v1/orders")]
    [InlineData("POST", "api/v1/risk/kill-switch")]
    public async Task Stopping_everything_drops_what_waits_and_says_so(string method, string path)
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("riskManager");
        string id = await WaitAsync(trader);
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "");
        host.Risk.Result = new CommandResult(CommandOutcome.Accepted, "");

        await trader.SendAsync(method, path, new { scope = "firm", level = "K2", reason = "drill" });
        int before = host.Commands.Calls.OfType<OrderSpec>().Count();
        (HttpStatusCode late, _) = await other.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        JsonElement dropped = await trader.ApprovalAsync(id);
        Assert.Equal(("dropped", HttpStatusCode.Conflict), (dropped.GetProperty("state").GetString(), late));
        Assert.Contains("Nothing was sent", dropped.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, host.Commands.Calls.OfType<OrderSpec>().Count());
    }

    [Fact]
    public async Task The_answer_to_an_order_that_waits_names_the_confirmation_and_leads_to_what_became_of_it()
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("riskManager");
        host.Commands.Preview = new PreviewResult(Allowed, 200_000m, null);
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), Allowed, "");

        using HttpResponseMessage answer = await trader.AnswerAsync("POST", "api/v1/orders", Large);
        string id = Confirmation.IdIn(await ApiHost.BodyAsync(answer));
        JsonElement waiting = await ApiHost.BodyAsync(await trader.Http.GetAsync(answer.Headers.Location, ApiHost.Stop));
        await other.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });
        JsonElement decided = await ApiHost.BodyAsync(await trader.Http.GetAsync(answer.Headers.Location, ApiHost.Stop));

        Assert.Equal((HttpStatusCode.Accepted, $"/api/v1/approvals/{id}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal((id, "order", "waiting"), (waiting.GetProperty("id").GetString(), waiting.GetProperty("kind").GetString(), waiting.GetProperty("state").GetString()));
        Assert.Equal(("approved", "TB-1"), (decided.GetProperty("state").GetString(), decided.GetProperty("orderId").GetString()));
    }

    [Fact]
    public async Task The_answer_to_a_raised_limit_names_the_confirmation_and_leads_to_it_and_an_unknown_one_is_not_found()
    {
        using Person one = await PersonAsync("riskManager"), two = await PersonAsync("riskManager");
        await LimitAsync(one, 12_500m);

        using HttpResponseMessage answer = await one.AnswerAsync("PUT", "api/v1/risk/limits", new { scope = "firm", reason = "drill", values = new { orderNotionalMax = 13_500m } }, $"\"{host.Risk.Current.Limits.Version}\"");
        string id = Confirmation.IdIn(await ApiHost.BodyAsync(answer));
        JsonElement waiting = await ApiHost.BodyAsync(await one.Http.GetAsync(answer.Headers.Location, ApiHost.Stop));
        using HttpResponseMessage unknown = await one.Http.GetAsync("api/v1/approvals/none", ApiHost.Stop);

        Assert.Equal((HttpStatusCode.Accepted, $"/api/v1/approvals/{id}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal(("limits", "waiting"), (waiting.GetProperty("kind").GetString(), waiting.GetProperty("state").GetString()));
        Assert.Equal((HttpStatusCode.NotFound, "unknownApproval"), (unknown.StatusCode, (await ApiHost.BodyAsync(unknown)).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_kill_switch_that_was_engaged_from_elsewhere_drops_what_waits_too()
    {
        using Person trader = await PersonAsync("trader");
        string id = await WaitAsync(trader);
        host.View.KillSwitches = [new KillStatus { Scope = new RiskScope(RiskScopeKind.Symbol, "SPY"), Level = KillLevel.Block }];
        try
        {
            Assert.Equal("dropped", (await trader.ApprovalAsync(id)).GetProperty("state").GetString());
        }
        finally
        {
            host.View.KillSwitches = [];
        }
    }

    [Fact]
    public async Task Who_sent_it_can_take_it_back_and_nobody_else_can()
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("trader");
        string id = await WaitAsync(trader);

        (HttpStatusCode foreign, _) = await other.SendAsync("POST", $"api/v1/approvals/{id}/withdraw", new { });
        (HttpStatusCode own, JsonElement taken) = await trader.SendAsync("POST", $"api/v1/approvals/{id}/withdraw", new { });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (foreign, own));
        Assert.Equal("dropped", taken.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("disabled", "has no access any more")]
    [InlineData("role", "needs the permission Trade")]
    [InlineData("account", "may not do this in account")]
    public async Task What_somebody_sent_who_may_not_do_it_any_more_never_leaves_though_it_is_confirmed(string taken, string sentence)
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("riskManager");
        string id = await WaitAsync(trader, account: "DU1");
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        UserDesk users = scope.ServiceProvider.GetRequiredService<UserDesk>();
        var by = new CommandJudgement(null, "", "");
        string fault = taken switch
        {
            "disabled" => await users.SetDisabledAsync(trader.Name, true, by, ApiHost.Stop),
            "role" => await users.SetRolesAsync(trader.Name, ["viewer"], by, ApiHost.Stop),
            _ => await users.SetRightsAsync(trader.Name, new Dictionary<string, Permission> { ["DU999"] = Permission.Trade }, by, ApiHost.Stop),
        };
        int before = host.Commands.Calls.OfType<OrderSpec>().Count();

        (HttpStatusCode status, JsonElement confirmed) = await other.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal(("", HttpStatusCode.OK), (fault, status));
        Assert.Equal(before, host.Commands.Calls.OfType<OrderSpec>().Count());
        Assert.Contains(sentence, confirmed.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("nothing was done", confirmed.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_whose_sender_is_no_risk_manager_any_more_is_not_raised_though_it_is_confirmed()
    {
        using Person risk = await PersonAsync("riskManager"), second = await PersonAsync("riskManager");
        decimal before = host.Risk.Current.Limits.Firm(RiskLimit.OrderNotionalMax);
        (_, JsonElement answer) = await LimitAsync(risk, before + 1_000m);
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UserDesk>().SetRolesAsync(risk.Name, ["viewer"], new CommandJudgement(null, "", ""), ApiHost.Stop);

        (_, JsonElement confirmed) = await second.SendAsync("POST", $"api/v1/approvals/{Confirmation.IdIn(answer)}/approve", new { });

        Assert.Contains("needs the permission ManageRisk", confirmed.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, host.Risk.Current.Limits.Firm(RiskLimit.OrderNotionalMax));
    }

    [Fact]
    public async Task Who_has_only_signed_out_is_acted_for()
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("riskManager");
        string id = await WaitAsync(trader);
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), Allowed, "");
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        string userId = (await scope.ServiceProvider.GetRequiredService<UserDesk>().ListAsync(ApiHost.Stop)).Single(u => u.Name == trader.Name).Id;
        await host.Services.GetRequiredService<Sessions>().EndAllAsync(userId, except: "");

        (_, JsonElement confirmed) = await other.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal("Confirmed and sent.", confirmed.GetProperty("message").GetString());
    }

    [Fact]
    public async Task After_a_restart_what_waited_is_told_as_expired_and_is_never_sent()
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("riskManager");
        string id = await WaitAsync(trader);

        // The next run: the same database, an empty memory.
        Approvals next = ActivatorUtilities.CreateInstance<Approvals>(host.Services);
        await next.LoadAsync(ApiHost.Stop);
        PendingApproval told = next.All.Single(a => a.Id == id);
        ApprovalAnswer late = await next.DecideAsync(id, true, new CommandJudgement(new CallerAccess(CallerKind.User, "somebody else", other.Name, Roles.Of("riskManager")), "", ""));

        Assert.Equal(ApprovalState.Expired, told.State);
        Assert.Contains("restarted", told.Message, StringComparison.Ordinal);
        Assert.Contains("SPY", told.Words, StringComparison.Ordinal);
        Assert.Null(late.Approval);
        Assert.Equal(ApprovalState.Expired, (await host.Services.GetRequiredService<ApprovalStore>().ReadAsync(100, ApiHost.Stop)).Single(a => a.Id == id).State);
    }

    [Fact]
    public async Task What_waits_at_one_process_is_confirmed_at_another_and_sent_once_by_the_one_that_has_it()
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("riskManager");
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), Allowed, "");
        string id = await WaitAsync(trader);
        Approvals here = host.Services.GetRequiredService<Approvals>(), elsewhere = Elsewhere();
        await elsewhere.CatchUpAsync(ApiHost.Stop);
        int before = host.Commands.Calls.OfType<OrderSpec>().Count();

        Task<ApprovalAnswer> deciding = elsewhere.DecideAsync(id, true, By(other));
        await Until.TrueAsync("the word of the second person to be kept", async () => (await host.Services.GetRequiredService<ApprovalStore>().FindAsync(id, ApiHost.Stop))!.State == ApprovalState.Approved, ApiHost.Stop);
        await Task.WhenAll(here.CatchUpAsync(ApiHost.Stop), here.CatchUpAsync(ApiHost.Stop));
        ApprovalAnswer answer = await Hubs.Moving.UntilAsync(host, deciding);
        await here.CatchUpAsync(ApiHost.Stop);
        (HttpStatusCode again, _) = await other.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal((ApprovalState.Approved, true, "TB-1", other.Name), (answer.Approval!.State, answer.Approval.IsDone, answer.Approval.OrderRef, answer.Approval.DecidedBy));
        Assert.Equal(answer.Approval.Message, (await trader.ApprovalAsync(id)).GetProperty("message").GetString());
        Assert.Equal(HttpStatusCode.Conflict, again);
        Assert.Equal(before + 1, host.Commands.Calls.OfType<OrderSpec>().Count());
    }

    [Fact]
    public async Task What_another_process_stops_never_leaves_also_before_this_one_has_learnt_of_it()
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("riskManager");
        string stopped = await WaitAsync(trader), kept = await WaitAsync(trader, "QQQ");
        Approvals elsewhere = Elsewhere();
        int before = host.Commands.Calls.OfType<OrderSpec>().Count();

        int dropped = await elsewhere.DropAsync(a => a.Symbol == "SPY" && a.Side == OrderSide.Buy, "All orders were cancelled. Nothing was sent.", "somebody");
        (HttpStatusCode late, _) = await other.SendAsync("POST", $"api/v1/approvals/{stopped}/approve", new { });

        Assert.True(dropped >= 1);
        Assert.Equal(HttpStatusCode.Conflict, late);
        Assert.Equal("dropped", (await trader.ApprovalAsync(stopped)).GetProperty("state").GetString());
        Assert.Equal("waiting", (await trader.ApprovalAsync(kept)).GetProperty("state").GetString());
        Assert.Equal(before, host.Commands.Calls.OfType<OrderSpec>().Count());
    }

    [Fact]
    public async Task A_confirmation_that_comes_when_it_is_over_where_it_waits_sends_nothing_and_says_so()
    {
        using Person trader = await PersonAsync("trader"), other = await PersonAsync("riskManager");
        string id = await WaitAsync(trader);
        Approvals here = host.Services.GetRequiredService<Approvals>(), elsewhere = Elsewhere();
        await elsewhere.CatchUpAsync(ApiHost.Stop);
        int before = host.Commands.Calls.OfType<OrderSpec>().Count();

        Task<ApprovalAnswer> deciding = elsewhere.DecideAsync(id, true, By(other));
        await Until.TrueAsync("the word of the second person to be kept", async () => (await host.Services.GetRequiredService<ApprovalStore>().FindAsync(id, ApiHost.Stop))!.State == ApprovalState.Approved, ApiHost.Stop);
        await here.DropAsync(a => a.Id == id, "All orders were cancelled. Nothing was sent.", "somebody");
        await here.FlushAsync(ApiHost.Stop);
        ApprovalAnswer answer = await Hubs.Moving.UntilAsync(host, deciding);

        Assert.Equal((ApprovalState.Approved, false), (answer.Approval!.State, answer.Approval.IsDone));
        Assert.Contains("too late", answer.Approval.Message, StringComparison.Ordinal);
        Assert.Equal(before, host.Commands.Calls.OfType<OrderSpec>().Count());
    }

    [Fact]
    public async Task Large_is_judged_in_the_base_currency_of_the_account()
    {
        using Person trader = await PersonAsync("trader");
        host.Commands.Preview = new PreviewResult(Allowed, 90_000m, null);
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), Allowed, "");
        host.View.Watchlist = [Given.SpyWatched with { Instrument = new Instrument { Contract = Given.Spy with { Currency = "GBP" } } }];
        host.View.Accounts = [new AccountState { Account = new AccountId("DU1234567"), Currency = "USD" }];
        host.View.Session = host.View.Session with { Accounts = [new AccountId("DU1234567")] };
        try
        {
            host.View.Money = host.View.Money with { Rates = [new ExchangeRate("GBP", "USD", 1.30m, new DateOnly(2026, 10, 5), "quote", ApiHost.Now)] };
            (HttpStatusCode inPounds, _) = await trader.SendAsync("POST", "api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 225, type = "LMT", limitPrice = 400 });
            host.View.Money = host.View.Money with { Rates = [new ExchangeRate("USD", "GBP", 2m, new DateOnly(2026, 10, 5), "quote", ApiHost.Now)] };
            (HttpStatusCode inCheap, _) = await trader.SendAsync("POST", "api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 225, type = "LMT", limitPrice = 400 });

            // 225 x 400 is 90,000 GBP: 117,000 USD at 1.30, and 45,000 USD at a half.
            Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Created), (inPounds, inCheap));
        }
        finally
        {
            host.View.Watchlist = [];
            host.View.Accounts = [];
            host.View.Money = MoneyState.Empty;
            host.View.Session = host.View.Session with { Accounts = [] };
        }
    }

    // What two legs are worth can be many times what is left of it when one is bought and the other sold.
    [Fact]
    public async Task A_combination_counts_as_the_largest_of_its_legs()
    {
        using Person trader = await PersonAsync("trader");
        var legs = new ComboLegs([new ComboLeg(Given.Spy.ConId, "SPY", 1, OrderSide.Buy), new ComboLeg(new ConId(320227571), "QQQ", 1, OrderSide.Sell)]);
        host.Commands.Preview = new PreviewResult(Allowed, 3_000m, null);
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), Allowed, "");
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "");
        host.View.Watchlist = [Given.SpyWatched, Given.SpyWatched with { Ticker = "QQQ", Instrument = new Instrument { Contract = Given.Spy with { Ticker = "QQQ" } } }];
        host.View.Quotes = [new Quote { Ticker = "SPY", Bid = 399m, Ask = 400m }, new Quote { Ticker = "QQQ", Bid = 390m, Ask = 390.5m }];
        host.View.Orders = [Given.Order() with { Type = OrderType.Limit, Quantity = 200m, LimitPrice = 10m, StopPrice = null, Contract = Given.Spy with { Ticker = legs.Name, SecurityType = SecurityType.Combo, ConId = default, Legs = legs } }];
        try
        {
            // 250 x 400 are 100,000 USD, 251 x 400 are more.
            (HttpStatusCode within, _) = await trader.SendAsync("POST", "api/v1/orders", Combo(250));
            (HttpStatusCode over, _) = await trader.SendAsync("POST", "api/v1/orders", Combo(251));
            (HttpStatusCode changedWithin, _) = await trader.SendAsync("PUT", "api/v1/orders/TB-1", new { quantity = 250 });
            (HttpStatusCode changedOver, JsonElement why) = await trader.SendAsync("PUT", "api/v1/orders/TB-1", new { quantity = 251 });

            Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Accepted), (within, over));
            Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.UnprocessableEntity), (changedWithin, changedOver));
            Assert.Contains("R38", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            host.View.Watchlist = [];
            host.View.Quotes = [];
            host.View.Orders = [];
        }

        static object Combo(int quantity) => new
        {
            side = "BUY",
            quantity,
            type = "LMT",
            limitPrice = 10,
            legs = new[] { new { symbol = "SPY", side = "BUY" }, new { symbol = "QQQ", side = "SELL" } },
        };
    }

    [Fact]
    public async Task A_change_of_the_price_alone_counts_when_it_makes_the_order_large()
    {
        using Person trader = await PersonAsync("trader");
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "");
        host.View.Orders = [Given.Order() with { Type = OrderType.Limit, Quantity = 300m, LimitPrice = 300m, StopPrice = null }];
        try
        {
            (HttpStatusCode raised, JsonElement why) = await trader.SendAsync("PUT", "api/v1/orders/TB-1", new { limitPrice = 400 });
            (HttpStatusCode within, _) = await trader.SendAsync("PUT", "api/v1/orders/TB-1", new { limitPrice = 310 });
            host.View.Orders = [Given.Order() with { Type = OrderType.Limit, Quantity = 300m, LimitPrice = 400m, StopPrice = null }];
            (HttpStatusCode lowered, _) = await trader.SendAsync("PUT", "api/v1/orders/TB-1", new { limitPrice = 350 });

            Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Accepted, HttpStatusCode.Accepted), (raised, within, lowered));
            Assert.Contains("R38", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            host.View.Orders = [];
        }
    }

    [Fact]
    public async Task Who_made_a_key_is_no_second_person_for_what_comes_with_it()
    {
        using Person admin = await PersonAsync("admin"), other = await PersonAsync("riskManager");
        string key = await BoundKey.MakeAsync(host, admin, "");
        host.Commands.Preview = new PreviewResult(Allowed, 200_000m, null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(Large) };
        request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage sent = await host.Stranger.SendAsync(request, ApiHost.Stop);
        string id = Confirmation.IdIn(await ApiHost.BodyAsync(sent));

        (HttpStatusCode own, _) = await admin.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });
        (HttpStatusCode others, _) = await other.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.OK), (sent.StatusCode, own, others));
    }

    [Fact]
    public async Task Raising_a_limit_waits_for_somebody_else_and_lowering_one_does_not()
    {
        using Person one = await PersonAsync("riskManager"), two = await PersonAsync("riskManager");
        (HttpStatusCode lowered, _) = await LimitAsync(one, 12_000m);
        int version = host.Risk.Current.Limits.Version;
        (HttpStatusCode raised, JsonElement waiting) = await LimitAsync(one, 30_000m);
        int meanwhile = host.Risk.Current.Limits.Version;
        string id = Confirmation.IdIn(waiting);
        (HttpStatusCode own, _) = await one.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });
        (HttpStatusCode confirmed, JsonElement done) = await two.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.OK), (lowered, raised, own, confirmed));
        Assert.Contains("second person", waiting.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(version, meanwhile);
        Assert.Contains("OrderNotionalMax 12000 → 30000", done.GetProperty("order").GetString(), StringComparison.Ordinal);
        Assert.Equal(30_000m, host.Risk.Current.Limits.Firm(RiskLimit.OrderNotionalMax));
        Assert.Equal(one.Name, host.Risk.Current.Limits.History[^1].Who);
    }

    [Fact]
    public async Task A_limit_of_a_symbol_is_raised_under_no_other_spelling_of_its_name()
    {
        using Person one = await PersonAsync("riskManager"), two = await PersonAsync("riskManager");
        (HttpStatusCode set, _) = await SymbolLimitAsync(one, "SPY", 50m);
        (HttpStatusCode raised, _) = await SymbolLimitAsync(one, "spy", 60m);
        (HttpStatusCode removed, _) = await SymbolLimitAsync(one, "Spy", null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Accepted), (set, raised, removed));
        Assert.Equal(50m, host.Risk.Current.Limits.For("DU1234567", "", "SPY")[RiskLimit.OrderQuantityMax]);
    }

    [Fact]
    public async Task A_change_of_limits_that_are_newer_than_those_that_are_known_here_is_not_passed_on()
    {
        using Person one = await PersonAsync("riskManager"), two = await PersonAsync("riskManager");
        await LimitAsync(one, 12_000m);
        int calls = host.Risk.Calls.Count, next = host.Risk.Current.Limits.Version + 1;

        (HttpStatusCode early, JsonElement answer) = await one.SendAsync("PUT", "api/v1/risk/limits", new { scope = "firm", reason = "drill", values = new { orderNotionalMax = 30_000m } }, $"\"{next}\"");

        Assert.Equal((HttpStatusCode.PreconditionFailed, calls), (early, host.Risk.Calls.Count));
        Assert.Equal($"The limits are at version {next - 1} here, and version {next} is not known yet. Look at them again.", answer.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_change_that_was_confirmed_after_another_one_is_not_made()
    {
        using Person one = await PersonAsync("riskManager"), two = await PersonAsync("riskManager");
        await LimitAsync(one, 15_000m);
        (_, JsonElement waiting) = await LimitAsync(one, 16_000m);
        string id = Confirmation.IdIn(waiting);
        await LimitAsync(two, 14_000m);

        (_, JsonElement decided) = await two.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal("Changed since.", decided.GetProperty("message").GetString());
        Assert.Equal(14_000m, host.Risk.Current.Limits.Firm(RiskLimit.OrderNotionalMax));
    }

    [Fact]
    public async Task Rights_in_one_account_reach_into_no_other_one()
    {
        using Person risk = await PersonAsync("admin");
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UserDesk>().SetRightsAsync(risk.Name, new Dictionary<string, Permission> { ["DU1"] = Permission.Trade | Permission.Cancel | Permission.Kill | Permission.ManageRisk }, new CommandJudgement(null, "", ""), ApiHost.Stop);
        host.Risk.Result = new CommandResult(CommandOutcome.Accepted, "");

        HttpStatusCode[] there =
        [
            (await risk.SendAsync("POST", "api/v1/risk/kill-switch", new { scope = "account:DU1", level = "K2", reason = "drill" })).Status,
            (await risk.SendAsync("POST", "api/v1/risk/kill-switch", new { scope = "firm", level = "K1", reason = "drill" })).Status,
        ];
        HttpStatusCode[] elsewhere =
        [
            (await risk.SendAsync("POST", "api/v1/risk/kill-switch", new { scope = "firm", level = "K2", reason = "drill" })).Status,
            (await risk.SendAsync("POST", "api/v1/risk/kill-switch", new { scope = "account:DU2", level = "K2", reason = "drill" })).Status,
            (await risk.SendAsync("DELETE", "api/v1/orders", new { })).Status,
            (await risk.SendAsync("POST", "api/v1/risk/cash-flows", new { account = "DU2", amount = 5, reason = "drill" })).Status,
            (await LimitAsync(risk, 1_000m)).Status,
        ];

        Assert.All(there, s => Assert.True((int)s < 300, $"{s}"));
        Assert.All(elsewhere, s => Assert.True(s is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity, $"{s}"));
    }

    [Fact]
    public async Task A_preview_that_is_not_allowed_leaves_no_entry_in_the_audit_log_and_an_order_does()
    {
        using Person trader = await PersonAsync("trader");
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UserDesk>().SetRightsAsync(trader.Name, new Dictionary<string, Permission> { ["DU1"] = Permission.Trade }, new CommandJudgement(null, "", ""), ApiHost.Stop);
        object order = new { symbol = "SPY", side = "BUY", quantity = 5, type = "LMT", limitPrice = 40, account = "DU2" };

        // As the ticket of an open page does it by itself.
        (_, JsonElement previewed) = await trader.SendAsync("POST", "api/v1/orders/preview", order);
        int asked = await RefusalsAsync();
        (HttpStatusCode sent, _) = await trader.SendAsync("POST", "api/v1/orders", order);

        Assert.Contains("may not do this in account DU2", previewed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((0, HttpStatusCode.UnprocessableEntity), (asked, sent));
        Assert.Equal(1, await RefusalsAsync());

        async Task<int> RefusalsAsync()
        {
            // Entries are written in their order: what came before this one is there.
            await host.Services.GetRequiredService<IAuditLog>().RecordAsync(new AuditEntry("test", "mark"), ApiHost.Stop);
            await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
            return db.Audit.Count(a => a.Who == $"user {trader.Name}" && a.Action == "command.refused");
        }
    }

    [Fact]
    public async Task A_key_that_is_bound_to_accounts_trades_in_no_other_one()
    {
        using Person admin = await PersonAsync("admin");
        string key = await BoundKey.MakeAsync(host, admin, "DU1: Trade, Cancel");
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), Allowed, "");

        HttpStatusCode there = await OrderAsync("DU1"), elsewhere = await OrderAsync("DU2");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity), (there, elsewhere));

        async Task<HttpStatusCode> OrderAsync(string account)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(new { symbol = "SPY", side = "BUY", quantity = 5, type = "LMT", limitPrice = 40, account }) };
            request.Headers.Add("X-Api-Key", key);
            using HttpResponseMessage answer = await host.Stranger.SendAsync(request, ApiHost.Stop);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_key_loses_what_its_maker_loses()
    {
        using Person admin = await PersonAsync("admin"), _ = await PersonAsync("admin");
        string key = await BoundKey.MakeAsync(host, admin, "");
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UserDesk>().SetRolesAsync(admin.Name, ["viewer"], new CommandJudgement(null, "", ""), ApiHost.Stop);

        host.Clock.Advance(TimeSpan.FromSeconds(11));
        using var request = new HttpRequestMessage(HttpMethod.Delete, "api/v1/orders");
        request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage answer = await host.Stranger.SendAsync(request, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    // Another process with the same database.
    private Approvals Elsewhere() => ActivatorUtilities.CreateInstance<Approvals>(host.Services, new ApprovalPlace("elsewhere", true));

    private static CommandJudgement By(Person person) => new(new CallerAccess(CallerKind.User, person.Name, person.Name, Roles.Of("riskManager")), "", "");

    private Task<Person> PersonAsync(string role) => Person.CreateAsync(host.Address, host.KeyFile, role, ApiHost.Stop);

    private async Task<string> WaitAsync(Person trader, string symbol = "SPY", string? account = null)
    {
        host.Commands.Preview = new PreviewResult(Allowed, 200_000m, null);
        (HttpStatusCode sent, JsonElement answer) = await trader.SendAsync("POST", "api/v1/orders", new { symbol, side = "BUY", quantity = 500, type = "LMT", limitPrice = 400, account });
        Assert.True(sent == HttpStatusCode.Accepted, answer.GetRawText());
        return Confirmation.IdIn(answer);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> LimitAsync(Person person, decimal value) => await person.SendAsync("PUT", "api/v1/risk/limits", new { scope = "firm", reason = "drill", values = new { orderNotionalMax = value } }, $"\"{host.Risk.Current.Limits.Version}\"");

    private Task<(HttpStatusCode Status, JsonElement Body)> SymbolLimitAsync(Person person, string symbol, decimal? value) => person.SendAsync("PUT", "api/v1/risk/limits", new { scope = "symbol", name = symbol, reason = "drill", values = new { orderQuantityMax = value } }, $"\"{host.Risk.Current.Limits.Version}\"");
}
