using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Binds orders entered in TWS to client 0.</summary>
/// <param name="AutoBind">Bind new orders too. Client 0 only, else error 327.</param>
public sealed record ReqAutoOpenOrders(bool AutoBind)
    : IRequest, IDecodable<ReqAutoOpenOrders>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 15;

    private const string Name = "reqAutoOpenOrders";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqAutoOpenOrders Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqAutoOpenOrders(reader.ReadBool("autoBind"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
        writer.Write(AutoBind);
    }
}
