using TradingBlazor.State.Preferences;

namespace TradingBlazor.State.Keys;

/// <summary>What came of a key.</summary>
/// <param name="IsDone">True when something was sent.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record KeyResult(bool IsDone, string Message);

/// <summary>An order of a key that waits for its end or for being undone.</summary>
/// <param name="Text">What it will do, a sentence without its full stop.</param>
/// <param name="Due">When it is sent, UTC.</param>
public sealed record WaitingOrder(string Text, DateTimeOffset Due);

/// <summary>
/// Orders of keys wait for some seconds, visibly, and can be undone in that time. One at a time: a second key while one waits is refused, so
/// that a key held down cannot send twice. What waits when the line to the page is lost, or silent, is never sent, because nobody could undo it.
/// </summary>
/// <remarks>One per circuit, used on its dispatcher. Cancels do not come here: they never wait.</remarks>
public sealed class UndoWindow : IDisposable
{
    private readonly DeskPreferences _preferences;
    private readonly HotkeyArming _arming;
    private readonly PageLine _line;
    private readonly TimeProvider _clock;

    /// <summary>A window on which the keys' being disarmed, by a person or by itself, takes back what waits.</summary>
    /// <param name="preferences">Where the seconds are kept.</param>
    /// <param name="arming">Whether the keys are armed.</param>
    /// <param name="line">Line to the page, which must be there when the wait is over.</param>
    /// <param name="clock">Time.</param>
    public UndoWindow(DeskPreferences preferences, HotkeyArming arming, PageLine line, TimeProvider clock)
    {
        (_preferences, _arming, _line, _clock) = (preferences, arming, line, clock);
        arming.Changed += OnArming;
    }

    /// <summary>Key of the preference: seconds to wait, 0 to send at once.</summary>
    public const string Key = "undoSeconds";

    /// <summary>Longest wait, in seconds.</summary>
    public const int SecondsMax = 10;

    private const int SecondsDefault = 3;
    private CancellationTokenSource? _waiting;

    /// <summary>Raised after every change; on the dispatcher when the change was made there.</summary>
    public event Action? Changed;

    /// <summary>What waits; null when nothing does.</summary>
    public WaitingOrder? Waiting { get; private set; }

    /// <summary>What came of the last one; empty at the start.</summary>
    public KeyResult Last { get; private set; } = new(false, "");

    /// <summary>Seconds that an order waits.</summary>
    public int Seconds
    {
        get => Math.Clamp(_preferences.Get(Key, SecondsDefault), 0, SecondsMax);
        set => _preferences.Set(Key, Math.Clamp(value, 0, SecondsMax));
    }

    /// <summary>Sends after the wait, unless it is undone.</summary>
    /// <param name="text">What it will do.</param>
    /// <param name="send">Sends it.</param>
    /// <returns>What came of it.</returns>
    public async Task<KeyResult> RunAsync(string text, Func<Task<KeyResult>> send)
    {
        if (Waiting is not null) return new KeyResult(false, $"Not sent: an order waits already ({Waiting.Text}). Esc undoes it.");
        int seconds = Seconds;
        if (seconds > 0)
        {
            using var waiting = new CancellationTokenSource();
            _waiting = waiting;
            Waiting = new WaitingOrder(text, _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));
            Changed?.Invoke();
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(seconds), _clock, waiting.Token);
                if (!await _line.IsThereAsync(waiting.Token)) return Tell(new KeyResult(false, $"Not sent: the page could not be reached, so nobody could have undone it ({text})."));
            }
            catch (OperationCanceledException)
            {
                return Tell(Last);
            }
            finally
            {
                _waiting = null;
                Waiting = null;
            }
        }
        return Tell(await send());
    }

    /// <summary>Takes back what waits. False when nothing does.</summary>
    /// <param name="why">Why, a sentence; shown to the person.</param>
    public bool Undo(string why = "Undone: nothing was sent.")
    {
        if (_waiting is not { } waiting) return false;
        Last = new KeyResult(false, why);
        waiting.Cancel();
        return true;
    }

    private KeyResult Tell(KeyResult result)
    {
        Last = result;
        Changed?.Invoke();
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _arming.Changed -= OnArming;
        Undo("The page was closed: nothing was sent.");
    }

    private void OnArming()
    {
        if (!_arming.IsArmed) Undo($"{(_arming.Why.Length > 0 ? _arming.Why : "The trading keys were disarmed.")} Nothing was sent.");
    }
}
