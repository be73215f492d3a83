using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the volatility at an option price.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Contract">The contract.</param>
/// <param name="OptionPrice">Price of the option.</param>
/// <param name="UnderPrice">Price of the underlying.</param>
public sealed record CalculateImpliedVolatility(
    int ReqId,
    Contract Contract,
    double OptionPrice,
    double UnderPrice)
    : IRequest, IDecodable<CalculateImpliedVolatility>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 54;

    private const string Name = "calculateImpliedVolatility";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> Options { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CalculateImpliedVolatility Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CalculateImpliedVolatility(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read12(ref reader),
            OptionPrice: reader.ReadDouble("optionPrice"),
            UnderPrice: reader.ReadDouble("underPrice"))
        {
            Options = reader.ReadLastTags("options"),
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(3);
        writer.Write(ReqId);
        ContractFields.Write12(writer, Contract);
        writer.Write(OptionPrice);
        writer.Write(UnderPrice);
        writer.WriteTags(Options);
    }
}
