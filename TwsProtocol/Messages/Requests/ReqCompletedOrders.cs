using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the orders that are done.</summary>
/// <param name="ApiOnly">Leave out orders not placed through the API.</param>
public sealed record ReqCompletedOrders(bool ApiOnly)
    : IRequest, IDecodable<ReqCompletedOrders>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 99;

    private const string Name = "reqCompletedOrders";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqCompletedOrders Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqCompletedOrders(reader.ReadBool("apiOnly"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(ApiOnly);
    }
}
