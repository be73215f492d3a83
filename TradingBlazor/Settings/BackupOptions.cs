using System.ComponentModel.DataAnnotations;

namespace TradingBlazor.Settings;

/// <summary>Backups that are made by themselves, section <c>Backup</c>.</summary>
public sealed class BackupOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Backup";

    /// <summary>Time from one to the next; zero makes none.</summary>
    /// <value>1 hour to 30 days, or 0. Default 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many of them are kept; those that people made are never deleted.</summary>
    /// <value>1 to 365. Default 7.</value>
    [Range(1, 365)]
    public int Keep { get; set; } = 7;

    /// <summary>Where all of them lie.</summary>
    /// <value>A whole path outside of the data folder and of what the web server shows; empty for <c>backups</c> in the data folder.</value>
    public string Folder { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Every > TimeSpan.Zero && Every < TimeSpan.FromHours(1)) yield return new ValidationResult($"{Section}:Every is {Every}. Expected 01:00:00 or more, or 00:00:00 for no backups by themselves.", [nameof(Every)]);
    }
}
