using System.Globalization;
using Microsoft.JSInterop;

namespace TradingBlazor.State.Keys;

/// <summary>
/// The line to the page of this circuit. It can be silent for seconds before the socket knows: what is pressed meanwhile arrives when it heals, and what waits
/// cannot be taken back. An order goes out for neither.
/// </summary>
/// <remarks>One per circuit, used on its dispatcher.</remarks>
public sealed class PageLine(IJSRuntime js, TimeProvider clock)
{
    /// <summary>How old what a page shows may be when a press on it arrives: the banner of a silent line comes after two seconds, a beat and a slow line take one each.</summary>
    public static readonly TimeSpan OldestSeen = TimeSpan.FromSeconds(4);

    // As long as the page may be silent before it says so itself.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private string _second = "";
    private DateTimeOffset? _lost;

    /// <summary>How long a page may be gone before what is scarce is left to those who look: a line that heals by itself is back by then.</summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(5);

    /// <summary>The connection to the page is lost.</summary>
    public void Lose() => _lost ??= clock.GetUtcNow();

    /// <summary>The page is connected.</summary>
    public void Find() => _lost = null;

    /// <summary>True when the page has been without a connection for so long that nobody looks at it.</summary>
    public bool IsGone(DateTimeOffset now) => _lost is { } lost && now - lost >= GoneAfter;

    /// <summary>Notes the last second of the server that the page had heard of when something was pressed, told before the press itself.</summary>
    public void Note(string? second) => _second = second ?? "";

    /// <summary>Why a press that arrives now is not meant for the market of now: a part of a sentence, empty when it is. A press without a note is taken.</summary>
    public string WhyTooLate()
    {
        string noted = _second;
        _second = "";
        return WhyTooLate(noted);
    }

    /// <summary>The same for a second that came with the press.</summary>
    public string WhyTooLate(ReadOnlySpan<char> second)
    {
        if (!long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out long seen)) return "";
        TimeSpan old = TimeSpan.FromSeconds(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerSecond - seen);
        return old > OldestSeen ? $"what the page showed was {Format.Age(old)} old when the press arrived" : "";
    }

    /// <summary>Asks the page for a sign of life.</summary>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>False when none came within two seconds, or the page is gone.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<bool> IsThereAsync(CancellationToken stop)
    {
        using var tooLong = new CancellationTokenSource(AnswerLimit, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, tooLong.Token);
        try
        {
            // Any function that every page has does: that it answers is all that is asked.
            await js.InvokeAsync<object?>("isFinite", limit.Token, 0);
            return true;
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }
}
