using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using TradingCore.Persistence;

namespace TradingBlazor.Security.Tokens;

/// <summary>
/// The keys that own tokens are signed with: ECDSA on P-256, kept in the data folder under the data protection of the program. When the newest is old
/// enough a new one takes its place; an old one is accepted until no token of it can be alive. Thread-safe.
/// </summary>
internal sealed class SigningKeys(DataFolder folder, IDataProtectionProvider protection, SecurityOptions options, TimeProvider clock)
{
    /// <summary>Algorithm of every own token.</summary>
    public const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    private static readonly TimeSpan Reread = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly IDataProtector _protector = protection.CreateProtector("TradingBlazor.SigningKeys");
    private List<Key> _keys = [];
    private DateTimeOffset _readTime = DateTimeOffset.MinValue;

    private string File => Path.Combine(folder.Root, "signing-keys");

    /// <summary>The key for new tokens.</summary>
    public ECDsaSecurityKey Current { get { lock (_gate) return Fresh_NeedsLock()[^1].Security; } }

    /// <summary>Every key that a living token may be signed with, the newest last.</summary>
    public IReadOnlyList<ECDsaSecurityKey> All { get { lock (_gate) return [.. Fresh_NeedsLock().Select(k => k.Security)]; } }

    /// <summary>What others need to verify tokens: the public parts.</summary>
    public IReadOnlyList<JsonWebKey> Public()
    {
        return [.. All.Select(k =>
        {
            ECParameters p = k.ECDsa.ExportParameters(includePrivateParameters: false);
            return new JsonWebKey { Kty = "EC", Crv = "P-256", Alg = Algorithm, Use = "sig", Kid = k.KeyId, X = Base64UrlEncoder.Encode(p.Q.X), Y = Base64UrlEncoder.Encode(p.Q.Y) };
        })];
    }

    private List<Key> Fresh_NeedsLock()
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (now - _readTime < Reread && _keys.Count > 0) return _keys;
        // Another process on this folder may have made a new key.
        List<Key> keys = Read();
        keys.RemoveAll(k => now - k.Created > options.Jwt.KeyAge + options.Jwt.Lifetime + TimeSpan.FromHours(1));
        if (keys.Count == 0 || now - keys[^1].Created > options.Jwt.KeyAge)
        {
            keys.Add(Key.Make(now));
            Write(keys);
        }
        (_keys, _readTime) = (keys, now);
        return keys;
    }

    private List<Key> Read()
    {
        if (!System.IO.File.Exists(File)) return [];
        try
        {
            byte[] plain = _protector.Unprotect(System.IO.File.ReadAllBytes(File));
            return [.. JsonSerializer.Deserialize<Stored[]>(plain)!.Select(Key.Of).OrderBy(k => k.Created)];
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // The keys of the data protection are others: nobody can use what is here. New keys end the tokens of the old ones, a quarter of an hour early at most.
            return [];
        }
    }

    private void Write(List<Key> keys) =>
        PrivateFile.Write(File, _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(keys.Select(k => new Stored(k.Security.KeyId, k.Created, k.Security.ECDsa.ExportPkcs8PrivateKey())).ToArray())));

    private sealed record Stored(string Id, DateTimeOffset Created, byte[] Private);

    private sealed record Key(ECDsaSecurityKey Security, DateTimeOffset Created)
    {
        public static Key Make(DateTimeOffset now) =>
            new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) }, now);

        public static Key Of(Stored stored)
        {
            var ec = ECDsa.Create();
            ec.ImportPkcs8PrivateKey(stored.Private, out _);
            return new Key(new ECDsaSecurityKey(ec) { KeyId = stored.Id }, stored.Created);
        }
    }
}
