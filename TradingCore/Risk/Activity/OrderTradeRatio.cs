namespace TradingCore.Risk.Activity;

/// <summary>Orders, changes and cancels of an account against its fills in a day (R31). Not thread-safe: one writer.</summary>
public sealed class OrderTradeRatio : IRiskFigures
{
    private readonly Dictionary<string, (DateTime Day, int Messages, int Fills)> _accounts = new(StringComparer.Ordinal);

    /// <summary>Messages and fills of the day (UTC).</summary>
    public (int Messages, int Fills) Of(string account, DateTimeOffset now) =>
        _accounts.TryGetValue(account, out (DateTime Day, int Messages, int Fills) known) && known.Day == now.UtcDateTime.Date ? (known.Messages, known.Fills) : (0, 0);

    /// <summary>An order, change or cancel leaves.</summary>
    public void AddMessage(string account, DateTimeOffset now)
    {
        (int messages, int fills) = Of(account, now);
        _accounts[account] = (now.UtcDateTime.Date, messages + 1, fills);
    }

    /// <summary>A fill came.</summary>
    public void AddFill(string account, DateTimeOffset now)
    {
        (int messages, int fills) = Of(account, now);
        _accounts[account] = (now.UtcDateTime.Date, messages, fills + 1);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => _accounts.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}|{a.Value.Day.Ticks}|{a.Value.Messages}|{a.Value.Fills}");
}
