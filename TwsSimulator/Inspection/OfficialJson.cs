using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwsProtocol.Contracts;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TwsSimulator.Inspection;

/// <summary>
/// Messages as JSON by the names of their properties, in camelCase. Arguments of the call are all there; objects below them hold what differs from
/// the default of the official class. "No value" is the official number for it: 2147483647, 1.7976931348623157E+308 and their like.
/// </summary>
internal static class OfficialJson
{
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    /// <summary>The arguments of a message's call.</summary>
    public static JsonObject Of(IMessage message) => Of(message, isArguments: true);

    private static JsonObject Of(object value, bool isArguments)
    {
        var json = new JsonObject();
        if (value is OrderCondition condition) json["type"] = condition.GetType().Name[..^"Condition".Length];
        foreach (Member member in Members.GetOrAdd(value.GetType(), MembersOf))
        {
            object? inner = member.Property.GetValue(value);
            if (!isArguments && member.HasDefault && (Equals(inner, member.Default) || inner is ICollection { Count: 0 })) continue;
            if (inner is null && IsObject(member.Property.PropertyType)) continue;
            json[member.Name] = Node(inner, member.Property.PropertyType);
        }
        return json;
    }

    private static JsonNode? Node(object? value, Type type)
    {
        switch (value)
        {
            case null: return Unset(Nullable.GetUnderlyingType(type) ?? type);
            case string text: return JsonValue.Create(text);
            case bool flag: return JsonValue.Create(flag);
            case int number: return JsonValue.Create(number);
            case long number: return JsonValue.Create(number);
            case double number: return double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));
            case decimal number: return JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));
            case Enum named: return JsonValue.Create(named.ToString());
            case IEnumerable items:
                var list = new JsonArray();
                foreach (object? item in items) list.Add(item is null ? null : Node(item, item.GetType()));
                return list;
            default: return Of(value, isArguments: false);
        }
    }

    private static JsonValue? Unset(Type type)
    {
        if (type == typeof(int)) return JsonValue.Create(int.MaxValue);
        if (type == typeof(long)) return JsonValue.Create(long.MaxValue);
        if (type == typeof(double)) return JsonValue.Create(double.MaxValue);
        if (type == typeof(decimal)) return JsonValue.Create(decimal.MaxValue.ToString(CultureInfo.InvariantCulture));
        return type == typeof(string) ? JsonValue.Create("") : null;
    }

    private static bool IsObject(Type type) => type.IsClass && type != typeof(string);

    private static Member[] MembersOf(Type type)
    {
        object? plain = type.GetConstructor(Type.EmptyTypes) is null ? null : Activator.CreateInstance(type);
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.CanWrite)
                .Select(p => new Member(p, JsonNamingPolicy.CamelCase.ConvertName(p.Name), plain is not null || IsUnsetByDefault(type, p), OfficialDefault(type, p, plain))),
        ];
    }

    // The records have the defaults of the official classes, but for these.
    private static object? OfficialDefault(Type type, PropertyInfo property, object? plain)
    {
        if (type == typeof(OrderState) && property.PropertyType == typeof(string)) return "";
        if (type == typeof(OrderState) && property.Name is nameof(OrderState.CommissionAndFees) or nameof(OrderState.MinCommissionAndFees) or nameof(OrderState.MaxCommissionAndFees)) return 0d;
        if (type == typeof(ComboLeg) && property.Name == nameof(ComboLeg.ExemptCode)) return 0;
        if (type == typeof(Execution) && property.PropertyType == typeof(decimal?)) return 0m;
        return plain is null ? null : property.GetValue(plain);
    }

    private static bool IsUnsetByDefault(Type type, PropertyInfo property) => type == typeof(OrderComboLeg) && property.Name == nameof(OrderComboLeg.Price);

    private sealed record Member(PropertyInfo Property, string Name, bool HasDefault, object? Default);
}
