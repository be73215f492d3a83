using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An exchange-for-physical computation.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="TickType">Tick type id, see <see cref="TwsProtocol.TickType"/>.</param>
/// <param name="BasisPoints">Annualised basis points.</param>
/// <param name="FormattedBasisPoints">The same as text.</param>
/// <param name="ImpliedFuture">Implied price of the future.</param>
/// <param name="HoldDays">Days to hold.</param>
/// <param name="FutureLastTradeDate">Last trade date of the future.</param>
/// <param name="DividendImpact">Effect of dividends.</param>
/// <param name="DividendsToLastTradeDate">Dividends until the last trade date.</param>
public sealed record TickEfp(
    int ReqId,
    int TickType,
    double BasisPoints,
    string FormattedBasisPoints,
    double ImpliedFuture,
    int HoldDays,
    string FutureLastTradeDate,
    double DividendImpact,
    double DividendsToLastTradeDate)
    : IResponse, IDecodable<TickEfp>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 47;

    private const string Name = "tickEFP";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickEfp Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new TickEfp(
            ReqId: reader.ReadInt("reqId"),
            TickType: reader.ReadInt("tickType"),
            BasisPoints: reader.ReadDouble("basisPoints"),
            FormattedBasisPoints: reader.ReadText("formattedBasisPoints"),
            ImpliedFuture: reader.ReadDouble("impliedFuture"),
            HoldDays: reader.ReadInt("holdDays"),
            FutureLastTradeDate: reader.ReadText("futureLastTradeDate"),
            DividendImpact: reader.ReadDouble("dividendImpact"),
            DividendsToLastTradeDate: reader.ReadDouble("dividendsToLastTradeDate"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(6);
        writer.Write(ReqId);
        writer.Write(TickType);
        writer.Write(BasisPoints);
        writer.Write(FormattedBasisPoints);
        writer.Write(ImpliedFuture);
        writer.Write(HoldDays);
        writer.Write(FutureLastTradeDate);
        writer.Write(DividendImpact);
        writer.Write(DividendsToLastTradeDate);
    }
}
