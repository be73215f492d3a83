using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>What goes with a market data subscription; comes once after the request.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="MinTick">Smallest price step.</param>
/// <param name="BboExchange">Code for reqSmartComponents; may be empty.</param>
/// <param name="SnapshotPermissions">Code of the rights to snapshots.</param>
public sealed record TickReqParams(int ReqId, double MinTick, string BboExchange, int SnapshotPermissions)
    : IResponse, IDecodable<TickReqParams>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 81;

    private const string Name = "tickReqParams";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickReqParams Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new TickReqParams(
            ReqId: reader.ReadInt("reqId"),
            MinTick: reader.ReadDouble("minTick"),
            BboExchange: reader.ReadText("bboExchange"),
            SnapshotPermissions: reader.ReadInt("snapshotPermissions"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(MinTick);
        writer.Write(BboExchange);
        writer.Write(SnapshotPermissions);
    }
}
