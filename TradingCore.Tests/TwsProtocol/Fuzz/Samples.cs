using System.Reflection;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol;

/// <summary>One message of every type with every property filled, so that a test that loops over them misses none.</summary>
internal static class Samples
{
    private static readonly Type[] Types =
    [
        .. typeof(IMessage).Assembly.GetTypes().Where(t => typeof(IMessage).IsAssignableFrom(t) && t is { IsInterface: false, IsAbstract: false }).OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    /// <summary>The messages that exist at <paramref name="serverVersion"/>.</summary>
    public static IEnumerable<IMessage> All(int serverVersion)
    {
        foreach (Type type in Types)
        {
            var message = (IMessage)Fill(type, serverVersion);
            if (serverVersion < 197 && message.CallName == "reqCurrentTimeInMillis") continue;
            yield return message;
        }
    }

    private static object Fill(Type type, int serverVersion)
    {
        if (type == typeof(OrderCondition)) return new PriceCondition(true, true, 450.5, 756733, "SMART", 2);
        if (type == typeof(OrderStatusKind)) return OrderStatusKind.PreSubmitted;
        ConstructorInfo constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First(c => !IsCopy(c, type));
        object value = constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, p.Name!, serverVersion))]);
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.CanWrite && constructor.GetParameters().All(c => c.Name != p.Name)))
        {
            if (!IsTooNew(property.Name, serverVersion, type)) property.SetValue(value, Value(property.PropertyType, property.Name, serverVersion));
        }
        return value;
    }

    private static object? Value(Type type, string name, int serverVersion)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (IsTooNew(name, serverVersion, typeof(object))) return plain == typeof(string) ? "" : plain == typeof(bool) ? false : null;
        if (name is "Start" or "End" && serverVersion >= 196) return plain == typeof(string) && type == typeof(string) ? "20260102" : null;
        return name switch
        {
            "OrderType" => "PEG BENCH",
            "SecType" => "BAG",
            "FaDataType" => 1,
            "TickType" when plain == typeof(int) => 1,
            "LastLiquidity" => 2,
            "LastTradeTime" => "09:30:00",
            _ when plain == typeof(string) => "T" + name,
            _ when plain == typeof(int) => 7,
            _ when plain == typeof(long) => 1_700_000_000L,
            _ when plain == typeof(double) => 1.25,
            _ when plain == typeof(decimal) => 0.50m,
            _ when plain == typeof(bool) => true,
            _ when plain.IsGenericType => List(plain.GetGenericArguments()[0], name, serverVersion),
            _ => Fill(plain, serverVersion),
        };
    }

    private static Array List(Type item, string name, int serverVersion)
    {
        Array list = Array.CreateInstance(item, 2);
        for (int i = 0; i < list.Length; i++) list.SetValue(Value(item, name + "Item", serverVersion), i);
        return list;
    }

    private static bool IsCopy(ConstructorInfo constructor, Type type) => constructor.GetParameters() is [var only] && only.ParameterType == type;

    // What a client refuses to send to an older server; the fields stay at their default there.
    private static bool IsTooNew(string name, int serverVersion, Type owner) => name switch
    {
        "ManualOrderTime" => serverVersion < 180 && owner != typeof(Order),
        "CustomerAccount" => serverVersion < 183,
        "ProfessionalCustomer" => serverVersion < 184,
        "IncludeOvernight" => serverVersion < 189,
        "ExtOperator" => serverVersion < 192,
        "ManualOrderIndicator" => serverVersion < 192,
        "ImbalanceOnly" => serverVersion < 199,
        "LastNDays" => serverVersion < 200,
        "SpecificDates" => serverVersion < 200,
        _ => false,
    };
}
