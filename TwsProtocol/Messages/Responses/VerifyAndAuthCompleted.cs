using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>End of the verification of vendor applications.</summary>
/// <param name="IsSuccessful">True for the text "true" in any case; "1" is false.</param>
/// <param name="ErrorText">What failed.</param>
public sealed record VerifyAndAuthCompleted(bool IsSuccessful, string ErrorText)
    : IResponse, IDecodable<VerifyAndAuthCompleted>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 70;

    private const string Name = "verifyAndAuthCompleted";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static VerifyAndAuthCompleted Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new VerifyAndAuthCompleted(
            IsSuccessful: string.Equals(reader.ReadText("isSuccessful"), "true", StringComparison.OrdinalIgnoreCase),
            ErrorText: reader.ReadText("errorText"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(IsSuccessful ? "true" : "false");
        writer.Write(ErrorText);
    }
}
