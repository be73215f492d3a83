using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An exchange with an order book.</summary>
/// <param name="Exchange">Exchange.</param>
/// <param name="SecType">Security type.</param>
/// <param name="ListingExch">Listing exchange.</param>
/// <param name="ServiceDataType">Deep or Deep2.</param>
/// <param name="AggGroup">Group; null = none.</param>
public sealed record DepthMktDataDescription(
    string Exchange,
    string SecType,
    string ListingExch,
    string ServiceDataType,
    int? AggGroup)
    : IListItem<DepthMktDataDescription>
{
    static int IListItem<DepthMktDataDescription>.FieldCount => 5;

    static DepthMktDataDescription IListItem<DepthMktDataDescription>.Decode(ref FieldReader reader)
    {
        return new DepthMktDataDescription(
            Exchange: reader.ReadText("exchange"),
            SecType: reader.ReadText("secType"),
            ListingExch: reader.ReadText("listingExch"),
            ServiceDataType: reader.ReadText("serviceDataType"),
            AggGroup: reader.ReadOptionalInt("aggGroup"));
    }

    void IListItem<DepthMktDataDescription>.Encode(FieldWriter writer)
    {
        writer.Write(Exchange);
        writer.Write(SecType);
        writer.Write(ListingExch);
        writer.Write(ServiceDataType);
        // The gateway writes "no group" as its largest number: clients read the field as one.
        writer.WriteOrMax(AggGroup);
    }
}
