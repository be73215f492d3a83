using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace TradingCore.Persistence.Journal;

/// <summary>
/// One frame of the journal while it is written: room for the header, then JSON. Hot path: the bytes are used again for every append, texts that need no escaping are
/// copied as they are. For one thread at a time.
/// </summary>
internal sealed class JournalBuffer : IBufferWriter<byte>
{
    private const int KeptBytesMax = 256 * 1024;

    // What the serializer of the framework leaves as it is.
    private static readonly SearchValues<char> Plain = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -_.,:;/@()[]{}*=%#!?$|~^");
    private byte[] _bytes = new byte[8 * 1024];
    private int _length = FrameCodec.HeaderBytes;

    /// <summary>Bytes after the header.</summary>
    public int PayloadLength => _length - FrameCodec.HeaderBytes;

    /// <summary>Header and payload.</summary>
    public Span<byte> Frame => _bytes.AsSpan(0, _length);

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        _length = FrameCodec.HeaderBytes;
        if (_bytes.Length > KeptBytesMax) _bytes = new byte[8 * 1024];
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes a text in quotation marks.</summary>
    public void Text(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Plain))
        {
            Raw("\""u8);
            Raw(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
            Raw("\""u8);
            return;
        }
        Span<byte> target = GetSpan(text.Length + 2);
        target[0] = (byte)'"';
        Encoding.ASCII.GetBytes(text, target[1..]);
        target[text.Length + 1] = (byte)'"';
        _length += text.Length + 2;
    }

    /// <summary>Writes a number.</summary>
    public void Number(decimal value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(32), out int count);
        _length += count;
    }

    /// <inheritdoc cref="Number(decimal)"/>
    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(24), out int count);
        _length += count;
    }

    /// <summary>Writes a time in quotation marks, whole to the tenth of a microsecond and with its offset.</summary>
    public void Time(DateTimeOffset value)
    {
        Span<byte> target = GetSpan(40);
        target[0] = (byte)'"';
        Utf8Formatter.TryFormat(value, target[1..], out int count, new StandardFormat('O'));
        target[count + 1] = (byte)'"';
        _length += count + 2;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsSpan(_length);
    }

    private void MakeRoom(int sizeHint)
    {
        int needed = _length + Math.Max(sizeHint, 256);
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}
