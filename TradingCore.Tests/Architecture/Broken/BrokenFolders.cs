#pragma warning disable IDE0130 // the namespaces play folders of a broken program
#pragma warning disable CA1812 // never created: only their metadata is read

namespace TradingCore.Tests.Architecture.Broken.Inner
{
    /// <summary>A decision that reaches outward in each way a program can.</summary>
    internal sealed class ByField { public Outer.Thing? Value { get; set; } }

    internal sealed class ByMethodBody { public static string Name() => Outer.Thing.Make().ToString()!; }

    internal sealed class ByGenericArgument { public static List<List<Outer.Thing>>? Values { get; set; } }

    internal sealed class ByLambda { public static Func<object> Make { get; } = () => new Outer.Thing(); }

    internal sealed class ByAsyncMethod { public static async Task<string> NameAsync() { await Task.Yield(); return Outer.Thing.Make().ToString()!; } }

    internal sealed class ByReservedNamespace { public static string Read(string path) => System.IO.File.ReadAllText(path); }

    internal sealed class ByReservedType { public static DateTimeOffset Now() => TimeProvider.System.GetUtcNow(); }

    internal sealed class Innocent { public static string Name { get; } = nameof(Innocent); }
}

namespace TradingCore.Tests.Architecture.Broken.Outer
{
    internal sealed class Thing { public static Thing Make() => new(); }

    internal sealed class UsesInner { public Inner.Innocent? Value { get; set; } }
}

namespace TradingCore.Tests.Architecture.Broken.Stranger
{
    internal sealed class Alone;
}
