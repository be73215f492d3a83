using Microsoft.Extensions.Logging;
using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.Journal;

/// <summary>
/// The write-ahead log: append-only segment files, one write call per append, no disk wait on the caller's path. An append is in the
/// file as a whole or not at all. The disk itself is flushed by a background task shortly after; an append waits for it only when it
/// begins a new segment.
/// </summary>
/// <remarks>Append is called by the engine's loop; reading and deleting by the history's. A lock keeps them apart for microseconds.</remarks>
public sealed class FileJournal : IJournal, IDisposable, IAsyncDisposable
{
    private readonly string _folder;
    private readonly PersistenceOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<FileJournal> _logger;
    private readonly Func<string, IJournalFile> _openFile;
    private readonly Lock _gate = new();
    private readonly SortedList<long, string> _segments = [];
    private readonly SemaphoreSlim _appended = new(0, 1);
    private readonly SemaphoreSlim _dirty = new(0, 1);
    private readonly CancellationTokenSource _leaving = new();

    private readonly JournalEncoder _encoder = new();
    private volatile bool _isUntold;
    private IJournalFile? _file;
    private Task _flushing = Task.CompletedTask;
    private long _length;
    private long _lastSequence;
    private long _flushedSequence;
    private bool _tailIsUnsure;
    private volatile string _failure = "The journal is not open yet.";

    /// <summary>A journal in a folder; <see cref="Open"/> makes it usable.</summary>
    public FileJournal(string folder, PersistenceOptions options, TimeProvider clock, ILogger<FileJournal> logger)
        : this(folder, options, clock, logger, path => new DiskJournalFile(path))
    {
    }

    internal FileJournal(string folder, PersistenceOptions options, TimeProvider clock, ILogger<FileJournal> logger, Func<string, IJournalFile> openFile)
    {
        _folder = folder;
        _options = options;
        _clock = clock;
        _logger = logger;
        _openFile = openFile;
    }

    /// <summary>Number of the newest append; 0 when there was none.</summary>
    public long LastSequence => Interlocked.Read(ref _lastSequence);

    /// <summary>Number of the newest append that the disk has for certain.</summary>
    public long FlushedSequence => Interlocked.Read(ref _flushedSequence);

    /// <summary>Why nothing can be written now; empty when it can.</summary>
    public string Failure => _failure;

    /// <summary>Name of this journal; empty before it is open.</summary>
    internal string Id { get; private set; } = "";

    /// <summary>Number of the oldest append that is still in a file; one above <see cref="LastSequence"/> when none is.</summary>
    internal long FirstSequence
    {
        get { lock (_gate) return _segments.Count == 0 ? 1 : _segments.GetKeyAtIndex(0); }
    }

    /// <summary>Checks every segment, cuts off a torn end, and takes entries from now on.</summary>
    /// <exception cref="PersistenceException">An entry in the middle is damaged or missing, or the folder cannot be used.</exception>
    public void Open()
    {
        lock (_gate)
        {
            if (_file is not null) return;
            try
            {
                Directory.CreateDirectory(_folder);
                Id = JournalId.ReadOrCreate(_folder);
                foreach ((long first, string path) in SegmentReader.Find(_folder)) _segments.Add(first, path);
                _lastSequence = Check_NeedsLock();
                if (_segments.Count == 0) Begin_NeedsLock(1);
                else Resume_NeedsLock();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new PersistenceException($"The journal in '{_folder}' cannot be opened: {e.Message} Make the folder writable and see that the disk has space.", e);
            }
            _flushedSequence = _lastSequence;
            _failure = "";
            CancellationToken leaving = _leaving.Token;   // the task may begin after the journal was closed again
            _flushing = Task.Run(() => FlushInBackgroundAsync(leaving), CancellationToken.None);
        }
        _logger.JournalOpened(_lastSequence, _segments.Count);
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<JournalEntry> entries)
    {
        AppendQuietly(entries);
        Wake();
    }

