using System.Text.Json;
using System.Text.Json.Nodes;
using TradingCore.Domain;
using TradingCore.Persistence.Journal;

namespace TradingCore.Persistence.History;

/// <summary>
/// The JSON column of an order: its attributes, and among them under one name how this system handles it. Rows of older versions have the
/// attributes alone, which reads the same.
/// </summary>
internal static class OrderExtras
{
    private const string HandlingName = "handling";

    /// <summary>The column; null when the order has nothing of it.</summary>
    public static string? Write(Order order)
    {
        bool hasAttributes = order.Attributes != OrderAttributes.None, hasHandling = order.Handling != OrderHandling.None;
        if (!hasHandling) return hasAttributes ? JsonSerializer.Serialize(order.Attributes, StorageJson.Default.OrderAttributes) : null;
        JsonObject json = hasAttributes ? JsonSerializer.SerializeToNode(order.Attributes, StorageJson.Default.OrderAttributes)!.AsObject() : [];
        json[HandlingName] = JsonSerializer.SerializeToNode(order.Handling, StorageJson.Default.OrderHandling);
        return json.ToJsonString();
    }

    /// <summary>The attributes.</summary>
    public static OrderAttributes ReadAttributes(string? column)
    {
        if (column is null) return OrderAttributes.None;
        OrderAttributes read = JsonSerializer.Deserialize<OrderAttributes>(column, StorageJson.Reading) ?? OrderAttributes.None;
        return read == OrderAttributes.None ? OrderAttributes.None : read;
    }

    /// <summary>How this system handles the order.</summary>
    public static OrderHandling ReadHandling(string? column) =>
        column is not null && JsonNode.Parse(column)?[HandlingName] is { } handling
            ? handling.Deserialize<OrderHandling>(StorageJson.Reading) ?? OrderHandling.None
            : OrderHandling.None;
}
