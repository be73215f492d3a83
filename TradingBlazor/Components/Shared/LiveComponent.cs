using Microsoft.AspNetCore.Components;
using TradingBlazor.State;

namespace TradingBlazor.Components.Shared;

/// <summary>
/// A component that shows snapshots. It renders when its parameters change, when its own events ask for it, and on a beat that finds news;
/// never because a parent or a neighbour rendered.
/// </summary>
public abstract class LiveComponent : ComponentBase, IBeatListener, IDisposable
{
    private bool _gone;

    /// <summary>The beat of this circuit.</summary>
    [Inject] protected DeskBeat Beat { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject] protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Number of renders so far; tests read it.</summary>
    internal int Renders { get; private set; }

    /// <inheritdoc/>
    public abstract bool HasNews(DateTimeOffset now);

    /// <inheritdoc/>
    public void RenderNews()
    {
        // Another component of the same beat may have removed this one.
        if (!_gone) StateHasChanged();
    }

    /// <inheritdoc/>
    public Task FailAsync(Exception failure) => _gone ? Task.CompletedTask : DispatchExceptionAsync(failure);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // The first look fills the first render, also while prerendering, where no beat runs.
        HasNews(Clock.GetUtcNow());
        Beat.Join(this);
    }

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        Renders++;
        return true;
    }

    /// <summary>Leaves the beat.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _gone = true;
        Beat.Leave(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }
}
