using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Harness;

/// <summary>Where tests leave what a person may want to look at afterwards: <c>artifacts/</c> at the root, which is never committed.</summary>
internal static class Artifacts
{
    /// <summary>Absolute path of <paramref name="name"/> under <c>artifacts/<paramref name="folder"/></c>; the folder exists afterwards.</summary>
    public static string PathOf(string folder, string name)
    {
        string directory = Path.Combine(RepositoryFiles.Root, "artifacts", folder);
        Directory.CreateDirectory(directory);
        return Path.Combine(directory, name);
    }
}
