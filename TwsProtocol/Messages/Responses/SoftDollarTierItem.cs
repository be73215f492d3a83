using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A soft dollar tier.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value.</param>
/// <param name="DisplayName">Name for people.</param>
public sealed record SoftDollarTierItem(string Name, string Value, string DisplayName)
    : IListItem<SoftDollarTierItem>
{
    static int IListItem<SoftDollarTierItem>.FieldCount => 3;

    static SoftDollarTierItem IListItem<SoftDollarTierItem>.Decode(ref FieldReader reader)
    {
        return new SoftDollarTierItem(
            Name: reader.ReadText("name"),
            Value: reader.ReadText("value"),
            DisplayName: reader.ReadText("displayName"));
    }

    void IListItem<SoftDollarTierItem>.Encode(FieldWriter writer)
    {
        writer.Write(Name);
        writer.Write(Value);
        writer.Write(DisplayName);
    }
}