    /// <inheritdoc/>
    public void AppendQuietly(IReadOnlyList<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0) return;
        lock (_gate)
        {
            if (_file is null) throw new JournalException(_failure);
            _encoder.Write(entries);
            try
            {
                RepairTail_NeedsLock();
                if (_length >= _options.SegmentBytesMax) Begin_NeedsLock(_lastSequence + 1);
                ReadOnlySpan<byte> frame = _encoder.Seal(_lastSequence + 1);
                _tailIsUnsure = true;
                _file.Write(frame, _length);
                _tailIsUnsure = false;
                _length += frame.Length;
                Interlocked.Increment(ref _lastSequence);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (_failure.Length == 0) _logger.JournalWriteFailed(e.Message);
                _failure = e.Message;
                TryRepairTail_NeedsLock();
                throw new JournalException($"The journal in '{_folder}' cannot be written: {e.Message}", e);
            }
            if (_failure.Length > 0)
            {
                _failure = "";
                _logger.JournalWriteRecovered();
            }
        }
        _isUntold = true;
    }

    /// <inheritdoc/>
    public void Wake()
    {
        if (!_isUntold) return;
        _isUntold = false;
        Signal(_dirty);
        Signal(_appended);
    }

    /// <summary>Waits until something was appended since the last wait.</summary>
    internal Task WaitForAppendAsync(CancellationToken stop) => _appended.WaitAsync(stop);

    /// <summary>Appends after <paramref name="sequence"/>, oldest first, at most <paramref name="framesMax"/>.</summary>
    /// <exception cref="PersistenceException">The one after <paramref name="sequence"/> is not there any more, or is damaged.</exception>
    internal IReadOnlyList<JournalFrame> Read(long sequence, int framesMax)
    {
        long last;
        List<KeyValuePair<long, string>> segments;
        lock (_gate)
        {
            last = _lastSequence;
            segments = [.. _segments];
        }
        if (sequence >= last) return [];
        if (segments.Count == 0 || segments[0].Key > sequence + 1)
            throw new PersistenceException($"The history ends at entry {sequence}, but the journal in '{_folder}' begins later: the entries between are lost. Restore the history file and the journal from the same backup.");

        var frames = new List<JournalFrame>();
        for (int i = 0; i < segments.Count && frames.Count < framesMax; i++)
        {
            if (i + 1 < segments.Count && segments[i + 1].Key <= sequence + 1) continue;
            ReadOnlySpan<byte> bytes = SegmentReader.ReadAll(segments[i].Value);
            int offset = FrameCodec.Magic.Length;
            while (frames.Count < framesMax && offset < bytes.Length && FrameCodec.TryDecode(bytes[offset..], out long found, out ReadOnlySpan<byte> payload) && found <= last)
            {
                offset += FrameCodec.HeaderBytes + payload.Length;
                if (found <= sequence) continue;
                frames.Add(SegmentReader.Parse(found, payload));
                sequence = found;
            }
        }
        if (frames.Count == 0) throw new PersistenceException($"Entry {sequence + 1} of the journal in '{_folder}' cannot be read any more: the file was changed or the disk is failing.");
        return frames;
    }

    /// <summary>Makes sure that the disk has everything up to <paramref name="sequence"/>.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    internal void FlushThrough(long sequence)
    {
        if (FlushedSequence < sequence) Flush();
        if (FlushedSequence < sequence) throw new IOException($"The journal in '{_folder}' cannot be flushed to the disk.");
    }

    /// <summary>Deletes segments whose appends are all in the history.</summary>
    internal void DeleteThrough(long sequence)
    {
        lock (_gate)
        {
            while (_segments.Count > 1 && _segments.GetKeyAtIndex(1) <= sequence + 1)
            {
                string path = _segments.GetValueAtIndex(0);
                try
                {
                    File.Delete(path);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    _logger.JournalSegmentNotDeleted(path, e.Message);
                    return;
                }
                _segments.RemoveAt(0);
                _logger.JournalSegmentDeleted(path);
            }
        }
    }

    /// <summary>Goes on after <paramref name="sequence"/> when the history is ahead of the journal, so that no number is ever given twice.</summary>
    /// <remarks>It can be ahead when somebody deleted the journal or put back an old copy of it.</remarks>
    internal void ContinueAfter(long sequence)
    {
        lock (_gate)
        {
            if (sequence <= _lastSequence) return;
            _logger.JournalBehindHistory(sequence, _lastSequence);
            Begin_NeedsLock(sequence + 1);
            Interlocked.Exchange(ref _lastSequence, sequence);
            Interlocked.Exchange(ref _flushedSequence, sequence);
        }
        // Everything older is in the history already, or was not written by it: a gap in the numbers would stop the next start.
        DeleteThrough(sequence);
    }

    /// <summary>Takes the name of a journal that is gone, whose history this one carries on.</summary>
    internal void TakeId(string id)
    {
        JournalId.Write(_folder, id);
        Id = id;
    }

    /// <summary>Flushes and closes the files.</summary>
    public void Dispose()
    {
        if (_leaving.IsCancellationRequested) return;
        _leaving.Cancel();
        Flush();
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
            _encoder.Dispose();
            _failure = "The journal is closed.";
        }
        _leaving.Dispose();
    }

    /// <summary>Flushes, closes the files and waits for the flushing task.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _flushing.ConfigureAwait(false);
    }

    // -- opening --

    private long Check_NeedsLock()
    {
        long last = _segments.Count == 0 ? 0 : _segments.GetKeyAtIndex(0) - 1;
        for (int i = 0; i < _segments.Count; i++)
        {
            (long first, string path) = (_segments.GetKeyAtIndex(i), _segments.GetValueAtIndex(i));
            if (first != last + 1)
                throw new PersistenceException($"The journal in '{_folder}' has a gap: after entry {last} comes '{Path.GetFileName(path)}'. Put the missing file back from a backup; nothing is started without it.");
            byte[] bytes = SegmentReader.ReadAll(path);
            int good = SegmentReader.GoodLength(bytes, first, out last);
            _length = good;
            if (good == bytes.Length) continue;
            bool isTail = i == _segments.Count - 1 && !FrameCodec.HoldsFrame(bytes.AsSpan(good), last + 1);
            if (!isTail)
                throw new PersistenceException($"Entry {last + 1} of the journal is damaged: '{path}' at byte {good}, and good entries follow it. Put the file back from a backup; nothing is started on half a record of orders.");
            CutTail(path, bytes.AsSpan(good), good, last);
        }
        return last;
    }

    private void CutTail(string path, ReadOnlySpan<byte> tail, long good, long last)
    {
        // Kept, because bytes that look torn to a program may tell a person something.
        string kept = $"{path}.cut-at-{good}";
        File.WriteAllBytes(kept, tail);
        using IJournalFile file = _openFile(path);
        file.SetLength(good);
        file.FlushToDisk();
        _logger.JournalTailCut(tail.Length, last, path, kept);
    }

    private void Resume_NeedsLock()
    {
        _file = _openFile(_segments.GetValueAtIndex(_segments.Count - 1));
        if (_length >= FrameCodec.Magic.Length) return;
        // The process died between creating the segment and writing its first bytes.
        _file.Write(FrameCodec.Magic, 0);
        _length = FrameCodec.Magic.Length;
    }

    private void Begin_NeedsLock(long firstSequence)
    {
        // The old segment must be on the disk before the new one is: a hole in the middle would stop the next start.
        _file?.FlushToDisk();
        string path = Path.Combine(_folder, SegmentReader.FileName(firstSequence));
        IJournalFile next = _openFile(path);
        try
        {
            next.SetLength(0);
            next.Write(FrameCodec.Magic, 0);
        }
        catch
        {
            next.Dispose();
            throw;
        }
        _file?.Dispose();
        _file = next;
        _length = FrameCodec.Magic.Length;
        _segments[firstSequence] = path;
    }

    // -- writing --

    private void RepairTail_NeedsLock()
    {
        if (!_tailIsUnsure) return;
        // A failed write may have left a part of a frame, or a whole one that nobody was promised; the next must follow the last good one.
        _file!.SetLength(_length);
        _tailIsUnsure = false;
    }

    private void TryRepairTail_NeedsLock()
    {
        try
        {
            RepairTail_NeedsLock();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tried again before the next append; until then the bytes are a torn end, which the next start cuts off.
            _failure = e.Message;
        }
    }

    private async Task FlushInBackgroundAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _dirty.WaitAsync(stop).ConfigureAwait(false);
                await Task.Delay(_options.FlushDelay, _clock, stop).ConfigureAwait(false);
                Flush();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Dispose flushes what is left.
        }
    }

    private void Flush()
    {
        // Not under the lock: an append must not wait for the disk.
        IJournalFile? file;
        long sequence;
        lock (_gate) (file, sequence) = (_file, _lastSequence);
        try
        {
            file?.FlushToDisk();
            InterlockedMax(ref _flushedSequence, sequence);
        }
        catch (ObjectDisposedException)
        {
            // The segment was ended in between; ending flushes it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.JournalFlushFailed(e.Message);
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen = Interlocked.Read(ref target);
        while (seen < value)
        {
            long before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    private static void Signal(SemaphoreSlim signal)
    {
        // One pending signal says all; more would only wake the reader for nothing.
        if (signal.CurrentCount > 0) return;
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread has just signalled.
        }
    }
}
