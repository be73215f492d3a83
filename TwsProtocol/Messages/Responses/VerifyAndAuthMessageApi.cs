using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Step of the verification of vendor applications.</summary>
/// <param name="ApiData">Data.</param>
/// <param name="XyzChallenge">Challenge.</param>
public sealed record VerifyAndAuthMessageApi(string ApiData, string XyzChallenge)
    : IResponse, IDecodable<VerifyAndAuthMessageApi>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 69;

    private const string Name = "verifyAndAuthMessageAPI";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static VerifyAndAuthMessageApi Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new VerifyAndAuthMessageApi(
            ApiData: reader.ReadText("apiData"),
            XyzChallenge: reader.ReadText("xyzChallenge"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ApiData);
        writer.Write(XyzChallenge);
    }
}
