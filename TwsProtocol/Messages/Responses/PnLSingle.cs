using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Profit and loss of one position, about once a second.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Pos">Signed quantity.</param>
/// <param name="DailyPnL">Of the day; null = unknown.</param>
/// <param name="UnrealizedPnL">Unrealized; null = unknown.</param>
/// <param name="RealizedPnL">Realized; null = unknown.</param>
/// <param name="Value">Market value; null = unknown.</param>
public readonly record struct PnLSingle(
    int ReqId,
    decimal? Pos,
    double? DailyPnL,
    double? UnrealizedPnL,
    double? RealizedPnL,
    double? Value)
    : IResponse, IDecodable<PnLSingle>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 95;

    private const string Name = "pnlSingle";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PnLSingle Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new PnLSingle(
            ReqId: reader.ReadInt("reqId"),
            Pos: reader.ReadOptionalDecimal("pos"),
            DailyPnL: reader.ReadDoubleMaxIsNull("dailyPnL"),
            UnrealizedPnL: reader.ReadDoubleMaxIsNull("unrealizedPnL"),
            RealizedPnL: reader.ReadDoubleMaxIsNull("realizedPnL"),
            Value: reader.ReadDoubleMaxIsNull("value"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.WriteOrEmpty(Pos);
        writer.WriteOrMax(DailyPnL);
        writer.WriteOrMax(UnrealizedPnL);
        writer.WriteOrMax(RealizedPnL);
        writer.WriteOrMax(Value);
    }
}
