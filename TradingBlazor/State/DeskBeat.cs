namespace TradingBlazor.State;

/// <summary>A component that looks at snapshots on the beat.</summary>
public interface IBeatListener
{
    /// <summary>True when what is shown differs from what should be shown at <paramref name="now"/>. Called on the circuit's dispatcher, must not wait.</summary>
    bool HasNews(DateTimeOffset now);

    /// <summary>Renders; called inside the one render batch of the beat.</summary>
    void RenderNews();

    /// <summary>Hands a failure of <see cref="HasNews"/> to the panel's error boundary.</summary>
    Task FailAsync(Exception failure);
}

/// <summary>
/// The listeners of one circuit. Components join when they start and leave when they go; the beat asks each whether it has news.
/// Nothing is pushed from the engine: a circuit that is slow or gone costs the engine nothing.
/// </summary>
/// <remarks>Used on the circuit's dispatcher alone, so it holds no lock.</remarks>
public sealed class DeskBeat
{
    private readonly List<IBeatListener> _listeners = [];
    private List<IBeatListener>? _spare = [];

    /// <summary>Number of components that listen.</summary>
    public int Count => _listeners.Count;

    /// <summary>Adds a component.</summary>
    public void Join(IBeatListener listener) => _listeners.Add(listener);

    /// <summary>Removes a component; unknown ones are ignored.</summary>
    public void Leave(IBeatListener listener) => _listeners.Remove(listener);

    /// <summary>Asks every component, and adds those with news to <paramref name="dirty"/>, each once.</summary>
    public async ValueTask CollectAsync(DateTimeOffset now, List<IBeatListener> dirty)
    {
        // A failure replaces a panel by its error sentence, which makes components leave while the list is walked: walk a copy. It is kept for the
        // next beat; a component that asks for a beat while it is asked itself, such as a ticket that finds a template, walks another one.
        List<IBeatListener> asked = _spare ?? [];
        _spare = null;
        asked.AddRange(_listeners);
        foreach (IBeatListener listener in asked)
        {
            try
            {
                if (listener.HasNews(now) && !dirty.Contains(listener)) dirty.Add(listener);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                await listener.FailAsync(failure);
            }
        }
        asked.Clear();
        _spare = asked;
    }
}
