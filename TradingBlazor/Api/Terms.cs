using System.Text.Json;
using TradingCore.Domain;

namespace TradingBlazor.Api;

/// <summary>The words of the interface: the field's own where it has some, the names of this system otherwise.</summary>
internal static class Terms
{
    private const string Other = "OTHER";

    private static readonly Dictionary<OrderState, string> StateNames = Enum.GetValues<OrderState>().ToDictionary(s => s, s => JsonNamingPolicy.CamelCase.ConvertName(s.ToString()));

    /// <summary>Sides that can be sent.</summary>
    public static IReadOnlyDictionary<string, OrderSide> Sides { get; } =
        new Dictionary<string, OrderSide>(StringComparer.OrdinalIgnoreCase) { ["BUY"] = OrderSide.Buy, ["SELL"] = OrderSide.Sell };

    /// <summary>Order types that can be sent.</summary>
    public static IReadOnlyDictionary<string, OrderType> Types { get; } = OrderTypes.All.ToDictionary(t => t.Code(), t => t, StringComparer.OrdinalIgnoreCase);

    /// <summary>Times in force that can be sent.</summary>
    public static IReadOnlyDictionary<string, TimeInForce> Tifs { get; } = TimesInForce.All.ToDictionary(t => t.Code(), t => t, StringComparer.OrdinalIgnoreCase);

    /// <summary>What can become of an order while the gateway is away.</summary>
    public static IReadOnlyDictionary<string, OfflineChoice> OfflineChoices { get; } =
        new Dictionary<string, OfflineChoice>(StringComparer.OrdinalIgnoreCase) { ["reject"] = OfflineChoice.Reject, ["queue"] = OfflineChoice.Queue };

    /// <summary>States of orders.</summary>
    public static IReadOnlyDictionary<string, OrderState> States { get; } = StateNames.ToDictionary(s => s.Value, s => s.Key, StringComparer.OrdinalIgnoreCase);

    public static string Name(OrderState state) => StateNames[state];

    public static string Name(OrderSide side) => side == OrderSide.Buy ? "BUY" : "SELL";

    public static string Name(OrderType type) => type.IsKnown() ? type.Code() : Other;

    public static string Name(TimeInForce tif) => tif.IsKnown() ? tif.Code() : Other;

    public static string Name<T>(T other) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(other.ToString());
}
