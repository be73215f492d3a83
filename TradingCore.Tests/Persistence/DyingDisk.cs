using TradingCore.Persistence.Journal;

namespace TradingCore.Tests.Persistence;

/// <summary>The process dies at one operation on the journal's files: half of a write is done, and nothing after it.</summary>
/// <param name="diesAt">Which operation, from 1; later than all when it should live.</param>
internal sealed class DyingDisk(int diesAt)
{
    public int Operations { get; private set; }

    public bool IsDead { get; private set; }

    public IJournalFile Open(string path)
    {
        Next(() => { });
        return new File(new DiskJournalFile(path), this);
    }

    private void Next(Action beforeDying)
    {
        if (IsDead) throw new ProcessDiedException();
        if (++Operations != diesAt) return;
        IsDead = true;
        beforeDying();
        throw new ProcessDiedException();
    }

    /// <summary>Not one of the exceptions that the journal handles: a dead process handles nothing.</summary>
    public sealed class ProcessDiedException : Exception;

    private sealed class File(DiskJournalFile file, DyingDisk disk) : IJournalFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            byte[] half = bytes[..(bytes.Length / 2)].ToArray();
            disk.Next(() => file.Write(half, offset));
            file.Write(bytes, offset);
        }

        public void SetLength(long length)
        {
            disk.Next(() => { });
            file.SetLength(length);
        }

        public void FlushToDisk()
        {
            if (disk.IsDead) return;   // the system closes the files of the dead
            disk.Next(() => { });
            file.FlushToDisk();
        }

        public void Dispose() => file.Dispose();
    }
}
