using TradingCore.Domain;

namespace TradingCore.Accounts;

/// <summary>
/// The money of one account through its days: equity that moves with own marks between the broker's figures, its start and its peak.
/// Not thread-safe: one writer.
/// </summary>
/// <remarks>
/// The broker tells the equity every few minutes; a limit on a loss cannot wait that long. So the newest told equity is moved by what own
/// fills and marks have made since it was told.
/// </remarks>
public sealed class AccountDay(AccountId account)
{
    private decimal? _toldEquity;
    private decimal _wealthWhenTold;
    private bool _isBaseDue;

    /// <summary>Account.</summary>
    public AccountId Account => account;

    /// <summary>The day; null while none was begun.</summary>
    public DateOnly? Day { get; private set; }

    /// <summary>Base currency; empty until known.</summary>
    public string BaseCurrency { get; set; } = "";

    /// <summary>Equity when the day began.</summary>
    public decimal StartEquity { get; private set; }

    /// <summary>Where it is from: <c>own</c>, <c>broker</c> or <c>equity</c>.</summary>
    public string StartSource { get; private set; } = "";

    /// <summary>Highest equity, moved by deposits and withdrawals; null before the first.</summary>
    public decimal? PeakEquity { get; private set; }

    /// <summary>Deposits less withdrawals of the day.</summary>
    public decimal NetDeposits { get; private set; }

    /// <summary>Equity now; null until the broker has told one.</summary>
    public decimal? Equity { get; private set; }

    /// <summary>When it was last valued while everything agreed with the broker, UTC; null when it was not in this run.</summary>
    public DateTimeOffset? SeenTime { get; set; }

    /// <summary>True when something changed that must survive a restart.</summary>
    public bool IsDirty { get; set; }

    /// <summary>When it was last stored, UTC.</summary>
    public DateTimeOffset StoredTime { get; set; }

    /// <summary>The broker told the equity.</summary>
    public void Told(decimal equity)
    {
        _toldEquity = equity;
        _isBaseDue = true;
    }

    /// <summary>What is held was corrected without a trade: what own marks made of the equity counts from here on.</summary>
    public void Rebase()
    {
        if (Equity is { } equity) _toldEquity = equity;
        _isBaseDue = true;
    }

    /// <summary>Takes the P&amp;L of all positions since they were first known, at the present marks; null while something is missing.</summary>
    /// <param name="wealth">That P&amp;L.</param>
    /// <param name="unbooked">Money that came in and that nobody has booked: it is in the equity, and no profit. Null when that is not known: then the peak stays.</param>
    public void Value(decimal? wealth, decimal? unbooked)
    {
        if (_toldEquity is not { } told) return;
        if (_isBaseDue && wealth is { } now)
        {
            _wealthWhenTold = now;
            _isBaseDue = false;
        }
        Equity = wealth is { } w && !_isBaseDue ? told + w - _wealthWhenTold : told;
        if (Day is null || unbooked is null || Equity - unbooked <= PeakEquity) return;
        PeakEquity = Equity - unbooked;
        IsDirty = true;
    }

    /// <summary>Begins a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="startEquity">Equity when it began.</param>
    /// <param name="source"><c>own</c>, <c>broker</c> or <c>equity</c>.</param>
    public void Begin(DateOnly day, decimal startEquity, string source)
    {
        Day = day;
        StartEquity = startEquity;
        StartSource = source;
        NetDeposits = 0m;
        PeakEquity = Math.Max(PeakEquity ?? startEquity, startEquity);
        IsDirty = true;
    }

    /// <summary>The broker told its P&amp;L of a day that nobody saw begin.</summary>
    /// <param name="startEquity">Equity when it began.</param>
    public void Correct(decimal startEquity)
    {
        StartEquity = startEquity;
        StartSource = "broker";
        PeakEquity = Math.Max(PeakEquity ?? startEquity, startEquity + NetDeposits);
        IsDirty = true;
    }

    /// <summary>Money came in, or went out below 0: neither profit nor loss, so the peak moves with it.</summary>
    public void Deposit(decimal amount)
    {
        NetDeposits += amount;
        PeakEquity += amount;
        IsDirty = true;
    }

    /// <summary>Goes on where an earlier run was.</summary>
    public void Restore(DateOnly? day, string baseCurrency, decimal startEquity, string source, decimal? peak, decimal netDeposits) =>
        (Day, BaseCurrency, StartEquity, StartSource, PeakEquity, NetDeposits) = (day, baseCurrency, startEquity, source, peak, netDeposits);
}
