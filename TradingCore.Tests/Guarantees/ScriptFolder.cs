namespace TradingCore.Tests.Guarantees;

/// <summary>A folder with a shell script that a test lets run as a program of its own; gone with the test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("tradingcore-").FullName;

    /// <summary>Writes <c>restart.sh</c> and returns the command that runs it.</summary>
    public string[] Script(string body, params string[] arguments)
    {
        string file = Path.Combine(_path, "restart.sh");
        File.WriteAllText(file, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return [file, .. arguments];
    }

    /// <summary>Lines of a file; none when it is not there.</summary>
    public IReadOnlyList<string> Lines(string name) => File.Exists(Path.Combine(_path, name)) ? File.ReadAllLines(Path.Combine(_path, name)) : [];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
