using System.Text.Json;
using TradingCore.Engine;
using TradingCore.Persistence.Journal;

namespace TradingCore.Persistence.Recording;

/// <summary>Events and start states as JSON. Every kind of event is found by its name, so a new kind needs nothing here as long as it is a plain record.</summary>
internal static class RecordingJson
{
    private static readonly Lazy<IReadOnlyDictionary<string, Type>> Types = new(() => typeof(EngineEvent).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(EngineEvent)) && !t.IsAbstract).ToDictionary(t => t.Name, StringComparer.Ordinal));

    /// <summary>As the journal reads: exact decimals, enums by name, ids as plain values; the promise of an answer is left out because it has no setter.</summary>
    public static JsonSerializerOptions Options => StorageJson.Reading;

    /// <summary>Kinds of events by name.</summary>
    public static IReadOnlyDictionary<string, Type> EventTypes => Types.Value;

    public static byte[] Write(EngineEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), Options);

    /// <exception cref="RecordingException">The kind or its content is not known to this version.</exception>
    public static EngineEvent Read(string type, ReadOnlySpan<byte> json)
    {
        if (!EventTypes.TryGetValue(type, out Type? known)) throw new RecordingException($"it holds an input of the kind {type}, which this version does not know");
        try
        {
            return (EngineEvent)JsonSerializer.Deserialize(json, known, Options)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new RecordingException($"an input of the kind {type} cannot be read: {e.Message}", e);
        }
    }
}
