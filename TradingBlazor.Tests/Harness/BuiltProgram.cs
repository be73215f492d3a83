using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Harness;

/// <summary>Programs of the solution as they were built, in the configuration that the tests were built in.</summary>
internal static class BuiltProgram
{
    private static readonly DirectoryInfo OwnOutput = new(AppContext.BaseDirectory); // …/bin/Debug/net10.0/

    /// <summary>Absolute path of the program's assembly in its own output folder.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string PathOf(string project)
    {
        string path = RepositoryFiles.PathOf($"{project}/bin/{OwnOutput.Parent!.Name}/{OwnOutput.Name}/{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not there: build TradingBlazor.sln first.", path);
    }
}
