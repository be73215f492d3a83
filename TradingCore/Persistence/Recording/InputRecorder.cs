using System.Globalization;
using System.Reflection;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingCore.Engine;
using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.Recording;

/// <summary>
/// Writes what enters the engine into files, one for each run and day, off the trading path: the engine puts a record into a bounded queue
/// and goes on. What finds the queue full, the day's files too large or the disk nearly full is not recorded; the file says how much is missing.
/// </summary>
public sealed class InputRecorder : IInputRecorder, IAsyncDisposable
{
    private const int QueueMax = 131_072;
    private const int BlockBytes = 256 * 1024;

    /// <summary>The disk is shared with the journal, which must never find it full because of recordings.</summary>
    private const long FreeBytesMin = 256L * 1024 * 1024;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A death of the process loses at most that much of the recording.</summary>
    private static readonly TimeSpan BlockInterval = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly RecordingOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<InputRecorder> _logger;
    private readonly Channel<RecordedItem> _queue;
    private readonly RecordWriter _records = new();
    private readonly CancellationTokenSource _leaving = new();
    private int _isLeaving;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool _isRecording;
    private RecordedStart? _start;
    private Task _writing = Task.CompletedTask;
    private FileStream? _file;
    private string _run = "";
    private int _part;
    private DateOnly _day;
    private long _partBytes;
    private long _dayBytesBefore;
    private long _missing;
    private long _lost;
    private string _failure = "";
    private bool _isOver;

    /// <summary>A recorder into a folder; it begins with <see cref="Begin"/>.</summary>
    public InputRecorder(string folder, RecordingOptions options, TimeProvider clock, ILogger<InputRecorder> logger)
        : this(folder, options, clock, logger, QueueMax)
    {
    }

    internal InputRecorder(string folder, RecordingOptions options, TimeProvider clock, ILogger<InputRecorder> logger, int queueMax)
    {
        _folder = folder;
        _options = options;
        _clock = clock;
        _logger = logger;
        _queue = Channel.CreateBounded<RecordedItem>(new BoundedChannelOptions(queueMax)
        {
            SingleReader = true,
            SingleWriter = true,
            FullMode = BoundedChannelFullMode.Wait,   // TryWrite then says no, and the gap is counted
            AllowSynchronousContinuations = false,    // the engine's loop must not write files
        });
    }

    /// <summary>The file that is written, or was written last; empty before the first.</summary>
    public string CurrentFile { get; private set; } = "";

    /// <summary>Records that are missing in the files of this run.</summary>
    public long Missing => Interlocked.Read(ref _lost);

    /// <summary>Records that wait to be written.</summary>
    public int QueueLength => _queue.Reader.Count;

    /// <inheritdoc/>
    public void Begin(RecordedStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (!_options.Enabled) return;
        _start = start;
        _run = start.Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'fff'Z'", CultureInfo.InvariantCulture);
        _isRecording = true;
        _writing = Task.Run(() => WriteAsync(_leaving.Token));
    }

    /// <inheritdoc/>
    public void Record(in EngineInput input) => Add(new RecordedItem(RecordWriter.KindOf(input), input));

    /// <inheritdoc/>
    public void JournalRefused(int attempt, string reason) => Add(new RecordedItem(RecordKind.Refused, default, attempt, reason));

    /// <inheritdoc/>
    public void End(string hash, long inputs)
    {
        Add(new RecordedItem(RecordKind.End, default, inputs, hash));
        Close();
    }

    /// <summary>Writes what is left, unless the disk takes too long, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        // A start that fails ends it twice at once: by the trading system and by the container.
        if (Interlocked.Exchange(ref _isLeaving, 1) != 0) return;
        Close();
        try
        {
            await _writing.WaitAsync(TimeSpan.FromSeconds(2), _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The file ends with its last whole block.
        }
        await _leaving.CancelAsync().ConfigureAwait(false);
        _leaving.Dispose();
    }

    private void Close()
    {
        _queue.Writer.TryComplete();
        _closed.TrySetResult();
    }

