using System.ComponentModel.DataAnnotations;

namespace TradingCore.Persistence.Recording;

/// <summary>Whether and how much of what enters the engine is recorded.</summary>
public sealed class RecordingOptions
{
    /// <summary>Records every input of the engine into the folder <c>recordings</c> of the data folder.</summary>
    /// <value>Default true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Most bytes of compressed files of one day, UTC; the rest of the day is then not recorded, and the file says so.</summary>
    /// <value>1 MiB to 1 TiB. Default 512 MiB.</value>
    [Range(1_048_576, 1_099_511_627_776)]
    public long MaxBytesPerDay { get; set; } = 512L * 1024 * 1024;

    /// <summary>How many days recordings are kept. The files of a run go together, when its last one is old enough.</summary>
    /// <value>1 to 3,650. Default 7.</value>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 7;
}
