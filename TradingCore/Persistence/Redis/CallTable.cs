using System.Reflection;
using TradingCore.Engine;
using TradingCore.MarketData;

namespace TradingCore.Persistence.Redis;

/// <summary>A method that may be called over Redis.</summary>
/// <param name="Name">Interface, method and number of arguments.</param>
/// <param name="Method">The method.</param>
/// <param name="Arguments">Types of its arguments, without the token that ends the wait.</param>
/// <param name="Result">Type of its answer.</param>
/// <param name="IsUrgent">True for what goes before everything else: kill switch and cancels.</param>
internal sealed record RemoteMethod(string Name, MethodInfo Method, Type[] Arguments, Type Result, bool IsUrgent);

/// <summary>Everything that may be called over Redis; there is no other way in. What the interfaces of the engine's doors have, this has.</summary>
internal static class CallTable
{
    private static readonly Type[] Doors = [typeof(ITradingCommands), typeof(IRiskCommands), typeof(IMarketQueries), typeof(IViewWishes)];

    private static readonly Dictionary<string, RemoteMethod> ByName = Doors.SelectMany(d => d.GetMethods()).Where(IsAnswered).Select(Of).ToDictionary(m => m.Name, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<RemoteMethod> All => ByName.Values;

    /// <summary>The method of a name; null when there is none.</summary>
    public static RemoteMethod? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Name of a method.</summary>
    public static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}/{method.GetParameters().Count(p => p.ParameterType != typeof(CancellationToken))}";

    private static bool IsAnswered(MethodInfo method) => method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>);

    private static RemoteMethod Of(MethodInfo method) => new(
        NameOf(method), method, [.. method.GetParameters().Select(p => p.ParameterType).Where(t => t != typeof(CancellationToken))], method.ReturnType.GetGenericArguments()[0],
        method.Name is nameof(IRiskCommands.EngageKillSwitchAsync) or nameof(ITradingCommands.CancelAsync) or nameof(ITradingCommands.CancelAllAsync));
}
