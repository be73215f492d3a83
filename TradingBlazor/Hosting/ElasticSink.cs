using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Serilog.Core;
using Serilog.Events;

namespace TradingBlazor.Hosting;

/// <summary>Adds events of the log to an Elasticsearch by its bulk interface, in the names of the Elastic Common Schema. Serilog batches and retries; what waits is bounded.</summary>
/// <remarks>Source: Elasticsearch reference, "Bulk API"; Elastic Common Schema, fields <c>@timestamp</c>, <c>log.*</c>, <c>error.*</c>, <c>trace.id</c>, <c>labels</c>.</remarks>
internal sealed class ElasticSink : IBatchedLogEventSink, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly byte[] _head;
    private readonly string _service;
    private readonly Action<string> _refused;

    /// <param name="options">Where it is.</param>
    /// <param name="service">Name of this program.</param>
    /// <param name="refused">Told why single events were refused.</param>
    public ElasticSink(ElasticOptions options, string service, Action<string> refused)
    {
        (_service, _refused) = (service, refused);
        _http = new HttpClient { BaseAddress = new Uri(options.Url.TrimEnd('/') + "/"), Timeout = Patience };
        if (options.ReadKey() is { Length: > 0 } key) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        // "create" is what data streams take, and indices do as well.
        _head = JsonSerializer.SerializeToUtf8Bytes(new { create = new { _index = options.Index } });
    }

    /// <inheritdoc/>
    public async Task EmitBatchAsync(IReadOnlyCollection<LogEvent> batch)
    {
        var lines = new ArrayBufferWriter<byte>(64 * 1024);
        foreach (LogEvent e in batch)
        {
            lines.Write(_head);
            lines.Write("\n"u8);
            using (var json = new Utf8JsonWriter(lines)) Write(json, e);
            lines.Write("\n"u8);
        }
        using var content = new ByteArrayContent(lines.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("_bulk", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        TellRefused(await answer.Content.ReadAsByteArrayAsync());
    }

    /// <inheritdoc/>
    public Task OnEmptyBatchAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // The answer is 200 also when single events, or all of them, were refused. They would be refused again, and the others written twice.
    private void TellRefused(byte[] answer)
    {
        if (answer.Length == 0) return;
        using JsonDocument told = JsonDocument.Parse(answer);
        if (!told.RootElement.TryGetProperty("errors", out JsonElement errors) || errors.ValueKind != JsonValueKind.True || !told.RootElement.TryGetProperty("items", out JsonElement items)) return;
        JsonElement[] faults = [.. items.EnumerateArray().SelectMany(i => i.EnumerateObject()).Where(i => i.Value.TryGetProperty("error", out _)).Select(i => i.Value.GetProperty("error"))];
        if (faults.Length == 0) return;
        string cause = faults[0].ValueKind == JsonValueKind.Object && faults[0].TryGetProperty("reason", out JsonElement reason) ? reason.ToString() : faults[0].ToString();
        _refused(string.Create(CultureInfo.InvariantCulture, $"it refused {faults.Length} of {items.GetArrayLength()} events: {cause}"));
    }

    private void Write(Utf8JsonWriter json, LogEvent e)
    {
        json.WriteStartObject();
        json.WriteString("@timestamp", e.Timestamp.UtcDateTime);
        json.WriteString("log.level", e.Level.ToString().ToLowerInvariant());
        json.WriteString("message", e.RenderMessage(CultureInfo.InvariantCulture));
        json.WriteString("service.name", _service);
        if (e.TraceId is { } trace) json.WriteString("trace.id", trace.ToHexString());
        if (e.SpanId is { } span) json.WriteString("span.id", span.ToHexString());
        if (e.Exception is { } failure)
        {
            json.WriteString("error.type", failure.GetType().FullName);
            json.WriteString("error.message", failure.Message);
            json.WriteString("error.stack_trace", failure.ToString());
        }
        json.WriteStartObject("labels");
        foreach ((string name, LogEventPropertyValue value) in e.Properties)
            json.WriteString(name, value is ScalarValue { Value: string text } ? text : value.ToString(null, CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
