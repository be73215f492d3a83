using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Step of the verification of vendor applications.</summary>
/// <param name="ApiData">Data.</param>
public sealed record VerifyMessageApi(string ApiData)
    : IResponse, IDecodable<VerifyMessageApi>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 65;

    private const string Name = "verifyMessageAPI";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static VerifyMessageApi Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new VerifyMessageApi(reader.ReadText("apiData"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ApiData);
    }
}
