using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>All executions have been sent.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
public sealed record ExecDetailsEnd(int ReqId)
    : IResponse, IDecodable<ExecDetailsEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 55;

    private const string Name = "execDetailsEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ExecDetailsEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ExecDetailsEnd(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
