namespace TradingCore.Persistence.Journal;

/// <summary>The part of a file that the journal writes through.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>Writes all bytes at an offset, unbuffered.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file off.</summary>
    void SetLength(long length);

    /// <summary>Waits until the disk has everything.</summary>
    void FlushToDisk();
}
