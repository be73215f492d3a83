using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An error, a warning or a notice; <see cref="TwsErrors"/> tells which.</summary>
/// <param name="ReqId">Request or order id; -1 = a notice of the system.</param>
/// <param name="ErrorCode">Code, see <see cref="TwsErrors"/>.</param>
/// <param name="ErrorMsg">Text, escapes undone.</param>
/// <param name="AdvancedOrderRejectJson">Details of an order reject as JSON; empty normally.</param>
/// <param name="ErrorTime">Unix milliseconds; 0 below server version 194.</param>
public sealed record ErrorMessage(int ReqId, int ErrorCode, string ErrorMsg, string AdvancedOrderRejectJson = "", long ErrorTime = 0)
    : IResponse, IDecodable<ErrorMessage>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 4;

    private const string Name = "error";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ErrorMessage Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        bool hasTime = serverVersion >= ServerVersion.ErrorTime;
        if (!hasTime) reader.Skip("version");
        return new ErrorMessage(
            ReqId: reader.ReadInt("id"),
            ErrorCode: reader.ReadInt("errorCode"),
            ErrorMsg: reader.ReadEscapedText("errorMsg"),
            AdvancedOrderRejectJson: reader.ReadEscapedText("advancedOrderRejectJson"),
            ErrorTime: hasTime ? reader.ReadLong("errorTime") : 0);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        bool hasTime = serverVersion >= ServerVersion.ErrorTime;
        if (!hasTime) writer.Write(2);
        writer.Write(ReqId);
        writer.Write(ErrorCode);
        writer.WriteEscaped(ErrorMsg);
        writer.WriteEscapedOrEmpty(AdvancedOrderRejectJson);
        if (hasTime) writer.Write(ErrorTime);
    }
}
