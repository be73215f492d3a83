using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The family codes of the accounts.</summary>
/// <param name="Codes">One entry per account.</param>
public sealed record FamilyCodes(IReadOnlyList<AccountFamilyCode> Codes)
    : IResponse, IDecodable<FamilyCodes>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 78;

    private const string Name = "familyCodes";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static FamilyCodes Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new FamilyCodes(ListFields.Read<AccountFamilyCode>(ref reader, "codes.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        ListFields.Write(writer, Codes);
    }
}
