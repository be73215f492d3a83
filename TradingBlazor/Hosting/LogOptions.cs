using System.ComponentModel.DataAnnotations;

namespace TradingBlazor.Hosting;

/// <summary>How long the files of the log are kept, section <c>Logs</c>.</summary>
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
}
