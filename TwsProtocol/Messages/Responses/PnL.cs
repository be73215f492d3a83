using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Profit and loss of an account, about once a second.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="DailyPnL">Of the day; null = unknown.</param>
/// <param name="UnrealizedPnL">Unrealized; null = unknown.</param>
/// <param name="RealizedPnL">Realized; null = unknown.</param>
public readonly record struct PnL(int ReqId, double? DailyPnL, double? UnrealizedPnL, double? RealizedPnL)
    : IResponse, IDecodable<PnL>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 94;

    private const string Name = "pnl";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PnL Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new PnL(
            ReqId: reader.ReadInt("reqId"),
            DailyPnL: reader.ReadDoubleMaxIsNull("dailyPnL"),
            UnrealizedPnL: reader.ReadDoubleMaxIsNull("unrealizedPnL"),
            RealizedPnL: reader.ReadDoubleMaxIsNull("realizedPnL"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.WriteOrMax(DailyPnL);
        writer.WriteOrMax(UnrealizedPnL);
        writer.WriteOrMax(RealizedPnL);
    }
}
