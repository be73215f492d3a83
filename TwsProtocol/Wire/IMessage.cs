namespace TwsProtocol.Wire;

/// <summary>A message of the protocol, in either direction.</summary>
public interface IMessage
{
    /// <summary>The official name of the call or callback, in camelCase.</summary>
    string CallName { get; }

    /// <summary>Message id on the wire. Requests and responses number independently.</summary>
    int MessageId { get; }

    /// <summary>Writes the frame's fields, from the message id on; the caller ends the frame.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="serverVersion">Negotiated server version, 176 to 200.</param>
    /// <exception cref="TwsProtocolException">The message, or a property that is set, cannot be sent at this version, or a text cannot be carried.</exception>
    void Encode(FieldWriter writer, int serverVersion);
}

/// <summary>A message from client to server.</summary>
public interface IRequest : IMessage;

/// <summary>A message from server to client.</summary>
public interface IResponse : IMessage;

/// <summary>A message that reads itself back: encode and decode stand side by side in each message's file.</summary>
/// <typeparam name="TSelf">The message type.</typeparam>
public interface IDecodable<TSelf>
    where TSelf : IDecodable<TSelf>
{
    /// <summary>Reads the fields after the message id.</summary>
    /// <param name="reader">Stands behind the message id.</param>
    /// <param name="serverVersion">Negotiated server version, 176 to 200.</param>
    /// <exception cref="TwsProtocolException">The payload is truncated or a number is malformed.</exception>
    static abstract TSelf Decode(ref FieldReader reader, int serverVersion);
}
