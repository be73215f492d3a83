namespace TwsProtocol.Contracts;

/// <summary>Which corporate events are asked for.</summary>
public sealed record WshEventFilter
{
    /// <summary>Contract; null = none.</summary>
    public int? ConId { get; init; }

    /// <summary>Filter as JSON.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Add the watch list.</summary>
    public bool FillWatchlist { get; init; }

    /// <summary>Add the portfolio.</summary>
    public bool FillPortfolio { get; init; }

    /// <summary>Add the competitors.</summary>
    public bool FillCompetitors { get; init; }

    /// <summary>yyyyMMdd.</summary>
    public string StartDate { get; init; } = "";

    /// <summary>yyyyMMdd.</summary>
    public string EndDate { get; init; } = "";

    /// <summary>Events at most; null = no limit.</summary>
    public int? TotalLimit { get; init; }
}
