namespace TwsProtocol.Wire;

/// <summary>The server's answer to the handshake.</summary>
/// <param name="ServerVersion">The version picked; -1 = redirect.</param>
/// <param name="ConnectionTime">Free text for display; may be empty.</param>
/// <param name="Redirect">host or host:port to connect to instead; empty = no redirect.</param>
public readonly record struct ServerHello(int ServerVersion, string ConnectionTime, string Redirect)
{
    /// <summary>The client shall connect to <see cref="Redirect"/> instead.</summary>
    public bool IsRedirect => ServerVersion == -1;
}
