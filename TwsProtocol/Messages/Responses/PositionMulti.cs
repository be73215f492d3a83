using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One position of an account and model.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Account">Account.</param>
/// <param name="Contract">Contract.</param>
/// <param name="Position">Signed quantity.</param>
/// <param name="AvgCost">Average cost per unit times multiplier, commission included.</param>
/// <param name="ModelCode">Model portfolio.</param>
public sealed record PositionMulti(
    int ReqId,
    string Account,
    Contract Contract,
    decimal? Position,
    double AvgCost,
    string ModelCode)
    : IResponse, IDecodable<PositionMulti>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 71;

    private const string Name = "positionMulti";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PositionMulti Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new PositionMulti(
            ReqId: reader.ReadInt("reqId"),
            Account: reader.ReadText("account"),
            Contract: ContractFields.ReadServer(ref reader),
            Position: reader.ReadOptionalDecimal("position"),
            AvgCost: reader.ReadDouble("avgCost"),
            ModelCode: reader.ReadText("modelCode"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Account);
        ContractFields.WriteServer(writer, Contract);
        writer.WriteOrEmpty(Position);
        writer.Write(AvgCost);
        writer.Write(ModelCode);
    }
}
