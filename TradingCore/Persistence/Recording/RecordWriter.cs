using System.Buffers;
using System.Text;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Events;

namespace TradingCore.Persistence.Recording;

/// <summary>
/// Records as bytes. Times are differences to the record before, in ticks of 100 ns; numbers are variable in length; a name of a kind is written
/// once in a block and is a number after that, so that each block can be read without the ones before it.
/// </summary>
internal sealed class RecordWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private long _time;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Number of bytes.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>Begins a new block.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _names.Clear();
        _time = 0;
    }

    public void Write(in RecordedItem item)
    {
        Byte((byte)item.Kind);
        switch (item.Kind)
        {
            case RecordKind.Tick: WriteTick(item.Input.Tick); break;
            case RecordKind.Clock: Time(item.Input.Event!.Time); break;
            case RecordKind.Event: WriteEvent(item.Input.Event!); break;
            default:
                Number(item.Number);
                WriteText(item.Text);
                break;
        }
    }

    /// <summary>The kind that an input is written as.</summary>
    public static RecordKind KindOf(in EngineInput input) => input.Event switch { null => RecordKind.Tick, ClockTick => RecordKind.Clock, _ => RecordKind.Event };

    private void WriteTick(in MarketTick tick)
    {
        Number(tick.ConId.Value);
        Byte((byte)tick.Field);
        Byte((byte)((tick.Value is null ? 0 : 1) | (tick.Size is null ? 0 : 2) | (tick.EventTime is null ? 0 : 4)));
        Time(tick.ReceivedTime);
        if (tick.Value is { } value) Decimal(value);
        if (tick.Size is { } size) Decimal(size);
        if (tick.EventTime is { } eventTime) Number(eventTime.UtcTicks - _time);
    }

    private void WriteEvent(EngineEvent e)
    {
        string name = e.GetType().Name;
        if (_names.TryGetValue(name, out int known))
        {
            Number(known);
        }
        else
        {
            _names.Add(name, _names.Count + 1);
            Number(0);
            WriteText(name);
        }
        byte[] json = RecordingJson.Write(e);
        Number(json.Length);
        _bytes.Write(json);
    }

    private void Time(DateTimeOffset time)
    {
        Number(time.UtcTicks - _time);
        _time = time.UtcTicks;
    }

    // Scale and sign in one byte, then the digits; a number with more than 63 bits of digits is written whole.
    private void Decimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        byte scale = (byte)(parts[3] >> 16);
        bool isNegative = parts[3] < 0;
        bool isLong = parts[2] != 0 || parts[1] < 0;
        Byte((byte)(scale | (isNegative ? 0x40 : 0) | (isLong ? 0x80 : 0)));
        if (isLong)
        {
            for (int i = 0; i < 3; i++) Number((uint)parts[i]);
            return;
        }
        Number(((long)parts[1] << 32) | (uint)parts[0]);
    }

    private void WriteText(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(bytes.Length);
        _bytes.Write(bytes);
    }

    private void Number(long value)
    {
        // Zigzag, so that small negative numbers are short, too; then seven bits a byte.
        ulong left = (ulong)((value << 1) ^ (value >> 63));
        while (left >= 0x80)
        {
            Byte((byte)(left | 0x80));
            left >>= 7;
        }
        Byte((byte)left);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
