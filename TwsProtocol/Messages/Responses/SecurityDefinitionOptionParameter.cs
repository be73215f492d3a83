using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Expirations and strikes of one exchange and trading class.</summary>
/// <param name="ReqId">Id of the request.</param>
/// <param name="Exchange">Exchange.</param>
/// <param name="UnderlyingConId">Underlying.</param>
/// <param name="TradingClass">Trading class.</param>
/// <param name="Multiplier">Multiplier as text.</param>
/// <param name="Expirations">yyyyMMdd each.</param>
/// <param name="Strikes">Strikes.</param>
public sealed record SecurityDefinitionOptionParameter(
    int ReqId,
    string Exchange,
    int UnderlyingConId,
    string TradingClass,
    string Multiplier,
    IReadOnlyList<string> Expirations,
    IReadOnlyList<double> Strikes)
    : IResponse, IDecodable<SecurityDefinitionOptionParameter>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 75;

    private const string Name = "securityDefinitionOptionParameter";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static SecurityDefinitionOptionParameter Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new SecurityDefinitionOptionParameter(
            ReqId: reader.ReadInt("reqId"),
            Exchange: reader.ReadText("exchange"),
            UnderlyingConId: reader.ReadInt("underlyingConId"),
            TradingClass: reader.ReadText("tradingClass"),
            Multiplier: reader.ReadText("multiplier"),
            Expirations: ReadExpirations(ref reader),
            Strikes: ReadStrikes(ref reader));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(Exchange);
        writer.Write(UnderlyingConId);
        writer.Write(TradingClass);
        writer.Write(Multiplier);
        writer.Write(Expirations.Count);
        foreach (string expiration in Expirations) writer.Write(expiration);
        writer.Write(Strikes.Count);
        foreach (double strike in Strikes) writer.Write(strike);
    }

    private static string[] ReadExpirations(ref FieldReader reader)
    {
        var expirations = new string[reader.ReadCount("expirations.count", fieldsPerItem: 1)];
        for (int i = 0; i < expirations.Length; i++) expirations[i] = reader.ReadText("expiration");
        return expirations;
    }

    private static double[] ReadStrikes(ref FieldReader reader)
    {
        var strikes = new double[reader.ReadCount("strikes.count", fieldsPerItem: 1)];
        for (int i = 0; i < strikes.Length; i++) strikes[i] = reader.ReadDouble("strike");
        return strikes;
    }
}
