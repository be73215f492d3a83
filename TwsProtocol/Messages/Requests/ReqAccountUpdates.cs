using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes or ends values and positions of one account.</summary>
/// <param name="Subscribe">False ends the subscription.</param>
/// <param name="AcctCode">Account; empty on logins with one account.</param>
public sealed record ReqAccountUpdates(bool Subscribe, string AcctCode = "")
    : IRequest, IDecodable<ReqAccountUpdates>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 6;

    private const string Name = "reqAccountUpdates";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqAccountUpdates Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqAccountUpdates(
            Subscribe: reader.ReadBool("subscribe"),
            AcctCode: reader.ReadText("acctCode"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(2);
        writer.Write(Subscribe);
        writer.Write(AcctCode);
    }
}
