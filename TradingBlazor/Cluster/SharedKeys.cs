using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Cluster;

/// <summary>
/// Keys that protect cookies, in Redis and in the data folder: a cookie of one process holds at every other one, and a Redis that is away or was
/// emptied takes nothing with it. In Redis they are encrypted, because whoever has them can sign in as anybody.
/// </summary>
internal sealed class SharedKeys(SealedHash shared, IXmlRepository local) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        Dictionary<string, XElement> all = local.GetAllElements().ToDictionary(NameOf, StringComparer.Ordinal);
        try
        {
            // The framework asks without waiting; nothing here comes back to its thread.
            Dictionary<string, byte[]> found = shared.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
            foreach ((string name, byte[] plain) in found)
            {
                if (all.ContainsKey(name) || Parse(plain) is not { } element) continue;
                all[name] = element;
                local.StoreElement(element, name);
            }
            foreach ((string name, XElement element) in all)
                if (!found.ContainsKey(name)) Share(element, name);
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

    /// <summary>The hash in Redis.</summary>
    public static SealedHash HashOf(RedisStore store, RedisOptions options) => new(store, store.Keys.DataProtection, options.CommandKey, "data protection");

    /// <summary>Puts it into the framework's place.</summary>
    public static void Use(IServiceCollection services, DirectoryInfo folder) =>
        services.AddOptions<KeyManagementOptions>().Configure<RedisStore, RedisOptions, ILoggerFactory>((o, store, redis, loggers) =>
            o.XmlRepository = new SharedKeys(HashOf(store, redis), new FileSystemXmlRepository(folder, loggers)));

    private void Share(XElement element, string name) =>
        shared.WriteAsync(name, Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), CancellationToken.None).GetAwaiter().GetResult();

    private static string NameOf(XElement element) => $"{element.Name.LocalName}-{element.Attribute("id")?.Value ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(element.ToString())))[..16]}";

    private static XElement? Parse(byte[] plain)
    {
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
