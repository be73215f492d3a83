using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Option values computed from a price; null = not computed.</summary>
/// <param name="ReqId">Id of the market data or calculation request.</param>
/// <param name="TickType">10 bid, 11 ask, 12 last, 13 model, 53 custom, 80 to 83 delayed.</param>
/// <param name="TickAttrib">0 return based, 1 price based.</param>
/// <param name="ImpliedVol">Implied volatility.</param>
/// <param name="Delta">Delta.</param>
/// <param name="OptPrice">Price of the option.</param>
/// <param name="PvDividend">Present value of dividends.</param>
/// <param name="Gamma">Gamma.</param>
/// <param name="Vega">Vega.</param>
/// <param name="Theta">Theta.</param>
/// <param name="UndPrice">Price of the underlying.</param>
public readonly record struct TickOptionComputation(
    int ReqId,
    int TickType,
    int TickAttrib,
    double? ImpliedVol,
    double? Delta,
    double? OptPrice,
    double? PvDividend,
    double? Gamma,
    double? Vega,
    double? Theta,
    double? UndPrice)
    : IResponse, IDecodable<TickOptionComputation>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 21;

    private const string Name = "tickOptionComputation";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickOptionComputation Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new TickOptionComputation(
            ReqId: reader.ReadInt("reqId"),
            TickType: reader.ReadInt("tickType"),
            TickAttrib: reader.ReadInt("tickAttrib"),
            ImpliedVol: ReadUnless(ref reader, "impliedVol", NoPrice),
            Delta: ReadUnless(ref reader, "delta", NoGreek),
            OptPrice: ReadUnless(ref reader, "optPrice", NoPrice),
            PvDividend: ReadUnless(ref reader, "pvDividend", NoPrice),
            Gamma: ReadUnless(ref reader, "gamma", NoGreek),
            Vega: ReadUnless(ref reader, "vega", NoGreek),
            Theta: ReadUnless(ref reader, "theta", NoGreek),
            UndPrice: ReadUnless(ref reader, "undPrice", NoPrice));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(TickType);
        writer.Write(TickAttrib);
        writer.Write(ImpliedVol ?? NoPrice);
        writer.Write(Delta ?? NoGreek);
        writer.Write(OptPrice ?? NoPrice);
        writer.Write(PvDividend ?? NoPrice);
        writer.Write(Gamma ?? NoGreek);
        writer.Write(Vega ?? NoGreek);
        writer.Write(Theta ?? NoGreek);
        writer.Write(UndPrice ?? NoPrice);
    }

    // Only the exact value means "not computed": -0.5 is a delta.
    private const double NoPrice = -1;
    private const double NoGreek = -2;

    private static double? ReadUnless(ref FieldReader reader, string field, double none)
    {
        double? value = reader.ReadDoubleMaxIsNull(field);
        return value == none ? null : value;
    }
}
