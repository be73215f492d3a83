using TradingCore.Domain;
using TradingCore.Persistence.History;

namespace TradingBlazor.State;

/// <summary>A search in the history of executions as typed.</summary>
public sealed class ExecutionSearch
{
    /// <summary>Contract; empty for all.</summary>
    public string Symbol { get; set; } = "";
    /// <summary>First time, New York; empty for the beginning.</summary>
    public string From { get; set; } = "";
    /// <summary>Time before which they are, New York; empty for now.</summary>
    public string To { get; set; } = "";
    /// <summary>Strategy; empty for all.</summary>
    public string Strategy { get; set; } = "";
    /// <summary>Account; empty for all.</summary>
    public string Account { get; set; } = "";
    /// <summary>Side; null for both.</summary>
    public OrderSide? Side { get; set; }

    /// <summary>Reads it.</summary>
    /// <param name="filter">The filter; null when false is returned.</param>
    /// <param name="problem">What to enter, when false is returned.</param>
    public bool TryRead(out HistoryFilter? filter, out string problem)
    {
        filter = null;
        DateTimeOffset from = default, to = default;
        problem = From.Length > 0 && !EtTime.TryParse(From, out from) ? "Enter from when, or leave it empty."
            : To.Length > 0 && !EtTime.TryParse(To, out to) ? "Enter until when, or leave it empty."
            : From.Length > 0 && To.Length > 0 && from >= to ? "The end is not after the beginning." : "";
        if (problem.Length > 0) return false;
        filter = new HistoryFilter
        {
            Symbol = Text(Symbol)?.ToUpperInvariant(),
            From = From.Length > 0 ? from : null,
            To = To.Length > 0 ? to : null,
            Strategy = Text(Strategy),
            Account = Text(Account),
            Side = Side,
        };
        return true;
    }

    /// <summary>Address of the same search as a file of everything that matches.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="format"><c>csv</c> or <c>parquet</c>.</param>
    public static string FileAddress(HistoryFilter filter, string format)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var parts = new List<string> { "format=" + format };
        Add("symbol", filter.Symbol);
        Add("from", filter.From?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        Add("to", filter.To?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        Add("strategy", filter.Strategy);
        Add("account", filter.Account);
        Add("side", filter.Side switch { OrderSide.Buy => "BUY", OrderSide.Sell => "SELL", _ => null });
        return "/api/v1/history/executions?" + string.Join('&', parts);

        void Add(string name, string? value)
        {
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static string? Text(string typed) => typed.Trim() is { Length: > 0 } text ? text : null;
}
