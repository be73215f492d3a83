namespace TradingBlazor.State;

/// <summary>An order whose button was pressed in a page that lost its server before it heard what became of it: noted by the browser's tab, and told by the next page.</summary>
/// <param name="Key">Key of the intent, as it stood on the button: an order that arrived carries it.</param>
/// <param name="Words">What the button said.</param>
/// <param name="Time">When it was pressed, by the browser's clock, in milliseconds since 1970.</param>
public sealed record PressedOrder(string Key, string Words, long Time)
{
    /// <summary>Age from which nobody waits for an answer any more.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    private const int KeyLengthMax = 64;
    private const int WordsLengthMax = 400;

    /// <summary>False for what no page of ours has noted, or what is of long ago.</summary>
    public bool IsRecent(DateTimeOffset now) =>
        Key is { Length: > 0 and <= KeyLengthMax } && Words is { Length: > 0 and <= WordsLengthMax } && Math.Abs(now.ToUnixTimeMilliseconds() - Time) < AgeMax.TotalMilliseconds;
}
