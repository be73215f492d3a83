using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The first image of the summary is complete.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
public sealed record AccountSummaryEnd(int ReqId)
    : IResponse, IDecodable<AccountSummaryEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 64;

    private const string Name = "accountSummaryEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static AccountSummaryEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new AccountSummaryEnd(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
