using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One quote. Hot: decodes without allocation.</summary>
/// <param name="ReqId">Id of the request.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="BidPrice">Bid.</param>
/// <param name="AskPrice">Ask.</param>
/// <param name="BidSize">Bid size.</param>
/// <param name="AskSize">Ask size.</param>
/// <param name="AttribMask">Bit 0 bidPastLow, bit 1 askPastHigh.</param>
public readonly record struct TickByTickBidAsk(
    int ReqId, long Time, double BidPrice, double AskPrice, decimal? BidSize, decimal? AskSize, int AttribMask = 0)
    : IResponse, IDecodable<TickByTickBidAsk>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 99;

    private const string Name = "tickByTickBidAsk";

    /// <summary>The bid is below the day's low.</summary>
    public bool BidPastLow => (AttribMask & 1) != 0;

    /// <summary>The ask is above the day's high.</summary>
    public bool AskPastHigh => (AttribMask & 2) != 0;

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickByTickBidAsk Decode(ref FieldReader reader, int serverVersion)
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
        writer.Write(TickByTick.BidAsk);
        writer.Write(Time);
        writer.Write(BidPrice);
        writer.Write(AskPrice);
        writer.WriteOrEmpty(BidSize);
        writer.WriteOrEmpty(AskSize);
        writer.Write(AttribMask);
    }

    internal static TickByTickBidAsk DecodeRest(ref FieldReader reader, int reqId) => new(
        reqId,
        Time: reader.ReadLong("time"),
        BidPrice: reader.ReadDouble("bidPrice"),
        AskPrice: reader.ReadDouble("askPrice"),
        BidSize: reader.ReadOptionalDecimal("bidSize"),
        AskSize: reader.ReadOptionalDecimal("askSize"),
        AttribMask: reader.ReadInt("attribMask"));
}
