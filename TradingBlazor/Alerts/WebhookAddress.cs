using System.Security.Cryptography;
using System.Text;
using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>Addresses of webhooks as people may see them. The path of a chat's webhook is a secret by itself: who knows it can write there.</summary>
internal static class WebhookAddress
{
    /// <summary>Stands for what is not shown; no address that can be posted to has it in its path as it is.</summary>
    public const char Left = '…';

    private const int TailLength = 4;
    // Of a shorter path the tail would tell too much.
    private const int TellsTailFrom = 12;
    private const string AuditWord = "webhook ";

    /// <summary>Recipients whole; of an address the host, and a few last characters by which one is told from another.</summary>
    public static string Shown(AlertChannel channel) => channel.Kind == AlertChannelKind.Webhook ? Shown(channel.Target) : channel.Target;

    /// <summary>An address as it may be seen.</summary>
    public static string Shown(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url)) return Left.ToString();
        string rest = (url.PathAndQuery + url.Fragment)[1..];
        return $"{url.Scheme}://{url.Authority}/{(rest.Length == 0 ? "" : Left)}{(rest.Length >= TellsTailFrom ? rest[^TailLength..] : "")}";
    }

    /// <summary>For the audit log, which more people read than may see channels: its host, and a mark by which one tells that it was changed.</summary>
    public static string Marked(string address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? url)
        ? $"{url.Scheme}://{url.Authority}/{Left} ({Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..8]})"
        : Left.ToString();

    /// <summary>
    /// A value of the audit log as it may be seen. Entries from before addresses were marked hold them whole, and nothing can be taken out of the chain of hashes: they are marked when they are read.
    /// </summary>
    /// <param name="value">Old or new value of an entry about a channel.</param>
    public static string InAudit(string value)
    {
        if (!value.StartsWith(AuditWord, StringComparison.Ordinal)) return value;
        string rest = value[AuditWord.Length..];
        if (rest.Contains($"/{Left} (", StringComparison.Ordinal)) return value;
        int end = Math.Max(rest.LastIndexOf(", on", StringComparison.Ordinal), rest.LastIndexOf(", off", StringComparison.Ordinal));
        return AuditWord + (end < 0 ? Marked(rest) : Marked(rest[..end]) + rest[end..]);
    }
}
