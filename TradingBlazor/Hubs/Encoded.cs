using System.Text.Json;

namespace TradingBlazor.Hubs;

/// <summary>
/// A value that many clients are sent. It is encoded when the first client of a protocol needs it and copied for all others: with a thousand clients
/// the cost of an update is that of one.
/// </summary>
internal sealed class Encoded(object value)
{
    // Two threads may both encode; they come to the same bytes.
    private byte[]? _json;
    private byte[]? _pack;

    /// <summary>As JSON, UTF-8.</summary>
    public byte[] Json => _json ??= JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), HubJson.Options);

    /// <summary>As MessagePack.</summary>
    public byte[] Pack => _pack ??= HubPack.Write(value);
}
