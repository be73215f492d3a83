namespace TradingCore.Tests.Shared;

/// <summary>A folder of its own with some of the shared files, so that a replay plays these alone; deleted with its owner.</summary>
internal sealed class ReplayFolderCopy : IDisposable
{
    public ReplayFolderCopy(params string[] files)
    {
        foreach (string file in files) File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("replay-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
