using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace TwsProtocol.Inspection;

/// <summary>
/// Records the frames of connections as JSON lines <c>{"time","from","clientId","serverVersion","hex"}</c>, account numbers masked.
/// </summary>
/// <remarks>
/// Recording copies the bytes and returns; one task of its own masks and writes. When it cannot keep up, frames are left out of the file, and a line
/// <c>{"time","dropped"}</c> says how many. Any thread may record.
/// </remarks>
public sealed class FrameCapture : IAsyncDisposable
{
    private const int RecordsMax = 16_384;
    private const long BytesMax = 64L * 1024 * 1024;
    private const int LengthBytes = 4;
    private readonly Stream _file;
    private readonly AccountMask _mask;
    private readonly Action<Exception>? _onFailed;
    private readonly Channel<Record> _records;
    private readonly Task _writing;
    private long _waitingBytes;
    private long _dropped;
    private long _droppedNoted;
    private DateTimeOffset _lastTime;
    private volatile bool _isBroken;

    /// <summary>Starts to record.</summary>
    /// <param name="file">Where the lines go; closed at the end.</param>
    /// <param name="accounts">Account numbers that are known already; those of managedAccounts messages are learnt.</param>
    /// <param name="onFailed">Told once when the file cannot be written; everything after that counts as dropped.</param>
    /// <param name="recordsMax">Frames that may wait, from 1.</param>
    public FrameCapture(Stream file, IEnumerable<string> accounts, Action<Exception>? onFailed = null, int recordsMax = RecordsMax)
    {
        ArgumentNullException.ThrowIfNull(file);
        _file = file;
        _mask = new AccountMask(accounts);
        _onFailed = onFailed;
        _records = Channel.CreateBounded<Record>(new BoundedChannelOptions(recordsMax)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait, // TryWrite then says no, and the frame is counted as dropped
            AllowSynchronousContinuations = false,
        });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Frames that are missing in the file.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Opens a file that only its owner may read; what it holds already is kept.</summary>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <param name="accounts">Account numbers that are known already.</param>
    /// <param name="onFailed">Told once when the file cannot be written.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static FrameCapture Open(string path, IEnumerable<string> accounts, Action<Exception>? onFailed = null)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FrameCapture(new FileStream(path, options), accounts, onFailed);
    }

    /// <summary>Records whole frames as they went over the socket, or a client's hello.</summary>
    /// <param name="time">When.</param>
    /// <param name="from">Who sent them.</param>
    /// <param name="clientId">API client id; -1 when it is not known yet.</param>
    /// <param name="serverVersion">Negotiated version; 0 before.</param>
    /// <param name="frames">One or more frames, lengths included.</param>
    public void Frames(DateTimeOffset time, FrameSource from, int clientId, int serverVersion, ReadOnlySpan<byte> frames)
    {
        if (!TryRent(frames.Length, out byte[] bytes)) return;
        frames.CopyTo(bytes);
        Add(new Record(time, from, clientId, serverVersion, bytes, frames.Length));
    }

    /// <summary>Records a frame whose length has been taken off already.</summary>
    /// <param name="time">When.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="clientId">API client id; -1 when it is not known yet.</param>
    /// <param name="serverVersion">Negotiated version; 0 before.</param>
    /// <param name="payload">Payload of one frame.</param>
    public void Payload(DateTimeOffset time, FrameSource from, int clientId, int serverVersion, in ReadOnlySequence<byte> payload)
    {
        int length = (int)payload.Length;
        if (!TryRent(LengthBytes + length, out byte[] bytes)) return;
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        payload.CopyTo(bytes.AsSpan(LengthBytes));
        Add(new Record(time, from, clientId, serverVersion, bytes, LengthBytes + length));
    }

    /// <summary>Waits until everything that was recorded before this call is in the file, or is counted as missing in it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _records.Writer.WriteAsync(new Record(default, default, 0, 0, [], 0, written), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // Closing writes all there is.
            await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _records.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private bool TryRent(int length, out byte[] bytes)
    {
        if (Interlocked.Add(ref _waitingBytes, length) > BytesMax || _isBroken)
        {
            Interlocked.Add(ref _waitingBytes, -length);
            Interlocked.Increment(ref _dropped);
            bytes = [];
            return false;
        }
        bytes = ArrayPool<byte>.Shared.Rent(length);
        return true;
    }

    private void Add(in Record record)
    {
        if (_records.Writer.TryWrite(record)) return;
        Interlocked.Increment(ref _dropped);
        Return(record);
    }

    private void Return(in Record record)
    {
        Interlocked.Add(ref _waitingBytes, -record.Length);
        ArrayPool<byte>.Shared.Return(record.Bytes);
    }

    private async Task WriteAsync()
    {
        var lines = new StringBuilder();
        while (await _records.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_records.Reader.TryRead(out Record record))
            {
                if (record.Asked is { } asked)
                {
                    await FlushFileAsync().ConfigureAwait(false);
                    asked.SetResult();
                    continue;
                }
                AppendDropped(lines, record.Time);
                AppendFrames(lines, record);
                Return(record);
                await WriteLinesAsync(lines).ConfigureAwait(false);
            }
            await FlushFileAsync().ConfigureAwait(false);
        }
        AppendDropped(lines, _lastTime);
        await WriteLinesAsync(lines).ConfigureAwait(false);
        await FlushFileAsync().ConfigureAwait(false);
    }

    private void AppendFrames(StringBuilder lines, in Record record)
    {
        _lastTime = record.Time;
        Span<byte> rest = record.Bytes.AsSpan(0, record.Length);
        while (!rest.IsEmpty)
        {
            bool isHello = record.From == FrameSource.Client && rest.StartsWith("API\0"u8);
            int head = isHello ? 2 * LengthBytes : LengthBytes;
            int length = rest.Length < head ? 0 : BinaryPrimitives.ReadInt32BigEndian(rest[(head - LengthBytes)..]);
            int whole = rest.Length < head || length < 0 || length > rest.Length - head ? rest.Length : head + length;
            Span<byte> payload = rest[Math.Min(head, whole)..whole];
            if (record.From == FrameSource.Server) _mask.Learn(payload);
            _mask.Apply(payload);
            string from = record.From == FrameSource.Client ? "client" : "server";
            lines.Append(CultureInfo.InvariantCulture, $"{{\"time\":\"{record.Time.UtcDateTime:O}\",\"from\":\"{from}\",\"clientId\":{record.ClientId},\"serverVersion\":{record.ServerVersion},\"hex\":\"")
                .Append(Convert.ToHexStringLower(rest[..whole])).Append("\"}\n");
            rest = rest[whole..];
        }
    }

    private void AppendDropped(StringBuilder lines, DateTimeOffset time)
    {
        long dropped = Dropped;
        if (dropped == _droppedNoted) return;
        lines.Append(CultureInfo.InvariantCulture, $"{{\"time\":\"{time.UtcDateTime:O}\",\"dropped\":{dropped - _droppedNoted}}}\n");
        _droppedNoted = dropped;
    }

    private async Task WriteLinesAsync(StringBuilder lines)
    {
        if (!_isBroken && lines.Length > 0)
        {
            try
            {
                await _file.WriteAsync(Encoding.ASCII.GetBytes(lines.ToString())).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                Fail(e);
            }
        }
        else if (_isBroken)
        {
            Interlocked.Increment(ref _dropped);
        }
        lines.Clear();
    }

    private async Task FlushFileAsync()
    {
        if (_isBroken) return;
        try
        {
            await _file.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        _isBroken = true;
        Interlocked.Increment(ref _dropped);
        _onFailed?.Invoke(e);
    }

    private readonly record struct Record(DateTimeOffset Time, FrameSource From, int ClientId, int ServerVersion, byte[] Bytes, int Length, TaskCompletionSource? Asked = null);
}
