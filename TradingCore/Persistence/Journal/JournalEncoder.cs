using System.IO.Hashing;
using System.Text.Json;
using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.Journal;

/// <summary>Writes appends of the journal as bytes. Hot path: a usual order goes straight into a buffer that is used again. For one thread at a time.</summary>
internal sealed class JournalEncoder : IDisposable
{
    private readonly JournalBuffer _buffer = new();
    private readonly XxHash3 _hash = new();
    private Utf8JsonWriter? _json;

    /// <summary>Writes the entries of one append.</summary>
    /// <exception cref="JournalException">They are too much for one.</exception>
    public void Write(IReadOnlyList<JournalEntry> entries)
    {
        _buffer.Clear();
        for (int i = 0; i < entries.Count; i++)
        {
            _buffer.Raw(i == 0 ? "["u8 : ","u8);
            if (entries[i] is OrderWritten written && OrderJson.TryWrite(written.Order, _buffer)) continue;
            _json ??= new Utf8JsonWriter(_buffer);
            JsonSerializer.Serialize(_json, JournalLine.From(entries[i]), StorageJson.Default.JournalLine);
            _json.Reset(_buffer);
        }
        _buffer.Raw("]"u8);
        if (_buffer.PayloadLength > FrameCodec.PayloadBytesMax)
            throw new JournalException($"{entries.Count} entries of {_buffer.PayloadLength} bytes are too much for one append (at most {FrameCodec.PayloadBytesMax}).");
    }

    /// <summary>What was written last, under a number and with its checksum. Good until the next call.</summary>
    public ReadOnlySpan<byte> Seal(long sequence)
    {
        Span<byte> frame = _buffer.Frame;
        FrameCodec.Seal(frame, sequence, _hash);
        return frame;
    }

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();
}
