namespace TwsProtocol.Orders;

/// <summary>Which executions are asked for; empty fields filter nothing.</summary>
public sealed record ExecutionFilter
{
    /// <summary>API client; 0 = all.</summary>
    public int ClientId { get; init; }

    /// <summary>Account.</summary>
    public string AcctCode { get; init; } = "";

    /// <summary>Only fills after this time, yyyyMMdd HH:mm:ss zone.</summary>
    public string Time { get; init; } = "";

    /// <summary>Symbol.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>Security type.</summary>
    public string SecType { get; init; } = "";

    /// <summary>Exchange.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>BUY or SELL.</summary>
    public string Side { get; init; } = "";

    /// <summary>Days back; server version 200. Null = not limited.</summary>
    public int? LastNDays { get; init; }

    /// <summary>Days as yyyyMMdd numbers; server version 200.</summary>
    public IReadOnlyList<int> SpecificDates { get; init; } = [];
}