    private void Add(in RecordedItem item)
    {
        if (!_isRecording) return;
        // A gap stands where the records are missing, so it goes before the next one that finds room.
        if (_missing > 0 && _queue.Writer.TryWrite(new RecordedItem(RecordKind.Gap, default, _missing, "the queue of the recorder was full"))) _missing = 0;
        if (_missing == 0 && _queue.Writer.TryWrite(item)) return;
        _missing++;
        Interlocked.Increment(ref _lost);
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        try
        {
            DeleteOld();
            ChannelReader<RecordedItem> queue = _queue.Reader;
            while (await queue.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                long began = _clock.GetTimestamp();
                while (true)
                {
                    while (_records.Length < BlockBytes && queue.TryRead(out RecordedItem item)) Take(item);
                    if (_records.Length >= BlockBytes || _closed.Task.IsCompleted || _clock.GetElapsedTime(began) >= BlockInterval) break;
                    // Asleep between, so that a tick does not wake a thread.
                    await Task.WhenAny(Task.Delay(PollInterval, _clock, stop), _closed.Task).ConfigureAwait(false);
                    stop.ThrowIfCancellationRequested();
                }
                WriteBlock();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The file ends with its last whole block.
        }
        catch (Exception e)
        {
            // Trading does not need it.
            _logger.RecordingEnded(e, e.Message);
        }
        finally
        {
            _isRecording = false;
            _file?.Dispose();
        }
    }

    private void Take(in RecordedItem item)
    {
        if (_isOver) Interlocked.Increment(ref _lost);
        else _records.Write(item);
    }

    private void WriteBlock()
    {
        var day = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        if ((day != _day || _file is null) && !TryBeginPart(day)) return;
        if (_records.Length == 0 || _isOver) return;
        byte[] frame = RecordingFile.Frame(_records.Bytes);
        _records.Clear();
        if (_dayBytesBefore + _partBytes + frame.Length > _options.MaxBytesPerDay) GiveUpDay($"the files of the day would be larger than Persistence:Recording:MaxBytesPerDay ({_options.MaxBytesPerDay} bytes)");
        else if (FreeBytes() < FreeBytesMin) GiveUpDay($"less than {FreeBytesMin >> 20} MiB are free on the disk");
        else if (!TryPut(frame)) Gap("the file could not be written");
    }

    // The rest of the day is not recorded; the file says so, and the part of the next day goes on with the gap.
    private void GiveUpDay(string reason)
    {
        _isOver = true;
        _logger.RecordingStopped(reason);
        Gap(reason);
        TryPut(RecordingFile.Frame(_records.Bytes));
        _records.Clear();
    }

    private void Gap(string reason) => _records.Write(new RecordedItem(RecordKind.Gap, default, -1, reason));

    private bool TryPut(byte[] frame)
    {
        try
        {
            _file!.Write(frame);
            _partBytes += frame.Length;
            if (_failure.Length > 0) _logger.RecordingRecovered();
            _failure = "";
            return true;
        }
        catch (IOException e)
        {
            if (_failure.Length == 0) _logger.RecordingFailed(e.Message);
            _failure = e.Message;
            TryCutToWhole();
            return false;
        }
    }

    // Half a block is left by a full disk. The next whole one must follow the last whole one.
    private void TryCutToWhole()
    {
        try
        {
            _file!.SetLength(_partBytes);
            _file.Position = _partBytes;
        }
        catch (IOException e)
        {
            _failure = e.Message;
        }
    }

    private bool TryBeginPart(DateOnly day)
    {
        _file?.Dispose();
        Directory.CreateDirectory(_folder);
        _dayBytesBefore = Recordings().Where(f => DateOnly.FromDateTime(f.LastWriteTimeUtc) == day).Sum(f => f.Length);
        string path = Path.Combine(_folder, RecordingFile.Name(_run, _part + 1));
        // Nothing in between: a block is written with one call, and what was written survives the death of the process.
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        _partBytes = 0;
        byte[] head = RecordingFile.Frame(RecordingFile.Head(new RecordingHead(RecordingFile.Format, Version, _part == 0 ? _start : null)));
        if (!TryPut([.. RecordingFile.Magic, .. head]))
        {
            _file.Dispose();
            _file = null;
            _records.Clear();
            Gap("the file could not be begun");
            return false;
        }
        _part++;
        _day = day;
        CurrentFile = path;
        _start = null;
        if (_isOver)
        {
            _isOver = false;
            _records.Clear();
            Gap("the rest of the day before was not recorded");
        }
        return true;
    }

    private long FreeBytes()
    {
        try
        {
            return new DriveInfo(_folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return long.MaxValue;
        }
    }

    private void DeleteOld()
    {
        if (!Directory.Exists(_folder)) return;
        DateTime cut = (_clock.GetUtcNow() - TimeSpan.FromDays(_options.KeepDays)).UtcDateTime;
        foreach (IGrouping<string, FileInfo> run in Recordings().GroupBy(f => RecordingFile.Parse(f.Name)!.Value.Run))
        {
            // A part needs the parts before it, so the parts of a run go together.
            if (run.Max(f => f.LastWriteTimeUtc) >= cut) continue;
            foreach (FileInfo file in run)
            {
                try
                {
                    file.Delete();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    _logger.RecordingNotDeleted(file.Name, e.Message);
                }
            }
        }
    }

    private IEnumerable<FileInfo> Recordings() => new DirectoryInfo(_folder).EnumerateFiles("*" + RecordingFile.Extension).Where(f => RecordingFile.Parse(f.Name) is not null);

    private static string Version => typeof(InputRecorder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
