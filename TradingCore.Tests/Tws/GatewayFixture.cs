using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Tests.Guarantees;
using TradingCore.Tws;

namespace TradingCore.Tests.Tws;

/// <summary>A fake gateway with a session connected to it.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    public GatewayFixture(int serverVersion = 187, TimeProvider? clock = null, Action<TwsOptions>? configure = null)
    {
        Clock = clock ?? ShiftedClock.Afternoon();
        Fake = new FakeGateway(serverVersion, clock: Clock);
        Options = new TwsOptions
        {
            Port = Fake.Port,
            ReconnectDelayMin = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(100),
        };
        configure?.Invoke(Options);
        Gateway = new TwsGateway(Options, Clock, NullLoggerFactory.Instance);
    }

    /// <summary>Clock of both sides; an afternoon unless a test gave another.</summary>
    public TimeProvider Clock { get; }

    public FakeGateway Fake { get; }

    public TwsOptions Options { get; }

    public TwsGateway Gateway { get; }

    public RecordingInbox Inbox { get; } = new();

    public void Start() => Gateway.Start(Inbox);

    /// <summary>Starts and waits until the session is ready for requests.</summary>
    public async Task<FakeClient> ConnectAsync()
    {
        Start();
        FakeClient client = await Fake.ClientAsync();
        await Inbox.StateAsync(SessionState.Reconciling);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Inbox.MakeRoom();
        await Gateway.DisposeAsync();
        await Fake.DisposeAsync();
    }

    public static Instrument Spy { get; } = Stock("SPY", 756733);

    public static Instrument Stock(string symbol, int conId) => new()
    {
        Contract = new Contract { ConId = new ConId(conId), Ticker = symbol, Symbol = symbol, SecurityType = SecurityType.Stock, PrimaryExchange = "ARCA" },
    };

    public static Instrument Pair { get; } = new()
    {
        Contract = new Contract { ConId = new ConId(12087792), Ticker = "EUR.USD", Symbol = "EUR", SecurityType = SecurityType.Forex, Exchange = "IDEALPRO" },
    };

    public static Order Limit(int id, OrderSide side = OrderSide.Buy, decimal quantity = 100m, decimal price = 150.25m) => new()
    {
        OrderRef = new OrderRef($"TB-{id}"),
        OrderId = new OrderId(id),
        Account = new AccountId("DU1234567"),
        Contract = Spy.Contract,
        Side = side,
        Quantity = quantity,
        Type = OrderType.Limit,
        LimitPrice = price,
    };
}
