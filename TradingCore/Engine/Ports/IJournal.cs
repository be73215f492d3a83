namespace TradingCore.Engine.Ports;

/// <summary>The write-ahead log of the engine.</summary>
public interface IJournal
{
    /// <summary>
    /// Appends the entries in order. When it returns, they survive <c>kill -9</c> of this process (the operating system has them);
    /// the disk itself is flushed a moment later by somebody else, so that no order waits for a disk.
    /// </summary>
    /// <exception cref="JournalException">The entries could not be written, for example because the disk is full. None of them counts.</exception>
    void Append(IReadOnlyList<JournalEntry> entries);

    /// <summary>
    /// The same, and as durable, but whoever reads or flushes the journal sleeps on until <see cref="Wake"/>: waking threads takes longer than the append,
    /// and an order waits for the append only.
    /// </summary>
    /// <exception cref="JournalException">As of <see cref="Append"/>.</exception>
    void AppendQuietly(IReadOnlyList<JournalEntry> entries) => Append(entries);

    /// <summary>Wakes whoever reads or flushes what was appended; called when what followed from it, such as an order, is on its way.</summary>
    void Wake()
    {
    }
}
