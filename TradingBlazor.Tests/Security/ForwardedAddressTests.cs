using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security;

namespace TradingBlazor.Tests.Security;

/// <summary>Where a request behind a proxy comes from: what cannot be read is never the own machine.</summary>
public sealed class ForwardedAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "198.51.100.9, 203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "unknown", "0.0.0.0")]
    [InlineData("127.0.0.1", "203.0.113.7, unknown", "0.0.0.0")]
    [InlineData("::1", "_hidden", "0.0.0.0")]
    [InlineData("10.1.2.3", "unknown", "0.0.0.0")]
    [InlineData("::ffff:10.1.2.3", "unknown", "0.0.0.0")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    [InlineData("192.0.2.8", "203.0.113.7", "192.0.2.8")]
    [InlineData("192.0.2.8", "unknown", "192.0.2.8")]
    public async Task A_proxy_that_is_believed_tells_it_and_what_it_tells_wrongly_is_nobody(string peer, string told, string expected)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            o.KnownIPNetworks.Add(System.Net.IPNetwork.Parse("10.1.0.0/16"));
        });
        await using ServiceProvider provider = services.BuildServiceProvider();
        var app = new ApplicationBuilder(provider);
        ForwardedAddress.Use(app);
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(peer) } };
        if (told.Length > 0) context.Request.Headers["X-Forwarded-For"] = told;

        await app.Build()(context);

        Assert.Equal(IPAddress.Parse(expected), context.Connection.RemoteIpAddress);
    }
}
