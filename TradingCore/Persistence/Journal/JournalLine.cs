using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.Journal;

/// <summary>One entry as it is written: exactly one member is set. The domain need not know how it is stored.</summary>
internal sealed record JournalLine
{
    public OrderWritten? Order { get; init; }
    public FillWritten? Fill { get; init; }
    public PositionAdjusted? PositionAdjusted { get; init; }
    public WatchlistWritten? Watchlist { get; init; }
    public OrderIdsReserved? OrderIds { get; init; }
    public SettingWritten? Setting { get; init; }

    public static JournalLine From(JournalEntry entry) => entry switch
    {
        OrderWritten e => new JournalLine { Order = e },
        FillWritten e => new JournalLine { Fill = e },
        PositionAdjusted e => new JournalLine { PositionAdjusted = e },
        WatchlistWritten e => new JournalLine { Watchlist = e },
        OrderIdsReserved e => new JournalLine { OrderIds = e },
        SettingWritten e => new JournalLine { Setting = e },
        _ => throw new ArgumentException($"The journal does not know how to write {entry.GetType().Name}.", nameof(entry)),
    };

    /// <summary>The entry; null when it was written by a version that knows more kinds.</summary>
    public JournalEntry? ToEntry() =>
        (JournalEntry?)Order ?? (JournalEntry?)Fill ?? (JournalEntry?)PositionAdjusted ?? (JournalEntry?)Watchlist ?? (JournalEntry?)OrderIds ?? Setting;
}
