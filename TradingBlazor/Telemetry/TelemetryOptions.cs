using System.ComponentModel.DataAnnotations;

namespace TradingBlazor.Telemetry;

/// <summary>What is told to whoever watches the program, section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Telemetry";

    /// <summary>Whether metrics are collected and served on <c>/metrics</c>.</summary>
    /// <value>true.</value>
    public bool Metrics { get; set; } = true;

    /// <summary>A port of its own for <c>/metrics</c>, <c>/health</c> and <c>/ready</c>, without key and without TLS, for a Prometheus or an orchestrator that can hold neither. Nothing else answers there.</summary>
    /// <value>1 to 65535; 0 opens none. Default 0.</value>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>Address that <see cref="Port"/> is opened on. What it serves has no secrets, but tells how the trading goes: keep it inside a network whose members may know.</summary>
    /// <value>An IP address; default 127.0.0.1. In a container <c>0.0.0.0</c>.</value>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Name under which the program is known to collectors.</summary>
    /// <value>1 to 64 letters, digits, points, dashes and underscores. Default <c>tradingblazor</c>.</value>
    [RegularExpression("[A-Za-z0-9._-]{1,64}")]
    public string ServiceName { get; set; } = "tradingblazor";

    /// <summary>A collector that speaks OTLP.</summary>
    public OtlpOptions Otlp { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!System.Net.IPAddress.TryParse(Address, out _)) yield return new ValidationResult($"{Section}:Address is '{Address}'. Expected an IP address, such as 127.0.0.1, or 0.0.0.0 for every one of this machine.", [nameof(Address)]);
    }
}

/// <summary>How OTLP is spoken.</summary>
public enum OtlpTransport
{
    /// <summary>gRPC; collectors listen on 4317 for it.</summary>
    Grpc = 0,
    /// <summary>Protocol buffers over HTTP; collectors listen on 4318 for it.</summary>
    Http,
}

/// <summary>A collector that speaks OTLP, such as the OpenTelemetry Collector, Jaeger, Tempo, Seq or Elastic.</summary>
public sealed class OtlpOptions : IValidatableObject
{
    /// <summary>Where it listens; with <see cref="OtlpTransport.Http"/> without the path of the signal.</summary>
    /// <value>Empty: nothing is sent.</value>
    public string Endpoint { get; set; } = "";

    /// <summary>How it is spoken.</summary>
    /// <value>Default <see cref="OtlpTransport.Grpc"/>.</value>
    public OtlpTransport Transport { get; set; }

    /// <summary>File whose lines are headers to send along, as <c>name=value</c>: keys do not belong into settings.</summary>
    /// <value>Empty: none.</value>
    public string HeadersFile { get; set; } = "";

    /// <summary>Whether traces of orders and requests are sent.</summary>
    /// <value>true.</value>
    public bool Traces { get; set; } = true;

    /// <summary>Whether metrics are sent, too.</summary>
    /// <value>false.</value>
    public bool Metrics { get; set; }

    /// <summary>Whether the log is sent, too.</summary>
    /// <value>false.</value>
    public bool Logs { get; set; }

    /// <summary>True when there is a collector.</summary>
    public bool IsSet => Endpoint.Length > 0;

    /// <summary>Headers of the file, as <c>name=value,name=value</c>.</summary>
    internal string ReadHeaders() => HeadersFile.Length == 0 ? "" : string.Join(',', File.ReadLines(HeadersFile).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint.Length > 0 && (!Uri.TryCreate(Endpoint, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https")))
            yield return new ValidationResult($"Telemetry:Otlp:Endpoint is '{Endpoint}'. Expected an address such as http://localhost:4317.", [nameof(Endpoint)]);
        if (HeadersFile.Length > 0 && !File.Exists(HeadersFile)) yield return new ValidationResult($"Telemetry:Otlp:HeadersFile is '{HeadersFile}', and there is no such file.", [nameof(HeadersFile)]);
    }
}
