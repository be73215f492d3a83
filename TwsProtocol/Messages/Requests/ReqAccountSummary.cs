using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Subscribes account values by tag; at most two at a time.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Group">All, or an advisor group.</param>
/// <param name="Tags">Tags, comma separated; $LEDGER, $LEDGER:EUR or $LEDGER:ALL.</param>
public sealed record ReqAccountSummary(int ReqId, string Group, string Tags)
    : IRequest, IDecodable<ReqAccountSummary>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 62;

    private const string Name = "reqAccountSummary";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqAccountSummary Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqAccountSummary(
            ReqId: reader.ReadInt("reqId"),
            Group: reader.ReadText("group"),
            Tags: reader.ReadText("tags"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Group);
        writer.Write(Tags);
    }
}
