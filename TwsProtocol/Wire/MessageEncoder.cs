namespace TwsProtocol.Wire;

/// <summary>Frames of single messages, for tools and tests; senders keep a <see cref="FieldWriter"/>.</summary>
public static class MessageEncoder
{
    /// <summary>The whole frame of <paramref name="message"/>, length included.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="serverVersion">Negotiated server version, 176 to 200.</param>
    /// <exception cref="TwsProtocolException">The message cannot be sent.</exception>
    public static byte[] Frame<T>(in T message, int serverVersion)
        where T : IMessage
    {
        using var writer = new FieldWriter();
        writer.WriteFrame(message, serverVersion);
        return writer.Written.ToArray();
    }
}
