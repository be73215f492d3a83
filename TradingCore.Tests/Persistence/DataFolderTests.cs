using TradingCore.Persistence;

namespace TradingCore.Tests.Persistence;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_process_on_the_folder_is_refused_and_told_who_has_it()
    {
        using DataFolder first = DataFolder.Open(_folder.Root);

        PersistenceException e = Assert.Throws<PersistenceException>(() => DataFolder.Open(_folder.Root));

        Assert.Contains($"in use by another process (pid {Environment.ProcessId})", e.Message, StringComparison.Ordinal);
        Assert.Contains("--Persistence:Folder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_can_be_taken_again_after_it_was_given_back()
    {
        DataFolder.Open(_folder.Root).Dispose();

        using DataFolder second = DataFolder.Open(_folder.Root);

        Assert.Equal(_folder.Root, second.Root);
    }

    [Fact]
    public void A_new_folder_is_its_owners_alone_and_one_that_is_there_keeps_its_rights()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files.");
        string fresh = _folder.Below("new"), old = _folder.Below("old");
        UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, shared = owner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        Make(old, shared);

        using DataFolder made = DataFolder.Open(fresh), taken = DataFolder.Open(old);

        Assert.Equal((owner, shared), (ModeOf(fresh), ModeOf(old)));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_the_way_out()
    {
        string file = _folder.Below("a-file");
        File.WriteAllText(file, "");

        PersistenceException e = Assert.Throws<PersistenceException>(() => DataFolder.Open(Path.Combine(file, "data")));

        Assert.Contains(file, e.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be created", e.Message, StringComparison.Ordinal);
        Assert.Contains("--Persistence:Folder", e.Message, StringComparison.Ordinal);
    }

    private static void Make(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, mode);
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
