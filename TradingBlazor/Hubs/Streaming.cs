using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Hubs;

/// <summary>Puts the hub together.</summary>
internal static class Streaming
{
    /// <summary>Where it is.</summary>
    public const string Path = "/hubs/stream";

    private const int BufferBytes = 64 * 1024;

    /// <summary>How long a client may take nothing at all before it is cut off, whatever it follows.</summary>
    internal static readonly TimeSpan StandstillMax = TimeSpan.FromSeconds(30);

    /// <summary>Adds it.</summary>
    public static void Add(IServiceCollection services, StreamOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<StreamConnections>();
        services.AddSingleton<StreamMeters>();
        services.AddSingleton<StreamSource>();
        services.AddHostedService<StreamPump>();
        services.AddSingleton<ClosedMethods>();
        services.AddSignalR()
            .AddHubOptions<StreamHub>(o =>
            {
                o.MaximumReceiveMessageSize = options.MessageBytesMax;
                o.MaximumParallelInvocationsPerClient = options.ParallelCalls;
                // What the framework finds wrong with a call or a message. What fails inside a method is kept from clients by the filter.
                o.EnableDetailedErrors = true;
                o.AddFilter<ClosedMethods>();
            })
            .AddJsonProtocol(o => o.PayloadSerializerOptions.Converters.Add(new StreamItemJson()))
            .AddMessagePackProtocol(o => o.SerializerOptions = MessagePackSerializerOptions.Standard
                .WithSecurity(MessagePackSecurity.UntrustedData)
                .WithResolver(CompositeResolver.Create([new StreamItemPack()], [StandardResolver.Instance])));
    }

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapHub<StreamHub>(Path, o =>
    {
        // What waits on its way to a client that does not read: beyond it the streams stand still, and prices are conflated.
        o.TransportMaxBufferSize = BufferBytes;
        o.ApplicationMaxBufferSize = BufferBytes;
        // The pump is sooner, and says so; this is for what it does not see.
        o.TransportSendTimeout = 2 * StandstillMax;
        o.CloseOnAuthenticationExpiration = true;
    }).Needs(Permission.View);
}
