namespace TradingCore.Tests.Architecture;

/// <summary>The files of the repository, found from where the tests run.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] NotOurs = [".git", ".vs", ".idea", "bin", "obj", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of a file given from the root with forward slashes.</summary>
    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    /// <summary>Every file that is or could be committed, relative to the root with forward slashes.</summary>
    public static IEnumerable<string> All() => Under(Root).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'));

    private static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder).Where(d => !NotOurs.Contains(Path.GetFileName(d))).SelectMany(Under));

    private static string FindRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "TradingBlazor.sln"))) return d.FullName;
        throw new DirectoryNotFoundException($"No TradingBlazor.sln above {AppContext.BaseDirectory}: run the tests from a clone of the repository.");
    }
}
