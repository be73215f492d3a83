using System.ComponentModel.DataAnnotations;

namespace TradingCore.Tws.Guarding;

/// <summary>Settings of the guard, section <c>Guard</c>.</summary>
public sealed class GuardOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Guard";

    /// <summary>Where the trading program answers.</summary>
    /// <value>An http or https address. Default http://localhost:5080.</value>
    [Required]
    public string Url { get; set; } = "http://localhost:5080";

    /// <summary>How long it may stay without an answer until every order is cancelled.</summary>
    /// <value>2 s to 1 hour. Default 15 s; above the time of a restart, or a restart cancels.</value>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan After { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>API client id of the guard; nothing else may use it.</summary>
    /// <value>1 to 999,999. Default 911.</value>
    [Range(1, 999_999)]
    public int ClientId { get; set; } = 911;
}
