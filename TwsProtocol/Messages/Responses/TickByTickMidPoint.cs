using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One midpoint. Hot: decodes without allocation.</summary>
/// <param name="ReqId">Id of the request.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="MidPoint">Midpoint.</param>
public readonly record struct TickByTickMidPoint(int ReqId, long Time, double MidPoint)
    : IResponse, IDecodable<TickByTickMidPoint>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 99;

    private const string Name = "tickByTickMidPoint";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickByTickMidPoint Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        (int reqId, _) = TickByTick.ReadHead(ref reader);
        return DecodeRest(ref reader, reqId);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(TickByTick.MidPoint);
        writer.Write(Time);
        writer.Write(MidPoint);
    }

    internal static TickByTickMidPoint DecodeRest(ref FieldReader reader, int reqId) =>
        new(reqId, Time: reader.ReadLong("time"), MidPoint: reader.ReadDouble("midPoint"));
}
