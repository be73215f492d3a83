using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace TradingBlazor.Security.Tokens;

/// <summary>A key that own tokens are signed with: ECDSA on P-256.</summary>
/// <param name="Security">The key, with its name.</param>
/// <param name="Created">Since when it is used.</param>
internal sealed record SigningKey(ECDsaSecurityKey Security, DateTimeOffset Created)
{
    /// <summary>Name that tokens give.</summary>
    public string Id => Security.KeyId;

    /// <summary>A new one.</summary>
    public static SigningKey Make(DateTimeOffset now) => new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) }, now);

    /// <summary>As bytes, to be encrypted.</summary>
    public static byte[] Write(IEnumerable<SigningKey> keys) => JsonSerializer.SerializeToUtf8Bytes(keys.Select(k => new Stored(k.Id, k.Created, k.Security.ECDsa.ExportPkcs8PrivateKey())).ToArray());

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    /// <exception cref="CryptographicException">It holds no key.</exception>
    public static IEnumerable<SigningKey> Read(byte[] plain) => [.. (JsonSerializer.Deserialize<Stored[]>(plain) ?? []).Select(Of)];

    private static SigningKey Of(Stored stored)
    {
        var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(stored.Private, out _);
        return new SigningKey(new ECDsaSecurityKey(ec) { KeyId = stored.Id }, stored.Created);
    }

    private sealed record Stored(string Id, DateTimeOffset Created, byte[] Private);
}
