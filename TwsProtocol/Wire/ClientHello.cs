namespace TwsProtocol.Wire;

/// <summary>What a client offers in the handshake.</summary>
/// <param name="MinVersion">Lowest server version it accepts.</param>
/// <param name="MaxVersion">Highest server version it accepts.</param>
/// <param name="ConnectOptions">Options such as +PACEAPI; empty = none.</param>
public readonly record struct ClientHello(int MinVersion, int MaxVersion, string ConnectOptions);
