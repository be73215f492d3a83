using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the option price at a volatility.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Contract">The contract.</param>
/// <param name="Volatility">Volatility as a fraction.</param>
/// <param name="UnderPrice">Price of the underlying.</param>
public sealed record CalculateOptionPrice(int ReqId, Contract Contract, double Volatility, double UnderPrice)
    : IRequest, IDecodable<CalculateOptionPrice>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 55;

    private const string Name = "calculateOptionPrice";

    /// <summary>Options, normally none.</summary>
    public IReadOnlyList<TagValue> Options { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CalculateOptionPrice Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CalculateOptionPrice(
            ReqId: reader.ReadInt("reqId"),
            Contract: ContractFields.Read12(ref reader),
            Volatility: reader.ReadDouble("volatility"),
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
        writer.Write(Volatility);
        writer.Write(UnderPrice);
        writer.WriteTags(Options);
    }
}
