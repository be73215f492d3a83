using System.Reflection;
using Microsoft.Extensions.Logging;

namespace TradingBlazor.Tests.Architecture;

/// <summary>An event id names one message for good: a person searches logs and writes alerts by it.</summary>
public sealed class LogEventIdTests
{
    /// <summary>docs/operations.md, "Log events": where a message is written decides its block of ids.</summary>
    private static readonly (string Namespace, int First, int Last)[] Blocks =
    [
        ("TradingCore.Tws", 1000, 1999), ("TradingCore.MarketData", 2000, 2999), ("TradingCore.Bars", 2000, 2999),
        // The engine's loop tells what orders, risk and positions came to, each in its own block.
        ("TradingCore.Engine", 3000, 5999),
        ("TradingCore.Orders", 3000, 3999), ("TradingCore.Risk", 4000, 4999), ("TradingCore.Positions", 5000, 5999), ("TradingCore.Accounts", 5000, 5999),
        ("TradingCore.Persistence", 6000, 6999), ("TradingCore.Hosting", 7000, 7999), ("TradingBlazor.Hosting", 7000, 7999),
        ("TradingBlazor.Api", 8000, 8999), ("TradingBlazor.Security", 8000, 8999),
        ("TradingBlazor", 9000, 9999), ("TwsSimulator", 10000, 10999), ("TradingCore.Alerts", 11000, 11999),
    ];

    private static readonly LogMessage[] Messages = LogMessage.In(
        Assembly.Load("TradingCore"), Assembly.Load("TwsSimulator"), Assembly.Load("TwsProtocol"), Assembly.Load("TradingBlazor"));

    [Fact]
    public void No_two_messages_share_an_event_id() => Assert.Empty(Shared(Messages));

    [Fact]
    public void Every_message_lies_in_the_block_of_its_folder()
    {
        string[] astray =
        [
            .. Messages
                .Select(m => (Message: m, Block: Blocks.FirstOrDefault(b => m.Where.StartsWith(b.Namespace + ".", StringComparison.Ordinal))))
                .Where(x => x.Block.First == 0 || x.Message.Id < x.Block.First || x.Message.Id > x.Block.Last)
                .Select(x => $"{x.Message.Where} has event id {x.Message.Id}, expected {x.Block.First} to {x.Block.Last}"),
        ];

        Assert.True(astray.Length == 0, string.Join('\n', astray));
    }

    [Fact]
    public void Two_messages_with_one_id_are_found() =>
        Assert.Equal(["1: A.X, B.Y"], Shared([new("A.X", 1), new("B.Y", 1), new("C.Z", 2)]));

    private static string[] Shared(IEnumerable<LogMessage> messages) =>
    [
        .. messages.GroupBy(m => m.Id).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Where).Order(StringComparer.Ordinal))}"),
    ];

    private sealed record LogMessage(string Where, int Id)
    {
        private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        public static LogMessage[] In(params Assembly[] assemblies) =>
        [
            .. from type in assemblies.SelectMany(a => a.GetTypes())
               from method in type.GetMethods(Any)
               let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
               where attribute is not null
               select new LogMessage($"{type.FullName}.{method.Name}", attribute.EventId),
        ];
    }
}
