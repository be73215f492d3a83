using TwsProtocol.Wire;

namespace TwsSimulator.Faults;

/// <summary>Bytes for a client's socket as they are.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="ThenCloses">Whether the socket is closed after them.</param>
internal sealed record RawBytes(byte[] Bytes, bool ThenCloses = false) : IResponse
{
    /// <inheritdoc/>
    public string CallName => "raw bytes";

    /// <inheritdoc/>
    public int MessageId => 0;

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion) => throw new NotSupportedException("Raw bytes are written as they are.");
}
