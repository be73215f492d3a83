using System.ComponentModel.DataAnnotations;

namespace TradingBlazor.Hosting;

/// <summary>How long the files of the log are kept, and where else the log goes, section <c>Logs</c>.</summary>
public sealed class LogOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Logs";

    /// <summary>How many files are kept; a file is a day, or less when it grows over <see cref="FileBytesMax"/>.</summary>
    /// <value>1 to 1,000. Default 14.</value>
    [Range(1, 1_000)]
    public int KeepFiles { get; set; } = 14;

    /// <summary>Bytes after which a new file is begun.</summary>
    /// <value>1 MiB to 1 GiB. Default 100 MiB.</value>
    [Range(1_048_576, 1_073_741_824)]
    public long FileBytesMax { get; set; } = 100L * 1024 * 1024;

    /// <summary>A Seq server that gets the log, too.</summary>
    public LogServerOptions Seq { get; set; } = new();

    /// <summary>An Elasticsearch that gets the log, too.</summary>
    public ElasticOptions Elastic { get; set; } = new();
}

/// <summary>A server that gets the log. While it is away events wait in memory, bounded, for some minutes; trading never waits for it.</summary>
public class LogServerOptions : IValidatableObject
{
    /// <summary>Its address.</summary>
    /// <value>Empty: none.</value>
    public string Url { get; set; } = "";

    /// <summary>File whose first line is the key to send along; keys do not belong into settings.</summary>
    /// <value>Empty: none.</value>
    public string ApiKeyFile { get; set; } = "";

    /// <summary>True when there is one.</summary>
    public bool IsSet => Url.Length > 0;

    /// <summary>The key; null without one.</summary>
    internal string? ReadKey() => ApiKeyFile.Length == 0 ? null : File.ReadLines(ApiKeyFile).FirstOrDefault()?.Trim();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url.Length > 0 && (!Uri.TryCreate(Url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https")))
            yield return new ValidationResult($"'{Url}' is no address. Expected one such as http://localhost:5341.", [nameof(Url)]);
        if (ApiKeyFile.Length > 0 && !File.Exists(ApiKeyFile)) yield return new ValidationResult($"there is no file '{ApiKeyFile}'.", [nameof(ApiKeyFile)]);
    }
}

/// <summary>An Elasticsearch that gets the log.</summary>
public sealed class ElasticOptions : LogServerOptions
{
    /// <summary>Data stream or index that events are added to.</summary>
    /// <value>1 to 100 lower-case letters, digits, points, dashes and underscores, such as <c>logs-tradingblazor-default</c>, which is the default.</value>
    [RegularExpression("[a-z0-9][a-z0-9._-]{0,99}")]
    public string Index { get; set; } = "logs-tradingblazor-default";
}
