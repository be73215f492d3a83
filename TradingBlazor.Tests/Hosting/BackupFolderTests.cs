using TradingBlazor.Settings;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Hosting;

/// <summary>Where backups may lie.</summary>
public sealed class BackupFolderTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _data.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Nothing_and_a_folder_of_its_own_are_taken()
    {
        Assert.Equal("", BackupFolder.Fault("", _data.Path));
        Assert.Equal("", BackupFolder.Fault(_other.Path, _data.Path));
        Assert.Equal("", BackupFolder.Fault(Path.Combine(_other.Path, "not", "there", "yet"), _data.Path));
    }

    [Fact]
    public void A_part_of_a_path_a_file_the_data_folder_and_what_is_around_it_are_refused()
    {
        string file = Path.Combine(_other.Path, "file");
        File.WriteAllText(file, "");

        Assert.Contains("Expected a whole path", BackupFolder.Fault("backups", _data.Path), StringComparison.Ordinal);
        Assert.Contains("which is a file", BackupFolder.Fault(file, _data.Path), StringComparison.Ordinal);
        Assert.Contains("lies in the data folder or around it", BackupFolder.Fault(Path.Combine(_data.Path, "journal"), _data.Path), StringComparison.Ordinal);
        Assert.Contains("lies in the data folder or around it", BackupFolder.Fault(_data.Path + "/../" + Path.GetFileName(_data.Path), _data.Path), StringComparison.Ordinal);
        Assert.Contains("lies in the data folder or around it", BackupFolder.Fault(Path.GetDirectoryName(_data.Path)!, _data.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_browsers_are_served_is_refused_through_a_link_too()
    {
        string served = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        bool isMine = !Directory.Exists(served);
        Directory.CreateDirectory(served);
        try
        {
            string link = Path.Combine(_other.Path, "link");
            Directory.CreateSymbolicLink(link, served);

            Assert.Contains("browsers are served what is there", BackupFolder.Fault(Path.Combine(served, "backups"), _data.Path), StringComparison.Ordinal);
            Assert.Contains("browsers are served what is there", BackupFolder.Fault(Path.Combine(link, "backups"), _data.Path), StringComparison.Ordinal);
        }
        finally
        {
            if (isMine) Directory.Delete(served);
        }
    }

    [Fact]
    public void A_folder_that_others_can_write_to_gets_a_word()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights.");
            return;
        }
        string own = Path.Combine(_other.Path, "own"), inside = Path.Combine(own, "inside");
        Directory.CreateDirectory(inside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        string before = BackupFolder.Warning(inside);
        File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);

        Assert.Equal("", before);
        Assert.Contains($"Other users of this machine can write to '{own}'", BackupFolder.Warning(inside), StringComparison.Ordinal);
        Assert.Contains(own, BackupFolder.Warning(Path.Combine(inside, "later")), StringComparison.Ordinal);
    }
}
