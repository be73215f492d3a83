using TradingBlazor.Settings;

namespace TradingBlazor.Tests.Security;

/// <summary>Commands that a page shows to be copied into a shell.</summary>
public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("/var/lib/trading/backup-1.zip", false, "/var/lib/trading/backup-1.zip")]
    [InlineData("/home/mira/my trades/backup-1.zip", false, "'/home/mira/my trades/backup-1.zip'")]
    [InlineData("--Persistence:Folder=/home/mira/it's here", false, @"'--Persistence:Folder=/home/mira/it'\''s here'")]
    [InlineData("/data/$HOME;x", false, "'/data/$HOME;x'")]
    [InlineData("", false, "''")]
    [InlineData(@"C:\Trading\data", true, @"C:\Trading\data")]
    [InlineData(@"C:\Program Files\Trading", true, @"""C:\Program Files\Trading""")]
    public void A_word_that_the_shell_would_take_apart_is_quoted(string word, bool isWindows, string written) => Assert.Equal(written, ShellWords.Quoted(word, isWindows));
}
