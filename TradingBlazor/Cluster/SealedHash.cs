using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Cluster;

/// <summary>
/// Secrets that the processes of a desk share, in a hash of Redis. Each is encrypted with a key that is made from the secret of the commands: whoever
/// reads Redis but does not know that secret has nothing, and what he writes there is not taken for a secret.
/// </summary>
/// <param name="store">Redis.</param>
/// <param name="hash">Name of the hash.</param>
/// <param name="commandKey">The secret.</param>
/// <param name="purpose">What for: what was sealed for another purpose does not open.</param>
internal sealed class SealedHash(RedisStore store, RedisKey hash, string commandKey, string purpose)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(commandKey), 32, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>All that open, by name. What was sealed with another secret, or not by this program, is left out.</summary>
    /// <exception cref="RedisAwayException">Redis did not answer.</exception>
    public async Task<Dictionary<string, byte[]>> ReadAsync(CancellationToken stop)
    {
        HashEntry[] entries = await store.CallAsync(db => db.HashGetAllAsync(hash), stop).ConfigureAwait(false);
        var open = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (HashEntry entry in entries)
            if (Open((byte[]?)entry.Value ?? []) is { } plain) open[entry.Name.ToString()] = plain;
        return open;
    }

    /// <summary>Puts one in.</summary>
    /// <exception cref="RedisAwayException">Redis did not answer.</exception>
    public Task WriteAsync(string name, byte[] plain, CancellationToken stop) => store.CallAsync(db => db.HashSetAsync(hash, name, Seal(plain)), stop);

    /// <summary>Takes one out.</summary>
    /// <exception cref="RedisAwayException">Redis did not answer.</exception>
    public Task RemoveAsync(string name, CancellationToken stop) => store.CallAsync(db => db.HashDeleteAsync(hash, name), stop);

    private byte[] Seal(byte[] plain)
    {
        byte[] sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return sealedBytes;
    }

    private byte[]? Open(byte[] sealedBytes)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes) return null;
        try
        {
            byte[] plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
            using var cipher = new AesGcm(_key, TagBytes);
            cipher.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain);
            return plain;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
