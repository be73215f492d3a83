namespace TradingCore.Domain;

/// <summary>How far something that an outage touched is whole again.</summary>
public enum OutageItemState
{
    /// <summary>Being recovered or compared.</summary>
    Pending = 0,
    /// <summary>As if nothing had been missed, or decided by what the broker said.</summary>
    Recovered,
    /// <summary>Could not be made whole or compared; to be looked at.</summary>
    Unverified,
    /// <summary>Gone for good: nobody can tell it any more.</summary>
    Lost,
}

/// <summary>One thing that an outage touched.</summary>
/// <param name="Area">One of <see cref="OutageAreas"/>.</param>
/// <param name="Subject">Which: a ticker, an order or a masked account; empty for all of the area.</param>
/// <param name="Missed">What was missed, a sentence.</param>
/// <param name="Recovery">How it was recovered, or what is still to come, a sentence; empty while nothing is known.</param>
/// <param name="State">How far it is.</param>
public sealed record OutageItem(string Area, string Subject, string Missed, string Recovery, OutageItemState State);

/// <summary>What an interval without a verified session cost, and how it was made good. Immutable; a newer one replaces it while it is worked on.</summary>
public sealed record OutageReport
{
    /// <summary>Number in this run, from 1.</summary>
    public int Number { get; init; }
    /// <summary>When the session was lost, UTC.</summary>
    public DateTimeOffset From { get; init; }
    /// <summary>When orders and positions agreed with the broker again, UTC; null while they do not.</summary>
    public DateTimeOffset? To { get; init; }
    /// <summary>Why, a sentence.</summary>
    public string Cause { get; init; } = "";
    /// <summary>What it touched.</summary>
    public IReadOnlyList<OutageItem> Items { get; init; } = [];

    /// <summary>True when nothing is pending any more.</summary>
    public bool IsComplete => To is not null && Items.All(i => i.State != OutageItemState.Pending);

    /// <summary>Number of things that could not be made whole or compared.</summary>
    public int Unverified => Items.Count(i => i.State == OutageItemState.Unverified);

    /// <summary>Number of things that are gone for good.</summary>
    public int Lost => Items.Count(i => i.State == OutageItemState.Lost);
}
