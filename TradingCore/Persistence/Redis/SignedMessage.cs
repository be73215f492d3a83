using System.Security.Cryptography;
using System.Text;
using MessagePack;

namespace TradingCore.Persistence.Redis;

/// <summary>Puts a signature around a message and takes it off again. Whoever can write to Redis but does not know the secret can neither command nor answer.</summary>
internal sealed class SignedMessage(string secret)
{
    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Signs it.</summary>
    /// <param name="purpose">A command is never taken for an answer: the purpose is signed with it.</param>
    /// <param name="body">The message.</param>
    public byte[] Sign(string purpose, byte[] body) => PackedParts.Write(body.Length + 48, (ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(2);
        writer.Write(body);
        writer.Write(Signature(purpose, body));
    });

    /// <summary>The message, when the signature is right; otherwise null.</summary>
    public byte[]? Open(string purpose, ReadOnlyMemory<byte> packed)
    {
        try
        {
            (byte[] body, byte[] signature) = PackedParts.Read(packed, "A signed message", 2, static (ref MessagePackReader reader) => (PackedParts.Bytes(ref reader), PackedParts.Bytes(ref reader)));
            return CryptographicOperations.FixedTimeEquals(signature, Signature(purpose, body)) ? body : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private byte[] Signature(string purpose, byte[] body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes(purpose));
        hash.AppendData([0]);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
