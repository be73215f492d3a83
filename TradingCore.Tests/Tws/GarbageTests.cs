using System.Net.Sockets;
using TradingCore.Domain;
using TradingCore.Tests.TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tests.Tws;

/// <summary>Whatever comes over the socket: the session goes on, or it ends with a cause that says why and connects again.</summary>
public sealed class GarbageTests
{
    private const int Streams = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_bytes_end_the_connection_with_a_cause_and_the_next_one_works(int seed)
    {
        var random = new Random(seed);
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();
        byte[] garbage = new byte[8_192];
        random.NextBytes(garbage);
        // A first byte above 0 announces a frame of more than 16 MB, which no gateway sends.
        garbage[0] = (byte)random.Next(1, 256);

        client.SendRaw(garbage);
        FakeClient next = await f.Fake.ClientAsync();

        SessionStatus ended = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        Assert.Contains("out of step", ended.Cause, StringComparison.Ordinal);
        await AssertWorksAsync(f, next);
    }

    [Fact]
    public async Task A_frame_that_never_becomes_whole_ends_with_the_connection_and_the_next_one_works()
    {
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        client.SendRaw([0, 0, 4, 0, .. "1\06\01001\0"u8]);
        client.EndSending();
        FakeClient next = await f.Fake.ClientAsync();

        SessionStatus ended = await f.Inbox.StateAsync(SessionState.WaitingToReconnect);
        Assert.Contains("in the middle of a message", ended.Cause, StringComparison.Ordinal);
        await AssertWorksAsync(f, next);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Damaged_messages_are_counted_and_what_follows_is_read(int seed)
    {
        var run = new FuzzRun(seed);
        await using var f = new GatewayFixture();
        FakeClient client = await f.ConnectAsync();

        // They may say anything, also what makes the session leave; in the end it is the next connection that must work.
        int sent = 0;
        while (sent < Streams && TrySend(client, run.NextStream(lies: false))) sent++;
        if (sent == Streams) client.EndSending();
        FakeClient next = await f.Fake.ClientAsync();

        await AssertWorksAsync(f, next);
        Assert.NotEmpty((await f.Inbox.StateAsync(SessionState.WaitingToReconnect)).Cause);
        Assert.True(f.Gateway.Statistics.BadFrames > 0, $"No frame was refused of {sent} streams.");
    }

    private static bool TrySend(FakeClient client, byte[] bytes)
    {
        try
        {
            client.SendRaw(bytes);
            return true;
        }
        catch (SocketException)
        {
            return false; // The session has closed the connection.
        }
    }

    private static async Task AssertWorksAsync(GatewayFixture f, FakeClient client)
    {
        f.Gateway.Subscribe(GatewayFixture.Spy);
        ReqMktData asked = await client.RequestAsync<ReqMktData>(where: r => r.Contract.ConId == 756733);
        client.Send(new TickPrice(asked.ReqId, 1, 150.25, 100m));
        await f.Inbox.TickAsync(t => t is { Field: TickField.Bid, Value: 150.25m });
    }
}
