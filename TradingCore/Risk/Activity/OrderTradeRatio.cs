namespace TradingCore.Risk.Activity;

/// <summary>Orders, changes and cancels of an account against its fills in a day (R31). Not thread-safe: one writer.</summary>
public sealed class OrderTradeRatio : IRiskFigures
{
    private readonly Dictionary<string, (DateOnly Day, int Messages, int Fills)> _accounts = new(StringComparer.Ordinal);

    /// <summary>Messages and fills of a day of P&amp;L.</summary>
    public (int Messages, int Fills) Of(string account, DateOnly day) =>
        _accounts.TryGetValue(account, out (DateOnly Day, int Messages, int Fills) known) && known.Day == day ? (known.Messages, known.Fills) : (0, 0);

    /// <summary>An order, change or cancel leaves.</summary>
    public void AddMessage(string account, DateOnly day)
    {
        (int messages, int fills) = Of(account, day);
        _accounts[account] = (day, messages + 1, fills);
    }

    /// <summary>A fill came.</summary>
    public void AddFill(string account, DateOnly day)
    {
        (int messages, int fills) = Of(account, day);
        _accounts[account] = (day, messages, fills + 1);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => _accounts.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}|{a.Value.Day.DayNumber}|{a.Value.Messages}|{a.Value.Fills}");
}
