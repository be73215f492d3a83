using System.Reflection;

namespace TradingCore.Tests.Persistence.Recording;

/// <summary>Makes a value of any plain type, with something in every member: for tests that must hold for types that do not exist yet.</summary>
internal static class Sample
{
    private const int DepthMax = 6;

    public static object? Of(Type type, int depth = 0)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Of(underlying, depth);
        if (type == typeof(string)) return "text ä \"quoted\" \0";
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return -7;
        if (type == typeof(long)) return 9_876_543_210L;
        if (type == typeof(double)) return 1.25;
        if (type == typeof(decimal)) return 1.10m;
        if (type == typeof(byte)) return (byte)3;
        if (type == typeof(DateTimeOffset)) return Given.Now.AddTicks(3);
        if (type == typeof(TimeSpan)) return TimeSpan.FromTicks(12_345_678);
        if (type == typeof(DateOnly)) return new DateOnly(2026, 10, 5);
        if (type == typeof(TimeOnly)) return new TimeOnly(9, 30);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1);
        if (depth > DepthMax) return null;
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 0);
        if (type.IsGenericType && type.IsInterface) return ListOf(type, depth);
        return type.IsAbstract ? Derived(type, depth) : Object(type, depth);
    }

    private static object ListOf(Type type, int depth)
    {
        Type[] items = type.GetGenericArguments();
        if (items.Length == 2) return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(items))!;
        Array list = Array.CreateInstance(items[0], 1);
        list.SetValue(Of(items[0], depth + 1), 0);
        return list;
    }

    private static object? Derived(Type type, int depth) => type.Assembly.GetTypes().FirstOrDefault(t => t.IsSubclassOf(type) && !t.IsAbstract) is { } known ? Of(known, depth) : null;

    private static object Object(Type type, int depth)
    {
        ConstructorInfo? constructor = type.GetConstructors().Where(c => c.GetParameters().All(p => p.ParameterType != type)).OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        object made = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType, depth + 1))]);
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0))
            property.SetValue(made, Of(property.PropertyType, depth + 1));
        return made;
    }
}
