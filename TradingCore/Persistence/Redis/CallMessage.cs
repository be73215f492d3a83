using MessagePack;

namespace TradingCore.Persistence.Redis;

/// <summary>A command on its way to the engine.</summary>
/// <param name="Id">Never used twice.</param>
/// <param name="Engine">Fencing token of the engine it is meant for: another one does not carry it out.</param>
/// <param name="ExpiresTime">By the engine's clock; past it the command is not carried out.</param>
/// <param name="Process">Who waits for the answer.</param>
/// <param name="Method">Which command.</param>
/// <param name="Arguments">Its arguments, packed.</param>
internal sealed record CallMessage(string Id, long Engine, DateTimeOffset ExpiresTime, string Process, string Method, IReadOnlyList<byte[]> Arguments)
{
    public const string Purpose = "command";

    /// <summary>In the place of a method: asks whether a command was taken, and for its answer. Its arguments are the command's id and the engine that it was meant for. One that was not taken never will be.</summary>
    public const string Ask = "?";

    /// <summary>Answers to the question.</summary>
    public const byte WasNotTaken = 0, WasTaken = 1, WasMeantForAnother = 2;

    private const int ArgumentsMax = 16;

    public byte[] Pack() => PackedParts.Write(256, (ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(6);
        writer.Write(Id);
        writer.Write(Engine);
        writer.Write(ExpiresTime.UtcTicks);
        writer.Write(Process);
        writer.Write(Method);
        writer.WriteArrayHeader(Arguments.Count);
        foreach (byte[] argument in Arguments) writer.Write(argument);
    });

    /// <exception cref="FormatException">It is none.</exception>
    public static CallMessage Read(ReadOnlyMemory<byte> packed) => PackedParts.Read(packed, "A command", 6, static (ref MessagePackReader reader) =>
    {
        (string? id, long engine, long ticks, string? process, string? method) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), reader.ReadString());
        int count = reader.ReadArrayHeader();
        if (count > ArgumentsMax) throw new FormatException("A command has too many arguments.");
        var arguments = new List<byte[]>(count);
        for (int i = 0; i < count; i++) arguments.Add(PackedParts.Bytes(ref reader));
        return new CallMessage(id ?? "", engine, new DateTimeOffset(ticks, TimeSpan.Zero), process ?? "", method ?? "", arguments);
    });
}

/// <summary>The engine's answer to a command.</summary>
/// <param name="Id">Which.</param>
/// <param name="Refused">Why it was not carried out; empty when it was.</param>
/// <param name="Result">The answer, packed.</param>
internal sealed record AnswerMessage(string Id, string Refused, byte[] Result)
{
    public const string Purpose = "answer";

    public byte[] Pack() => PackedParts.Write(256, (ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(3);
        writer.Write(Id);
        writer.Write(Refused);
        writer.Write(Result);
    });

    /// <exception cref="FormatException">It is none.</exception>
    public static AnswerMessage Read(ReadOnlyMemory<byte> packed) => PackedParts.Read(
        packed, "An answer", 3, static (ref MessagePackReader reader) => new AnswerMessage(reader.ReadString() ?? "", reader.ReadString() ?? "", PackedParts.Bytes(ref reader)));
}
