using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A price step and where it begins.</summary>
/// <param name="LowEdge">The step is valid from this price up.</param>
/// <param name="Increment">The step.</param>
public sealed record PriceIncrement(double LowEdge, double Increment)
    : IListItem<PriceIncrement>
{
    static int IListItem<PriceIncrement>.FieldCount => 2;

    static PriceIncrement IListItem<PriceIncrement>.Decode(ref FieldReader reader)
    {
        return new PriceIncrement(
            LowEdge: reader.ReadDouble("lowEdge"),
            Increment: reader.ReadDouble("increment"));
    }

    void IListItem<PriceIncrement>.Encode(FieldWriter writer)
    {
        writer.Write(LowEdge);
        writer.Write(Increment);
    }
}
