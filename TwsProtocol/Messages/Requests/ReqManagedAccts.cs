using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the accounts of the login.</summary>
public sealed record ReqManagedAccts : IRequest, IDecodable<ReqManagedAccts>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 17;

    private const string Name = "reqManagedAccts";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqManagedAccts Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqManagedAccts();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
    }
}
