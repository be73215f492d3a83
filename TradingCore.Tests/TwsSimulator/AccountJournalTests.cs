using TwsSimulator.Persistence;

namespace TradingCore.Tests.Simulation;

/// <summary>The simulator's account while its disk takes nothing.</summary>
public sealed class AccountJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradingblazor-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_a_full_disk_does_not_take_waits_and_is_written_in_its_order_later()
    {
        var disk = new Disk();
        using (AccountJournal journal = Open(disk))
        {
            journal.Restart([Line(1)]);
            journal.Append(Line(2));
            disk.IsFull = true;
            journal.Append(Line(3));
            journal.Append(Line(4));
            disk.IsFull = false;
            journal.Append(Line(5));
        }

        Assert.Equal([1m, 2m, 3m, 4m, 5m], Written());
    }

    [Fact]
    public void It_is_written_also_when_nothing_new_happens()
    {
        var disk = new Disk();
        using (AccountJournal journal = Open(disk))
        {
            journal.Restart([]);
            disk.IsFull = true;
            journal.Append(Line(1));
            bool whileFull = journal.Flush();
            disk.IsFull = false;

            Assert.Equal((false, true), (whileFull, journal.Flush()));
        }

        Assert.Equal([1m], Written());
    }

    private AccountJournal Open(Disk disk) => AccountJournal.Open(_folder, path =>
    {
        disk.File = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        disk.File.Seek(0, SeekOrigin.End);
        return disk;
    });

    private decimal[] Written()
    {
        using AccountJournal journal = AccountJournal.Open(_folder);
        return [.. journal.Read().Select(l => l.Account!.Cash)];
    }

    private static JournalLine Line(decimal cash) => new() { Account = new StoredAccount("DU1234567", cash, 0m, default, 0, "", 0, new Dictionary<int, int>(), []) };

    /// <summary>A file that takes half of what is written while it is full, and says so.</summary>
    private sealed class Disk : Stream
    {
        public FileStream File { get; set; } = null!;

        public bool IsFull { get; set; }

        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => File.Length;

        public override long Position { get => File.Position; set => File.Position = value; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            File.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (IsFull) throw new IOException("No space left on device");
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => File.Flush();

        public override void SetLength(long value) => File.SetLength(value);

        public override long Seek(long offset, SeekOrigin origin) => File.Seek(offset, origin);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) File.Dispose();
            base.Dispose(disposing);
        }
    }
}
