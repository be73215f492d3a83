using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TradingCore.Domain;
using TradingCore.Engine.Events;

namespace TradingCore.Engine.ReportFlow;

/// <summary>What the broker said of an old execution while the fills of its position were being read, as it is kept among the settings until it is booked.</summary>
/// <param name="Reports">In the order in which they came.</param>
internal sealed record CorrectionDocument(IReadOnlyList<CorrectionDocument.Report> Reports)
{
    private static readonly Lazy<JsonSerializerOptions> Json = new(() => new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        // Rare, and not on the way of an order: reflection keeps the defaults of members that an older version did not write.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    });

    /// <summary>An execution, or a commission.</summary>
    public sealed record Report(Fill? Fill, bool IsReplay, string? ExecId, decimal Commission, string? Currency, decimal? RealizedPnl);

    /// <summary>The events as text.</summary>
    public static string Write(IEnumerable<EngineEvent> events) => JsonSerializer.Serialize(
        new CorrectionDocument([.. events.Select(e => e is ExecutionReceived x ? new Report(x.Fill, x.IsReplay, null, 0m, null, null)
            : e is CommissionReceived c ? new Report(null, false, c.ExecId.Value, c.Commission, c.Currency, c.RealizedPnl)
            : throw new ArgumentException($"{e.GetType().Name} waits for no fills.", nameof(events)))]),
        Json.Value);

    /// <summary>The events of a text, to be applied at <paramref name="now"/>.</summary>
    public static IReadOnlyList<EngineEvent> Read(string text, DateTimeOffset now) =>
    [
        .. JsonSerializer.Deserialize<CorrectionDocument>(text, Json.Value)!.Reports.Select(r => r.Fill is { } fill
            ? (EngineEvent)new ExecutionReceived(fill, r.IsReplay) { Time = now }
            : new CommissionReceived(new ExecId(r.ExecId!), r.Commission, r.Currency ?? "", r.RealizedPnl) { Time = now }),
    ];
}
