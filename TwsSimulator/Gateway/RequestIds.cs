using System.Collections.Concurrent;
using System.Reflection;
using TwsProtocol.Wire;

namespace TwsSimulator.Gateway;

/// <summary>Finds the request id of requests that are refused without looking at them.</summary>
internal static class RequestIds
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Properties = new();

    /// <summary>The id the client gave; -1 when the request has none.</summary>
    public static int Of(IRequest request)
        => Properties.GetOrAdd(request.GetType(), t => t.GetProperty("ReqId", typeof(int)))?.GetValue(request) is int id ? id : -1;
}
