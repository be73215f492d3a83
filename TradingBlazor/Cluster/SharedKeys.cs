using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using StackExchange.Redis;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Cluster;

/// <summary>
/// Keys that protect cookies, in Redis and in the data folder: a cookie of one process holds at every other one, and a Redis that is away or was
/// emptied takes nothing with it. In Redis they are encrypted with the secret of the commands, because whoever has them can sign in as anybody.
/// </summary>
internal sealed class SharedKeys(RedisStore store, RedisOptions options, IXmlRepository local) : IXmlRepository
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.CommandKey), 32, info: "data protection"u8.ToArray());

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        Dictionary<string, XElement> all = local.GetAllElements().ToDictionary(NameOf, StringComparer.Ordinal);
        try
        {
            // The framework asks without waiting; nothing here comes back to its thread.
            HashEntry[] shared = store.CallAsync(db => db.HashGetAllAsync(store.Keys.DataProtection), CancellationToken.None).GetAwaiter().GetResult();
            foreach (HashEntry entry in shared)
            {
                string name = entry.Name.ToString();
                if (all.ContainsKey(name) || Open((byte[]?)entry.Value ?? []) is not { } element) continue;
                all[name] = element;
                local.StoreElement(element, name);
            }
            foreach ((string name, XElement element) in all)
                if (!shared.Any(s => s.Name == name)) Share(element, name);
        }
        catch (RedisAwayException)
        {
            // What the folder has is enough until then.
        }
        return all.Values;
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        local.StoreElement(element, friendlyName);
        try
        {
            Share(element, NameOf(element));
        }
        catch (RedisAwayException)
        {
            // Shared at the next look, which the framework takes once a day and at every start.
        }
    }

    /// <summary>Puts it into the framework's place.</summary>
    public static void Use(IServiceCollection services, DirectoryInfo folder) =>
        services.AddOptions<KeyManagementOptions>().Configure<RedisStore, RedisOptions, ILoggerFactory>((o, store, redis, loggers) =>
            o.XmlRepository = new SharedKeys(store, redis, new FileSystemXmlRepository(folder, loggers)));

    private void Share(XElement element, string name) =>
        store.CallAsync(db => db.HashSetAsync(store.Keys.DataProtection, name, Seal(element)), CancellationToken.None).GetAwaiter().GetResult();

    private static string NameOf(XElement element) => $"{element.Name.LocalName}-{element.Attribute("id")?.Value ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(element.ToString())))[..16]}";

    private byte[] Seal(XElement element)
    {
        byte[] plain = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return sealedBytes;
    }

    private XElement? Open(byte[] sealedBytes)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes) return null;
        try
        {
            byte[] plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
            using var cipher = new AesGcm(_key, TagBytes);
            cipher.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain);
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
        catch (Exception e) when (e is CryptographicException or System.Xml.XmlException)
        {
            // Of another secret, or not by this program: it is no key.
            return null;
        }
    }
}
