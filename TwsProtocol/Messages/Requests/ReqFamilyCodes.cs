using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the family codes of the accounts.</summary>
public sealed record ReqFamilyCodes : IRequest, IDecodable<ReqFamilyCodes>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 80;

    private const string Name = "reqFamilyCodes";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqFamilyCodes Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqFamilyCodes();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
    }
}
