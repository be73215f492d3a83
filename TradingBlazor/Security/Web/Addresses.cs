using System.Net;

namespace TradingBlazor.Security;

/// <summary>Where a request comes from.</summary>
internal static class Addresses
{
    /// <summary>The address, an IPv4 one in its own form; empty when not known.</summary>
    public static string Of(HttpContext context) => Plain(context.Connection.RemoteIpAddress)?.ToString() ?? "";

    /// <summary>An IPv4 address that came over an IPv6 socket, as IPv4.</summary>
    public static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
