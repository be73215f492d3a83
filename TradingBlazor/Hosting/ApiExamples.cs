using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace TradingBlazor.Hosting;

/// <summary>Examples of the API's document: requests that the program understands, and answers made from the shape of what is answered.</summary>
internal static class ApiExamples
{
    private const int DepthMax = 10;

    // What an answer of the history gave as its "next".
    private const string HistoryCursor = "NjM5MzE1NTM5NjQwMzYyOTkwfFRCLTAxYTIyNzYzODgwNDdhMzhiMjY4ZGJjNjlmYmE1ZjRm";

    /// <summary>Bodies of requests by the name of the operation. A test sends each of them.</summary>
    public static IReadOnlyDictionary<string, string> Requests { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SubmitOrder"] = """{"symbol":"SPY","side":"BUY","quantity":100,"type":"LMT","limitPrice":412.34,"tif":"DAY"}""",
        ["PreviewOrder"] = """{"symbol":"SPY","side":"BUY","quantity":100,"type":"LMT","limitPrice":412.34,"withMargin":true}""",
        ["ModifyOrder"] = """{"quantity":500,"limitPrice":412.30,"confirmed":true}""",
        ["AddToWatchlist"] = """{"symbol":"ES FUT CME"}""",
        ["SetRiskLimits"] = """{"scope":"firm","reason":"Smaller orders until the new strategy has run a week.","values":{"orderNotionalMax":25000}}""",
        ["RearmLatch"] = """{"reason":"The feed was checked and is right again."}""",
        ["RecordCashFlow"] = """{"account":"DU1234567","amount":-2500.50,"reason":"Withdrawal of October."}""",
        ["GiveStrategyHeartbeat"] = """{"codeHash":"9f2c41d0"}""",
        ["EngageKillSwitch"] = """{"level":"K2","scope":"firm","reason":"Prices look wrong."}""",
        ["RearmKillSwitch"] = """{"scope":"firm","reason":"The feed is right again."}""",
        ["AcceptDifference"] = """{"account":"DU1234567","symbol":"SPY","cause":"transfer","note":"Shares came from another broker."}""",
        ["BookStatement"] = """<FlexQueryResponse queryName="trades" type="AF"><FlexStatements count="1"><FlexStatement accountId="DU1234567" fromDate="20261101" toDate="20261120"><Trades><Trade accountId="DU1234567" currency="USD" assetCategory="STK" symbol="SPY" conid="756733" multiplier="1" dateTime="20261110;093005" quantity="50" tradePrice="430.13" taxes="0" ibCommission="-1" ibCommissionCurrency="USD" buySell="BUY" ibOrderID="1234567890" ibExecID="0000e0d5.67fe667b.01.01" levelOfDetail="EXECUTION" /></Trades></FlexStatement></FlexStatements></FlexQueryResponse>""",
        ["InviteUser"] = """{"name":"mira","roles":"trader"}""",
        ["SnoozeAlert"] = """{"minutes":30}""",
        ["MakeAlertRule"] = """{"name":"SPY above 430","severity":"warning","condition":{"kind":"price","symbol":"SPY","comparison":"above","level":430}}""",
        ["ChangeAlertRule"] = """{"name":"SPY above 435","severity":"warning","condition":{"kind":"price","symbol":"SPY","comparison":"above","level":435}}""",
        ["SaveAlertChannel"] = """{"kind":"webhook","target":"https://alerts.example.com/desk","secret":"a long random text"}""",
        ["SetLogLevel"] = """{"area":"TradingCore.Tws","level":"debug","minutes":10}""",
        ["MakeToken"] = """{"scope":"read"}""",
    };

    /// <summary>Answers whose shape is not written in a type, by the name of the operation.</summary>
    public static IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["GetRiskLimits"] = """
            {"orderNotionalMax":50000,"quoteMaxAge":"00:00:05","restrictedSymbols":[],"version":3,
             "scopes":[{"scope":"symbol","name":"TSLA","values":{"orderNotionalMax":10000}}],
             "definitions":[{"limit":"orderNotionalMax","code":"R09","name":"Order notional","unit":"money","tighter":"lower","isZeroOff":false,"min":0,"max":10000000,"firmOnly":false}]}
            """,
    };

    private static readonly Dictionary<string, JsonNode?> Names = new(StringComparer.Ordinal)
    {
        ["symbol"] = "SPY",
        ["ticker"] = "SPY",
        ["account"] = "DU1234567",
        ["conId"] = 756733,
        ["currency"] = "USD",
        ["baseCurrency"] = "USD",
        ["commissionCurrency"] = "USD",
        ["exchange"] = "SMART",
        ["side"] = "BUY",
        ["type"] = "LMT",
        ["tif"] = "DAY",
        ["state"] = "working",
        ["source"] = "api",
        ["id"] = "TB-261005-1",
        ["orderId"] = "TB-261005-1",
        ["permId"] = 1_234_567_890,
        ["execId"] = "0000e0d5.6522a1b7.01.01",
        ["quantity"] = 100,
        ["filled"] = 40,
        ["remaining"] = 60,
        ["price"] = 412.34m,
        ["limitPrice"] = 412.34m,
        ["averageFillPrice"] = 412.33m,
        ["averagePrice"] = 412.33m,
        ["bid"] = 412.33m,
        ["ask"] = 412.35m,
        ["last"] = 412.34m,
        ["open"] = 411.02m,
        ["high"] = 413.10m,
        ["low"] = 410.77m,
        ["close"] = 412.34m,
        ["wap"] = 412.05m,
        ["bidSize"] = 300,
        ["askSize"] = 500,
        ["lastSize"] = 100,
        ["volume"] = 51_234_000,
        ["commission"] = 1.00m,
        ["dataType"] = "live",
        ["size"] = "1m",
        ["who"] = "user mira",
        ["name"] = "SPY",
        ["reason"] = "",
        ["remark"] = "",
        ["message"] = "Accepted.",
        ["correlationId"] = "01J9Z3K8T2",
        ["idempotencyKey"] = "9f1c2f0e-5f0e-4a53-8d2c-1f6c1d0f7a11",
        ["mode"] = "paper",
        ["host"] = "127.0.0.1",
        ["port"] = 7500,
        ["query"] = "SPY",
        ["link"] = "https://desk.example.com/account/invitation#3f9c…",
        ["accessToken"] = "eyJhbGciOiJFUzI1NiIs…",
        ["next"] = null,
        ["minTick"] = 0.01m,
        ["multiplier"] = 1,
        ["severity"] = "warning",
        ["text"] = "SPY rose above 430.",
        ["code"] = "R08",
        ["build"] = "1.0.0",
        ["securityType"] = "STK",
    };

    private static readonly Dictionary<string, JsonNode?> Parameters = new(StringComparer.Ordinal)
    {
        ["symbol"] = "SPY",
        ["preview"] = true,
        ["id"] = "TB-261005-1",
        ["query"] = "ES FUT CME",
        ["size"] = "1m",
        ["limit"] = "100",
        ["indicators"] = "ema:20,ema:50",
        ["state"] = "open",
        ["account"] = "DU1234567",
        ["side"] = "BUY",
        ["from"] = "2026-10-05",
        ["to"] = "2026-10-06",
        ["strategy"] = "ema-cross",
        ["cursor"] = "TB-261005-1",
        ["format"] = "json",
        ["parent"] = "TB-261005-1",
        ["number"] = 1,
        ["name"] = "feeder",
        ["severity"] = "warning",
        ["kind"] = "price",
        ["text"] = "SPY",
        ["before"] = "01J9Z3K8T2",
        ["If-Match"] = "\"3\"",
        ["If-None-Match"] = "\"3\"",
        ["Idempotency-Key"] = "9f1c2f0e-5f0e-4a53-8d2c-1f6c1d0f7a11",
        ["X-Correlation-Id"] = "rebalance-7",
    };

    // Words that mean another thing at one operation than at the others.
    private static readonly Dictionary<(string Operation, string Name), JsonNode?> OwnParameters = new()
    {
        [("GetAlerts", "state")] = "active",
        [("GetAlerts", "limit")] = 100,
        [("GetHistoryOrders", "state")] = "filled",
        [("GetHistoryOrders", "cursor")] = HistoryCursor,
        [("GetHistoryExecutions", "cursor")] = HistoryCursor,
        [("GetExecutions", "cursor")] = "0000e0d5.67fe667b.01.01",
    };

    /// <summary>A value of a parameter of an operation.</summary>
    public static JsonNode? Parameter(string operation, string name) => (OwnParameters.TryGetValue((operation, name), out JsonNode? own) ? own : Parameters.GetValueOrDefault(name))?.DeepClone();

    /// <summary>A problem as it is answered with a status.</summary>
    public static JsonNode Problem(int status, string path)
    {
        (string code, string title, string detail) = status switch
        {
            400 => ("invalidRequest", "The request is not understood.", "'limit' is 'many'. Expected a whole number from 1 to 5000; 200 when left out."),
            401 => ("apiKeyRequired", "The API key is missing or wrong.", "The header X-Api-Key is missing, and there is no session."),
            403 => ("notAllowed", "This is not allowed.", "It needs the permission Trade, which this key or user does not have."),
            404 => ("unknownOrder", "Not found.", "There is no order 'TB-261005-9'. GET /api/v1/orders lists the known ones."),
            409 => ("idempotencyKeyReused", "The idempotency key belongs to another order.", "The key was used for another order before."),
            412 => ("changedMeanwhile", "It was changed by somebody else.", "Read it again and decide anew."),
            422 => ("R08", "The order was denied.", "Order quantity: 100 is above the limit of 50."),
            428 => ("versionRequired", "The version is missing.", "Send the ETag of GET /api/v1/risk/limits as If-Match."),
            429 => ("tooManyRequests", "Too many requests.", "Wait 1 s. Cancels and the kill switch are not counted."),
            502 => ("notSent", "The test did not get through.", "The server answered 500."),
            503 => ("notAnswered", "The engine did not answer in time.", "Look at GET /api/v1/orders before repeating the command."),
            _ => ("internalError", "An error occurred.", "The log says more under the trace id."),
        };
        var problem = new JsonObject
        {
            ["type"] = $"urn:tradingblazor:problem:{code}",
            ["title"] = title,
            ["status"] = status,
            ["detail"] = detail,
            ["instance"] = path,
            ["code"] = code,
            ["traceId"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
        };
        if (status == 400) problem["errors"] = new JsonObject { ["limit"] = new JsonArray(detail) };
        return problem;
    }

    /// <summary>A value of a shape.</summary>
    public static JsonNode? Of(IOpenApiSchema? schema, OpenApiDocument document) => Of(schema, document, "", 0);

    private static JsonNode? Of(IOpenApiSchema? schema, OpenApiDocument document, string name, int depth)
    {
        schema = ApiShapes.Target(schema, document);
        if (schema is null || depth > DepthMax) return null;
#pragma warning disable CS0618 // The examples of the comments in code are written there.
        if (schema.Example is { } example) return example.DeepClone();
#pragma warning restore CS0618
        if (schema.Enum is { Count: > 0 } words) return words[0].DeepClone();
        foreach (IOpenApiSchema choice in (schema.OneOf ?? []).Concat(schema.AnyOf ?? []).Concat(schema.AllOf ?? []))
            if (ApiShapes.Target(choice, document) is { } one && one.Type != JsonSchemaType.Null) return Of(one, document, name, depth);
        JsonSchemaType type = schema.Type ?? (schema.Properties is { Count: > 0 } ? JsonSchemaType.Object : JsonSchemaType.String);
        if (type.HasFlag(JsonSchemaType.Array)) return Of(schema.Items, document, name.TrimEnd('s'), depth + 1) is { } item ? new JsonArray(item) : new JsonArray();
        if (type.HasFlag(JsonSchemaType.Object))
        {
            var made = new JsonObject();
            foreach ((string property, IOpenApiSchema inner) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>()) made[property] = Of(inner, document, property, depth + 1);
            return made;
        }
        bool isNumber = type.HasFlag(JsonSchemaType.Number) || type.HasFlag(JsonSchemaType.Integer);
        if (type.HasFlag(JsonSchemaType.Boolean)) return false;
        if (Names.TryGetValue(name, out JsonNode? known) && (known is null ? type.HasFlag(JsonSchemaType.Null) : known.GetValueKind() == System.Text.Json.JsonValueKind.Number == isNumber)) return known?.DeepClone();
        if (isNumber) return 1;
        return schema.Format switch
        {
            "date-time" => "2026-10-05T14:30:15.25Z",
            "date" => "2026-10-05",
            _ => "",
        };
    }
}
