using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace TradingCore.Tests.Architecture;

/// <summary>Which folder (first namespace part under a root) may use which: arrows that do not stand in the table are broken rules.</summary>
internal sealed class DependencyDirection
{
    private readonly string _root;
    private readonly Dictionary<string, HashSet<string>> _allowed;

    /// <param name="root">Namespace whose direct children are the folders.</param>
    /// <param name="arrows">Folder and what it may use: folders under the root, and namespaces or types outside it that only folders naming them may use.</param>
    public DependencyDirection(string root, params (string Folder, string[] MayUse)[] arrows)
    {
        _root = root;
        _allowed = arrows.ToDictionary(a => a.Folder, a => a.MayUse.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>One sentence for each arrow in <paramref name="assembly"/> that is not allowed; empty when all is well.</summary>
    /// <param name="assembly">The assembly whose types under the root are looked at.</param>
    /// <param name="reserved">Namespaces or types outside the root that only folders naming them in the table may use.</param>
    public IReadOnlyList<string> Violations(Assembly assembly, params string[] reserved)
    {
        ArchUnitNET.Domain.Architecture architecture = new ArchLoader().LoadAssemblies(assembly).Build();
        var violations = new SortedSet<string>(StringComparer.Ordinal);
        foreach (IType type in architecture.Types)
        {
            if (FolderOf(type) is not { } from) continue;
            if (!_allowed.TryGetValue(from, out HashSet<string>? mayUse))
            {
                violations.Add($"{type.FullName}: folder '{from}' of {_root} has no place in the table of arrows");
                continue;
            }
            foreach (IType used in type.Dependencies.SelectMany(Targets))
            {
                string? to = FolderOf(used) ?? reserved.FirstOrDefault(r => IsUnder(used.FullName, r));
                if (to is null || to == from || mayUse.Contains(to)) continue;
                violations.Add($"{type.FullName} uses {used.FullName}: {from} may not use {to}");
            }
        }
        return [.. violations];
    }

    private static IEnumerable<IType> Targets(ArchUnitNET.Domain.Dependencies.ITypeDependency dependency) =>
        dependency.TargetGenericArguments.SelectMany(Flatten).Prepend(dependency.Target);

    private static IEnumerable<IType> Flatten(GenericArgument argument) =>
        argument.GenericArguments.SelectMany(Flatten).Prepend(argument.Type);

    private string? FolderOf(IType type) =>
        type.FullName.StartsWith(_root + ".", StringComparison.Ordinal) ? type.FullName[(_root.Length + 1)..].Split('.', '+', '`')[0] : null;

    private static bool IsUnder(string fullName, string namespaceOrType) =>
        fullName == namespaceOrType || fullName.StartsWith(namespaceOrType + ".", StringComparison.Ordinal);
}
