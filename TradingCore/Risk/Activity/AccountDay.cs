using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>What the loss limits of an account are counted from (R25, R26). Kept over restarts. Immutable.</summary>
public sealed record AccountDay
{
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>Day in the account's zone.</summary>
    public DateOnly Day { get; init; }
    /// <summary>Equity at the start of the day, base currency; money paid in or out since is counted in.</summary>
    public decimal StartEquity { get; init; }
    /// <summary>Realised and unrealised profit and loss after fees of all positions since they were first known, at the start of the day.</summary>
    public decimal StartPnl { get; init; }
    /// <summary>The loss of the day that a person has accepted by re-arming; the limit counts on from it. 0 or below.</summary>
    public decimal AcceptedPnl { get; init; }
    /// <summary>Highest equity, base currency; money paid in or out since is counted in.</summary>
    public decimal PeakEquity { get; init; }
    /// <summary>True when nobody saw the day begin and the broker has not told its profit and loss of the day: it counts from when the account was first seen on it.</summary>
    public bool IsStartAssumed { get; init; }
    /// <summary>Money that a person recorded as paid in or out and that was not booked to the cash yet.</summary>
    public decimal RecordedFlow { get; init; }
    /// <summary>Money that was booked to the cash as paid in or out and that nobody recorded beside it.</summary>
    public decimal BookedFlow { get; init; }

    /// <summary>Money was paid in (above 0) or out: equity moved without a profit or a loss. What is recorded and booked as well counts once.</summary>
    /// <param name="amount">Amount, base currency.</param>
    /// <param name="isBooked">True when it was booked to the cash, false when a person recorded it.</param>
    public AccountDay WithCashFlow(decimal amount, bool isBooked = false)
    {
        decimal told = isBooked ? RecordedFlow : BookedFlow;
        decimal known = Math.Sign(told) == Math.Sign(amount) ? Math.Sign(amount) * Math.Min(Math.Abs(told), Math.Abs(amount)) : 0m;
        decimal moved = amount - known;
        return this with
        {
            StartEquity = StartEquity + moved,
            PeakEquity = PeakEquity + moved,
            RecordedFlow = isBooked ? RecordedFlow - known : RecordedFlow + moved,
            BookedFlow = isBooked ? BookedFlow + moved : BookedFlow - known,
        };
    }

    /// <summary>The next day begins, and was seen to begin.</summary>
    public AccountDay Next(DateOnly day, decimal equity, decimal pnl) => this with { Day = day, StartEquity = equity, StartPnl = pnl, AcceptedPnl = 0m, IsStartAssumed = false };

    /// <summary>Nobody saw the day begin: what the broker says of it tells what it began with.</summary>
    /// <param name="equity">Equity now.</param>
    /// <param name="pnl">Profit and loss of all positions now.</param>
    /// <param name="daily">The broker's profit and loss of the day; null when not told.</param>
    public AccountDay Since(decimal equity, decimal pnl, decimal? daily) => this with { StartEquity = equity - (daily ?? 0m), StartPnl = pnl - (daily ?? 0m), IsStartAssumed = daily is null };
}
