using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the display groups of TWS.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
public sealed record QueryDisplayGroups(int ReqId)
    : IRequest, IDecodable<QueryDisplayGroups>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 67;

    private const string Name = "queryDisplayGroups";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static QueryDisplayGroups Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new QueryDisplayGroups(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
