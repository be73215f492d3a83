using System.Reflection;
using TradingBlazor.Hosting;
using TradingCore.Hosting;

namespace TradingBlazor.Tests.Deploy;

/// <summary>Every setting that the program has, so that what a deployment sets is one of them.</summary>
internal static class SettingNames
{
    /// <summary>Keys with colons, such as <c>Tws:Port</c>.</summary>
    public static IReadOnlySet<string> All { get; } = Find();

    /// <summary>The key that an environment variable of a deployment sets; null when it is none of the program's.</summary>
    public static string? KeyOf(string variable) =>
        variable.StartsWith(SettingsSources.EnvironmentPrefix, StringComparison.Ordinal) ? variable[SettingsSources.EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal) : null;

    private static HashSet<string> Find()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "urls" };
        foreach (Type type in new[] { typeof(DeskSettings).Assembly, typeof(TradingSettings).Assembly }.SelectMany(a => a.GetTypes()))
            if (type.GetField("Section", BindingFlags.Public | BindingFlags.Static | BindingFlags.NonPublic) is { IsLiteral: true } section) Add(names, (string)section.GetRawConstantValue()!, type);
        // Stands in no section.
        names.Add(nameof(TradingSettings.Role));
        return names;
    }

    private static void Add(HashSet<string> names, string path, Type type)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            names.Add($"{path}:{property.Name}");
            if (property.PropertyType is { IsClass: true, IsArray: false } part && part != typeof(string) && part.Namespace?.StartsWith("Trading", StringComparison.Ordinal) == true) Add(names, $"{path}:{property.Name}", part);
        }
    }
}
