using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tws;
using TwsProtocol.Messages.Requests;

namespace TradingCore.Tests.Tws;

/// <summary>The read-only session under an alternate client id, to the byte on the wire.</summary>
public sealed class FencedSessionTests
{
    [Fact]
    public async Task Nothing_that_places_or_changes_an_order_leaves_under_the_alternate_id()
    {
        await using var f = new GatewayFixture(configure: o => (o.ClientIdRefusalsMax, o.AlternateClientId) = (1, 900));
        FakeClient client = await StandInAsync(f);

        f.Gateway.PlaceOrder(GatewayFixture.Limit(100));
        f.Gateway.CancelOrder(GatewayFixture.Limit(99));
        MarginPreview? preview = await f.Gateway.PreviewMarginAsync(GatewayFixture.Limit(101), TestTime.Limit());
        f.Gateway.GlobalCancel();

        await client.RequestAsync<ReqGlobalCancel>();
        Assert.Null(preview);
        Assert.DoesNotContain(client.Requests, r => r is PlaceOrder or CancelOrder);
        Assert.Contains("client id 1 is in use", (await f.Inbox.EventAsync<OrderErrorReceived>(e => e.OrderId.Value == 100)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_order_is_written_while_the_fence_stands_though_the_engine_sent_it_and_cancels_are()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();
        string problem = "";
        f.Gateway.Fence = () => problem;

        f.Gateway.PlaceOrder(GatewayFixture.Limit(100));
        await client.RequestAsync<PlaceOrder>();
        problem = "The lease of this engine cannot be renewed.";
        f.Gateway.PlaceOrder(GatewayFixture.Limit(101));
        f.Gateway.PlaceOrder(GatewayFixture.Limit(100, price: 151m));
        f.Gateway.CancelOrder(GatewayFixture.Limit(100));
        await client.RequestAsync<CancelOrder>();
        problem = "";
        f.Gateway.PlaceOrder(GatewayFixture.Limit(102));
        await client.RequestAsync<PlaceOrder>(2);

        Assert.Equal([100, 102], client.Requests.OfType<PlaceOrder>().Select(r => r.OrderId));
        Assert.Contains("cannot be renewed", (await f.Inbox.EventAsync<OrderErrorReceived>(e => e.OrderId.Value == 101)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_waits_for_its_turn_when_the_fence_comes_is_not_written_any_more()
    {
        const int Orders = 60;
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();
        string problem = "";
        f.Gateway.Fence = () => Volatile.Read(ref problem);

        // More than leave in a second, so some still wait: as they would in a process that stands still in this moment and goes on when another one has the account.
        for (int i = 0; i < Orders; i++) f.Gateway.PlaceOrder(GatewayFixture.Limit(100 + i));
        Volatile.Write(ref problem, "Another engine has the lease.");
        await f.Inbox.EventAsync<OrderErrorReceived>(e => e.OrderId.Value == 100 + Orders - 1);

        int[] refused = [.. f.Inbox.Events<OrderErrorReceived>().Select(e => e.OrderId.Value)];
        await client.RequestAsync<PlaceOrder>(Orders - refused.Length);
        Assert.InRange(refused.Length, 5, Orders - 5);
        Assert.Equal(Enumerable.Range(100, Orders - refused.Length), client.Requests.OfType<PlaceOrder>().Select(r => r.OrderId));
        Assert.Equal(Enumerable.Range(100 + Orders - refused.Length, refused.Length), refused);
    }

    [Fact]
    public async Task The_order_ids_of_the_alternate_id_never_reach_the_engine()
    {
        await using var f = new GatewayFixture(configure: o => (o.ClientIdRefusalsMax, o.AlternateClientId) = (1, 900));
        await StandInAsync(f);

        Assert.Empty(f.Inbox.Events<NextValidIdReceived>());
        Assert.Equal((1, 900), (f.Gateway.Status.ClientId, f.Gateway.Status.AlternateClientId));
    }

    [Fact]
    public void An_alternate_id_that_is_in_use_too_leads_back_to_the_own_one()
    {
        var ids = new ClientIdChoice(new TwsOptions { ClientId = 4, ClientIdRefusalsMax = 2 });

        ids.OnEnded(SessionEndKind.ClientIdInUse);
        int second = ids.Id;
        ids.OnEnded(SessionEndKind.ClientIdInUse);
        int third = ids.Id;
        ids.OnEnded(SessionEndKind.ClientIdInUse);

        Assert.Equal((4, 500_004, 4), (second, third, ids.Id));
    }

    [Fact]
    public void A_read_only_session_that_is_lost_tries_the_own_id_first()
    {
        var ids = new ClientIdChoice(new TwsOptions { ClientId = 4, ClientIdRefusalsMax = 3 });
        for (int i = 0; i < 3; i++) ids.OnEnded(SessionEndKind.ClientIdInUse);
        Assert.True(ids.IsAlternate);

        ids.OnEnded(SessionEndKind.Lost);
        int first = ids.Id;
        ids.OnEnded(SessionEndKind.ClientIdInUse);

        Assert.Equal((4, 500_004), (first, ids.Id));
    }

    private static async Task<FakeClient> StandInAsync(GatewayFixture f)
    {
        f.Fake.Script = (client, request) =>
        {
            if (request is not StartApi { ClientId: 1 }) return false;
            client.Error(-1, 326, "Unable to connect as the client id is already in use. Retry with a unique client id.");
            client.EndSending();
            return true;
        };
        f.Start();
        await f.Fake.ClientAsync();
        FakeClient second = await f.Fake.ClientAsync();
        await f.Inbox.StateAsync(SessionState.Reconciling);
        return second;
    }
}
