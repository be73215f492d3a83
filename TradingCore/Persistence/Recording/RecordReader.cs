using System.Text;
using TradingCore.Domain;
using TradingCore.Engine.Events;

namespace TradingCore.Persistence.Recording;

/// <summary>Reads what <see cref="RecordWriter"/> wrote into one block.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> block)
{
    private readonly List<string> _names = [];
    private ReadOnlySpan<byte> _left = block;
    private long _time;

    /// <summary>Reads the next record; false at the end of the block.</summary>
    /// <exception cref="RecordingException">It is not what this version writes.</exception>
    public bool TryRead(out RecordedItem item)
    {
        item = default;
        if (_left.IsEmpty) return false;
        var kind = (RecordKind)Byte();
        item = kind switch
        {
            RecordKind.Tick => new RecordedItem(kind, ReadTick()),
            RecordKind.Clock => new RecordedItem(kind, new ClockTick { Time = Time() }),
            RecordKind.Event => new RecordedItem(kind, ReadEvent()),
            RecordKind.Refused or RecordKind.Gap or RecordKind.End => new RecordedItem(kind, default, Number(), Text()),
            _ => throw new RecordingException($"it holds a record of the kind {(byte)kind}, which this version does not know"),
        };
        return true;
    }

    private MarketTick ReadTick()
    {
        var conId = new ConId((int)Number());
        var field = (TickField)Byte();
        byte flags = Byte();
        DateTimeOffset received = Time();
        decimal? value = (flags & 1) != 0 ? Decimal() : null;
        decimal? size = (flags & 2) != 0 ? Decimal() : null;
        DateTimeOffset? eventTime = (flags & 4) != 0 ? At(_time + Number()) : null;
        return new MarketTick(conId, field, value, size, received, eventTime);
    }

    private Engine.EngineEvent ReadEvent()
    {
        int known = (int)Number();
        if (known == 0) _names.Add(Text());
        string name = known == 0 ? _names[^1] : known <= _names.Count ? _names[known - 1] : throw Damaged();
        return RecordingJson.Read(name, Take((int)Number()));
    }

    private DateTimeOffset Time() => At(_time += Number());

    private decimal Decimal()
    {
        byte head = Byte();
        byte scale = (byte)(head & 0x1F);
        bool isNegative = (head & 0x40) != 0;
        if (scale > 28) throw Damaged();
        if ((head & 0x80) != 0) return new decimal((int)(uint)Number(), (int)(uint)Number(), (int)(uint)Number(), isNegative, scale);
        long digits = Number();
        return new decimal((int)digits, (int)(digits >> 32), 0, isNegative, scale);
    }

    private string Text() => Encoding.UTF8.GetString(Take((int)Number()));

    private static DateTimeOffset At(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Damaged();

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _left.Length) throw Damaged();
        ReadOnlySpan<byte> taken = _left[..length];
        _left = _left[length..];
        return taken;
    }

    private long Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return (long)(value >> 1) ^ -(long)(value & 1);
        }
        throw Damaged();
    }

    private byte Byte()
    {
        if (_left.IsEmpty) throw Damaged();
        byte b = _left[0];
        _left = _left[1..];
        return b;
    }

    private static RecordingException Damaged() => new("a record in it is damaged");
}
