using System.Text;
using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;

namespace TradingBlazor.Tests.Api;

public sealed class OrderApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Valid = """{"symbol":"spy","side":"buy","quantity":100.50,"type":"stp lmt","limitPrice":412.10,"stopPrice":411,"tif":"GTC","outsideRth":true,"account":"du1"}""";

    private static readonly RiskVerdict Denied = new(
    [
        new RiskCheckResult("R01", "Tradable", true, null, null, ""),
        new RiskCheckResult("R08", "Order quantity", false, 1_000_000m, 1_000m, "1000000 is above the limit of 1000."),
        new RiskCheckResult("R09", "Order notional", false, 412_000_000m, 50_000m, "412000000 USD is above the limit of 50000."),
    ]);

    [Fact]
    public async Task An_accepted_order_answers_201_with_its_place_and_exact_decimals()
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), default, "");

        (int status, JsonElement body, HttpResponseMessage response) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", Valid, "key-1");

        Assert.Equal(201, status);
        Assert.Equal("/api/v1/orders/TB-1", response.Headers.Location!.OriginalString);
        Assert.Equal("100.50", body.GetProperty("quantity").GetRawText());
        Assert.Equal("412.10", body.GetProperty("limitPrice").GetRawText());
        Assert.Equal(("BUY", "STP LMT", "DAY", "working"), (body.GetProperty("side").GetString(), body.GetProperty("type").GetString(), body.GetProperty("tif").GetString(), body.GetProperty("state").GetString()));
        Assert.Equal("2026-10-05T14:30:15Z", body.GetProperty("createdTime").GetString());
    }

    [Fact]
    public async Task The_engine_gets_exactly_what_was_asked_for()
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), default, "");
        host.Commands.Calls.Clear();

        await host.SendAsync(HttpMethod.Post, "/api/v1/orders", Valid, "key-1");

        var expected = new OrderSpec
        {
            Ticker = "SPY",
            Side = OrderSide.Buy,
            Quantity = 100.50m,
            Type = OrderType.StopLimit,
            LimitPrice = 412.10m,
            StopPrice = 411m,
            Tif = TimeInForce.Gtc,
            OutsideRth = true,
            Account = "DU1",
        };
        Assert.Equal([expected, new CommandContext("api", "api key", "key-1", "req-1")], host.Commands.Calls);
    }

    [Fact]
    public async Task Everything_that_an_order_can_have_reaches_the_engine()
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), default, "");
        host.Commands.Calls.Clear();

        await host.SendAsync(HttpMethod.Post, "/api/v1/orders", """
            {"symbol":"SPY","side":"SELL","quantity":100,"type":"TRAIL LIMIT","stopPrice":411,"trailAmount":1.50,"offset":0.1,"tif":"GTD","goodTill":"2026-12-01T16:00:00+01:00",
             "goodAfter":"2026-11-30T15:00:00Z","displaySize":10,"ocaGroup":"exit","ocaType":2,"parentId":"TB-7","algo":{"strategy":"Adaptive","parameters":{"adaptivePriority":"Patient"}},
             "conditions":{"ignoreRth":true,"items":[{"kind":"price","conId":756733,"price":400,"isMore":false,"join":"or"},{"kind":"execution","symbol":"AAPL","secType":"STK"}]}}
            """);

        OrderAttributes attributes = Assert.IsType<OrderSpec>(host.Commands.Calls[0]).Attributes;
        Assert.Equal(
            new OrderAttributes
            {
                TrailAmount = 1.50m,
                Offset = 0.1m,
                GoodTill = new DateTimeOffset(2026, 12, 1, 15, 0, 0, TimeSpan.Zero),
                GoodAfter = new DateTimeOffset(2026, 11, 30, 15, 0, 0, TimeSpan.Zero),
                DisplaySize = 10m,
                OcaGroup = "exit",
                OcaType = OcaType.ReduceWithBlock,
                Parent = new OrderRef("TB-7"),
                Algo = new OrderAlgo("Adaptive", [new AlgoParameter("adaptivePriority", "Patient")]),
                Conditions = new OrderConditions(
                    [new PriceCondition(false, new ConId(756733), "SMART", false, 400m), new ExecutionCondition(true, "AAPL", SecurityType.Stock, "SMART")], IgnoreRth: true),
            },
            attributes);
    }

    [Fact]
    public async Task A_bracket_the_choice_to_wait_and_the_strategy_reach_the_engine()
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), default, "");
        host.Commands.Calls.Clear();

        await host.SendAsync(HttpMethod.Post, "/api/v1/orders", """
            {"symbol":"SPY","side":"BUY","quantity":100,"type":"LMT","limitPrice":412,"ifOffline":"queue","queueSeconds":60,"intent":"open-spy","strategy":"mean-reversion",
             "bracket":{"takeProfit":{"price":420.50,"tif":"DAY"},"stopLoss":{"percent":1.5,"limitOffset":0.20}}}
            """);

        OrderSpec spec = Assert.IsType<OrderSpec>(host.Commands.Calls[0]);
        Assert.Equal((OfflineChoice.Queue, TimeSpan.FromSeconds(60), "open-spy", "mean-reversion"), (spec.IfOffline, spec.QueueFor, spec.Intent, spec.Strategy));
        Assert.Equal(new BracketSpec(new ExitSpec { Price = 420.50m, Tif = TimeInForce.Day }, new ExitSpec { Percent = 1.5m, LimitOffset = 0.20m }), spec.Bracket);
    }

    [Fact]
    public async Task A_combination_reaches_the_engine_with_its_legs_and_a_net_price_below_zero()
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), default, "");
        host.Commands.Calls.Clear();

        await host.SendAsync(HttpMethod.Post, "/api/v1/orders", """
            {"side":"BUY","quantity":2,"type":"LMT","limitPrice":-0.05,"legs":[{"symbol":"spy","side":"BUY"},{"symbol":"QQQ","side":"SELL","ratio":2}]}
            """);
        (int both, _, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", """{"symbol":"SPY","side":"BUY","quantity":2,"type":"MKT","legs":[{"symbol":"SPY","side":"BUY"}]}""");

        OrderSpec spec = Assert.IsType<OrderSpec>(host.Commands.Calls[0]);
        Assert.Equal(new ComboLegs([new ComboLeg(default, "SPY", 1, OrderSide.Buy), new ComboLeg(default, "QQQ", 2, OrderSide.Sell)]), spec.Legs);
        Assert.Equal(("+1 SPY −2 QQQ", -0.05m), (spec.Ticker, spec.LimitPrice!.Value));
        Assert.Equal(400, both);
    }

    [Theory]
    [InlineData(""" "ifOffline":"perhaps" """, "ifOffline")]
    [InlineData(""" "queueSeconds":60 """, "queueSeconds")]
    [InlineData(""" "ifOffline":"queue","queueSeconds":90000 """, "queueSeconds")]
    [InlineData(""" "intent":"two words" """, "intent")]
    [InlineData(""" "strategy":"mean reversion" """, "strategy")]
    [InlineData(""" "bracket":{"takeProfit":{}} """, "bracket.takeProfit")]
    [InlineData(""" "bracket":{"stopLoss":{"price":1,"offset":2}} """, "bracket.stopLoss")]
    [InlineData(""" "bracket":{"takeProfit":{"price":1,"limitOffset":2}} """, "bracket.takeProfit.limitOffset")]
    public async Task What_is_wrong_with_a_bracket_or_a_wait_is_said_by_field(string more, string field)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", $$"""{"symbol":"SPY","side":"BUY","quantity":100,"type":"LMT","limitPrice":412,{{more}}}""");

        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out _), body.GetRawText());
    }

    [Fact]
    public async Task A_queued_order_answers_202_with_its_place_and_its_end()
    {
        Order order = Given.Order(state: OrderState.Queued);
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Queued, order with { Handling = new OrderHandling { CorrelationId = "req-1", QueuedUntil = ApiHost.Now.AddMinutes(5) } }, default, "");

        (int status, JsonElement body, HttpResponseMessage response) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", Valid);

        Assert.Equal(202, status);
        Assert.Equal("/api/v1/orders/TB-1", response.Headers.Location!.OriginalString);
        Assert.Equal(("queued", "2026-10-05T14:35:15Z", "req-1"), (body.GetProperty("state").GetString(), body.GetProperty("queuedUntil").GetString(), body.GetProperty("correlationId").GetString()));
    }

    [Theory]
    [InlineData("req-7", true)]
    [InlineData("two words", false)]
    [InlineData(null, false)]
    public async Task A_correlation_id_is_taken_over_when_it_is_one_and_told_in_the_answer(string? sent, bool isTaken)
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), default, "");
        host.Commands.Calls.Clear();

        (_, _, HttpResponseMessage response) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", Valid, correlationId: sent);

        string told = response.Headers.GetValues("X-Correlation-Id").Single();
        Assert.Equal(isTaken, told == sent);
        Assert.True(CorrelationId.IsValid(told));
        Assert.Equal(told, Assert.IsType<CommandContext>(host.Commands.Calls[1]).CorrelationId);
    }

    [Fact]
    public async Task An_order_tells_how_long_each_stage_took()
    {
        host.View.Orders = [Given.Order() with { Handling = new OrderHandling { CorrelationId = "c", WireTime = ApiHost.Now.AddMilliseconds(2.5), AckTime = ApiHost.Now.AddMilliseconds(30), FirstFillTime = ApiHost.Now.AddMilliseconds(29) } }];

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/orders/TB-1");

        JsonElement latency = body.GetProperty("latency");
        Assert.Equal((2.5m, 27.5m, 0m), (latency.GetProperty("commandToWire").GetDecimal(), latency.GetProperty("wireToAck").GetDecimal(), latency.GetProperty("ackToFirstFill").GetDecimal()));
    }

    [Fact]
    public async Task The_orders_that_belong_to_another_one_are_listed_by_it()
    {
        host.View.Orders = [Given.Order(), Given.Order("TB-1-SL") with { Attributes = new OrderAttributes { Parent = new OrderRef("TB-1") }, Handling = new OrderHandling { Role = OrderRole.StopLoss } }];

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/orders?parent=TB-1");

        JsonElement exit = Assert.Single(body.EnumerateArray());
        Assert.Equal(("TB-1-SL", "stopLoss"), (exit.GetProperty("id").GetString(), exit.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task A_preview_tells_every_leg()
    {
        host.Commands.Preview = new PreviewResult(Denied, 100m, null)
        {
            Legs = [new PreviewLeg(OrderRole.Entry, new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1m }), new PreviewLeg(OrderRole.TakeProfit, new OrderSpec { Ticker = "SPY", Side = OrderSide.Sell, Quantity = 1m, Type = OrderType.Limit, LimitPrice = 420m })],
        };

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders/preview", Valid);

        Assert.Equal(["entry", "takeProfit"], body.GetProperty("legs").EnumerateArray().Select(l => l.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task A_preview_names_the_own_orders_that_would_be_cancelled_first()
    {
        host.Commands.Preview = new PreviewResult(Denied, 100m, null) { WouldCancel = [Given.Order("TB-7")] };

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders/preview", Valid);

        Assert.Equal(["TB-7"], body.GetProperty("wouldCancel").EnumerateArray().Select(i => i.GetString()));
    }

    [Fact]
    public async Task A_denied_order_answers_422_with_every_failed_check()
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Denied, null, Denied, Denied.Summary);

        (int status, JsonElement body, HttpResponseMessage response) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", Valid);

        Assert.Equal(422, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("R08", body.GetProperty("code").GetString());
        Assert.Equal(["R08", "R09"], body.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("code").GetString()));
        Assert.Contains("above the limit of 1000", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(body.GetProperty("traceId").GetString()!);
    }

    [Theory]
    [InlineData(SubmitOutcome.KeyConflict, 409, "idempotencyKeyReused")]
    [InlineData(SubmitOutcome.NotDurable, 503, "notDurable")]
    [InlineData(SubmitOutcome.Denied, 422, "denied")]
    public async Task Every_other_refusal_has_its_status_and_the_engines_words(SubmitOutcome outcome, int expected, string code)
    {
        host.Commands.Submitted = new SubmitResult(outcome, null, default, "Words of the engine.");

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", Valid);

        Assert.Equal((expected, code, "Words of the engine."), (status, body.GetProperty("code").GetString(), body.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task A_repeated_command_answers_200_with_the_first_order()
    {
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.AlreadyAccepted, Given.Order("TB-first"), default, "");

        (int status, JsonElement body, HttpResponseMessage response) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", Valid, "key-1");

        Assert.Equal((200, "TB-first"), (status, body.GetProperty("id").GetString()));
        Assert.Equal("/api/v1/orders/TB-first", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("""{"side":"BUY","quantity":1,"type":"MKT"}""", "symbol", "is missing")]
    [InlineData("""{"symbol":7,"side":"BUY","quantity":1,"type":"MKT"}""", "symbol", "is the number 7")]
    [InlineData("""{"symbol":"SPY","side":"HOLD","quantity":1,"type":"MKT"}""", "side", "Expected one of BUY, SELL")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":"100","type":"MKT"}""", "quantity", "is the text \"100\". Expected a number above 0")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":0,"type":"MKT"}""", "quantity", "Expected a number above 0")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":-5,"type":"MKT"}""", "quantity", "Expected a number above 0")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1e400,"type":"MKT"}""", "quantity", "too many digits")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":0.1234567890123456789012345678901,"type":"MKT"}""", "quantity", "too many digits")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"FOO"}""", "type", "MKT, LMT, STP, STP LMT")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"LMT"}""", "limitPrice", "A LMT order needs it")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"STP"}""", "stopPrice", "A STP order needs it")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT","limitPrice":4}""", "limitPrice", "does not belong to a MKT order")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT","limtPrice":4}""", "limtPrice", "is not a field of this request")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT","tif":"AUC"}""", "tif", "DAY, GTC, IOC, GTD, FOK, OPG")]
    [InlineData("""{"symbol":"SPY","side":"BUY","type":"MKT"}""", "quantity", "or 'cashQuantity'")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"LMT","limitPrice":4,"tif":"GTD","goodTill":"2026-12-01 15:00"}""", "goodTill", "a time with its zone")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"LMT","limitPrice":4,"ocaType":4}""", "ocaType", "a whole number from 1 to 3")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT","algo":{"strategy":"Adaptive","urgency":"high"}}""", "algo.urgency", "is not a field of this object")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT","conditions":{"items":[{"kind":"price","conId":1}]}}""", "conditions.items[0].price", "is missing")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT","conditions":{"items":[]}}""", "conditions.items", "holds no condition")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT","conditions":{"items":[{"kind":"moon"}]}}""", "conditions.items[0].kind", "price, time, margin")]
    [InlineData("""{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT","outsideRth":"yes"}""", "outsideRth", "Expected true or false")]
    [InlineData("""{"symbol":"SPY","symbol":"QQQ","side":"BUY","quantity":1,"type":"MKT"}""", "$", "not a JSON object")]
    [InlineData("""[]""", "$", "The body is a list")]
    [InlineData("""{"symbol":""", "$", "not a JSON object")]
    public async Task What_is_wrong_is_said_by_field_and_nothing_reaches_the_engine(string json, string field, string sentence)
    {
        host.Commands.Calls.Clear();

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", json);

        Assert.Equal((400, "invalidRequest"), (status, body.GetProperty("code").GetString()));
        // Once: a quantity that is wrong is not missing too.
        Assert.Contains(sentence, Assert.Single(body.GetProperty("errors").GetProperty(field).EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Commands.Calls);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_answers_415()
    {
        using var content = new StringContent("symbol=SPY", Encoding.UTF8, "application/x-www-form-urlencoded");

        using HttpResponseMessage response = await host.Http.PostAsync("/api/v1/orders", content, ApiHost.Stop);

        Assert.Equal(415, (int)response.StatusCode);
        Assert.Equal("notJson", (await ApiHost.BodyAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_body_of_megabytes_is_refused()
    {
        (int status, _, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", $$"""{"symbol":"{{new string('A', 100_000)}}"}""");

        Assert.Equal(413, status);
    }

    [Fact]
    public async Task An_idempotency_key_with_blanks_is_refused()
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders", Valid, "two words");

        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty("Idempotency-Key", out _));
    }

    [Fact]
    public async Task A_preview_tells_every_check()
    {
        host.Commands.Preview = new PreviewResult(Denied, 412_000_000m, null);

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/orders/preview", Valid);

        Assert.Equal(200, status);
        Assert.False(body.GetProperty("allowed").GetBoolean());
        Assert.Equal([true, false, false], body.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("passed").GetBoolean()));
    }

    [Theory]
    [InlineData("", "TB-1 TB-2 TB-3")]
    [InlineData("?state=open", "TB-1 TB-3")]
    [InlineData("?state=final", "TB-2")]
    [InlineData("?state=filled,pendingCancel", "TB-2 TB-3")]
    [InlineData("?limit=1", "TB-1")]
    public async Task Orders_are_listed_by_state(string query, string expected)
    {
        host.View.Orders = [Given.Order("TB-1"), Given.Order("TB-2", OrderState.Filled), Given.Order("TB-3", OrderState.PendingCancel)];

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/orders" + query);

        Assert.Equal(expected, string.Join(' ', body.EnumerateArray().Select(o => o.GetProperty("id").GetString())));
    }

    [Theory]
    [InlineData("?state=done", "state")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=abc", "limit")]
    public async Task A_filter_that_is_not_one_is_explained(string query, string field)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/orders" + query);

        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task One_order_comes_with_its_history()
    {
        host.View.Orders = [Given.Order("TB-1")];

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/orders/TB-1");

        Assert.Equal("submitted", body.GetProperty("history")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task An_order_that_is_not_there_answers_404_with_what_to_do()
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/orders/TB-none");

        Assert.Equal((404, "unknownOrder"), (status, body.GetProperty("code").GetString()));
        Assert.Contains("GET /api/v1/orders", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_to_an_unusual_size_is_confirmed_in_its_request_as_an_order_is()
    {
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "", Given.Order());
        host.View.Orders = [Given.Order("TB-1")];
        host.Commands.Calls.Clear();

        (int status, _, _) = await host.SendAsync(HttpMethod.Put, "/api/v1/orders/TB-1", """{"quantity":150,"confirmed":true}""");
        (int alone, JsonElement body, _) = await host.SendAsync(HttpMethod.Put, "/api/v1/orders/TB-1", """{"confirmed":true}""");

        Assert.Equal(202, status);
        Assert.Equal(new OrderChange(Quantity: 150m) { IsConfirmed = true }, Assert.Single(host.Commands.Calls.OfType<OrderChange>()));
        Assert.Equal(400, alone);
        Assert.StartsWith("Nothing is to be changed.", body.GetProperty("errors").GetProperty("$")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_modify_sends_only_what_was_given_and_answers_202()
    {
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "", Given.Order());
        host.Commands.Calls.Clear();

        (int status, _, _) = await host.SendAsync(HttpMethod.Put, "/api/v1/orders/TB-1", """{"limitPrice":412.20}""");

        Assert.Equal(202, status);
        Assert.Equal([new OrderRef("TB-1"), new OrderChange(LimitPrice: 412.20m), new CommandContext("api", "api key", "", "req-1"), null], host.Commands.Calls);
    }

    [Theory]
    [InlineData("{}", "$")]
    [InlineData("""{"quantity":0}""", "quantity")]
    [InlineData("""{"side":"SELL"}""", "side")]
    public async Task A_modify_that_changes_nothing_or_the_impossible_is_explained(string json, string field)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Put, "/api/v1/orders/TB-1", json);

        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Theory]
    [InlineData(CommandOutcome.Accepted, 202)]
    [InlineData(CommandOutcome.Refused, 409)]
    [InlineData(CommandOutcome.NotFound, 404)]
    public async Task A_cancel_answers_what_the_engine_decided(CommandOutcome outcome, int expected)
    {
        host.Commands.Result = new CommandResult(outcome, "Words of the engine.");

        (int status, _, _) = await host.SendAsync(HttpMethod.Delete, "/api/v1/orders/TB-1");

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Nothing_held_cannot_be_closed()
    {
        host.View.Positions = [new Position { Contract = Given.Spy, Quantity = 0m }];

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/positions/SPY/close");

        Assert.Equal((404, "noPosition"), (status, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_position_is_closed_by_its_name_and_account_in_any_case()
    {
        host.View.Positions = [new Position { Account = new AccountId("DU1"), Contract = Given.Spy, Quantity = -7m }];
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), default, "");
        host.Commands.Calls.Clear();

        (int status, _, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/positions/spy/close?account=du1");

        Assert.Equal(201, status);
        Assert.Equal(["SPY", "DU1"], host.Commands.Calls.Take(2));
    }

    [Fact]
    public async Task A_position_is_reversed_by_its_name()
    {
        host.View.Positions = [new Position { Contract = Given.Spy, Quantity = -7m }];
        host.Commands.Submitted = new SubmitResult(SubmitOutcome.Accepted, Given.Order(), default, "");
        host.Commands.Calls.Clear();

        (int status, _, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/positions/spy/reverse");

        Assert.Equal(201, status);
        Assert.Equal(["reverse", "SPY"], host.Commands.Calls.Take(2));
    }

    [Fact]
    public async Task Open_orders_are_cancelled_by_symbol_and_side()
    {
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "Cancels of 2 orders sent.");
        host.Commands.Calls.Clear();

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Delete, "/api/v1/orders?symbol=spy&side=sell");
        (int wrong, _, _) = await host.SendAsync(HttpMethod.Delete, "/api/v1/orders?side=long");

        Assert.Equal((202, "Cancels of 2 orders sent."), (status, body.GetProperty("message").GetString()));
        Assert.Equal(["SPY", OrderSide.Sell], host.Commands.Calls.Take(2));
        Assert.Equal(400, wrong);
    }
}
