using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Commission of one execution; comes after it.</summary>
/// <param name="ExecId">The execution.</param>
/// <param name="Commission">Amount, fees included.</param>
/// <param name="Currency">Currency.</param>
/// <param name="RealizedPNL">Realized profit and loss; null = none, as for an opening fill.</param>
/// <param name="Yield">Yield of a bond; null = none.</param>
/// <param name="YieldRedemptionDate">yyyyMMdd as a number; 0 = none.</param>
public sealed record CommissionReport(
    string ExecId,
    double Commission,
    string Currency,
    double? RealizedPNL,
    double? Yield,
    int YieldRedemptionDate)
    : IResponse, IDecodable<CommissionReport>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 59;

    private const string Name = "commissionAndFeesReport";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CommissionReport Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CommissionReport(
            ExecId: reader.ReadText("execId"),
            Commission: reader.ReadDouble("commission"),
            Currency: reader.ReadText("currency"),
            RealizedPNL: reader.ReadDoubleMaxIsNull("realizedPNL"),
            Yield: reader.ReadDoubleMaxIsNull("yield"),
            YieldRedemptionDate: reader.ReadInt("yieldRedemptionDate"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ExecId);
        writer.Write(Commission);
        writer.Write(Currency);
        writer.WriteOrMax(RealizedPNL);
        writer.WriteOrMax(Yield);
        writer.Write(YieldRedemptionDate);
    }
}
