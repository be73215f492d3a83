using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace TradingBlazor.Security;

/// <summary>
/// Where a request comes from when a proxy stands before the program. What the framework cannot read as an address it leaves out, and the request would count as the proxy's own: on this machine
/// that is one which every list of addresses lets in. Such a request comes from nowhere that is known instead.
/// </summary>
internal static class ForwardedAddress
{
    private const string Header = "X-Forwarded-For";

    /// <summary>The address of who cannot be told; in no list but one of all addresses.</summary>
    public static readonly IPAddress Unknown = IPAddress.Any;

    /// <summary>Adds the framework's reading of the headers, and this one around it.</summary>
    public static void Use(IApplicationBuilder app)
    {
        ForwardedHeadersOptions options = app.ApplicationServices.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
        object told = new();
        app.Use((context, next) =>
        {
            if (IsBelieved(context.Connection.RemoteIpAddress, options)) context.Items[told] = context.Request.Headers[Header];
            return next(context);
        });
        app.UseForwardedHeaders();
        app.Use((context, next) =>
        {
            // What was read is taken out of the header.
            if (context.Items.Remove(told, out object? before) && before is StringValues { Count: > 0 } header && header == context.Request.Headers[Header]) context.Connection.RemoteIpAddress = Unknown;
            return next(context);
        });
    }

    private static bool IsBelieved(IPAddress? address, ForwardedHeadersOptions options) =>
        Addresses.Plain(address) is { } plain && (IPAddress.IsLoopback(plain) || options.KnownIPNetworks.Any(n => n.Contains(plain)));
}
