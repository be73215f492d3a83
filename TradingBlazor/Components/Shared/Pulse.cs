using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Options;
using TradingBlazor.State;

namespace TradingBlazor.Components.Shared;

/// <summary>
/// The beat of a circuit: one timer, one question to every live component, one render batch for all that have news, and none when nobody has.
/// </summary>
/// <remarks>
/// The components render inside this component's own render. The renderer then puts all of them into one batch; rendering them one by one
/// would send a batch, and get an answer, for each.
/// </remarks>
public sealed class Pulse : IComponent, IHandleAfterRender, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<IBeatListener> _dirty = [];
    private readonly RenderFragment _render;
    private RenderHandle _handle;
    private Task? _loop;
    private bool _isQueued;

    /// <summary>A beat that begins once it is in a page.</summary>
    public Pulse() => _render = RenderDirty;

    /// <summary>The listeners of this circuit.</summary>
    [Inject] public DeskBeat Beat { get; set; } = null!;

    /// <summary>Selection and place: a change is shown at once and does not wait for the beat.</summary>
    [Inject] public DeskState State { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject] public TimeProvider Clock { get; set; } = null!;

    /// <summary>Measures how long fills take to the screen.</summary>
    [Inject] public FillToScreen Shown { get; set; } = null!;

    /// <summary>The interval.</summary>
    [Inject] public IOptions<DeskOptions> Options { get; set; } = null!;

    /// <summary>Render batches so far; tests read it.</summary>
    internal int Batches { get; private set; }

    /// <inheritdoc/>
    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    /// <inheritdoc/>
    public Task SetParametersAsync(ParameterView parameters)
    {
        // Render once, empty: only then comes OnAfterRender, which never comes while prerendering.
        _handle.Render(_ => { });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnAfterRenderAsync()
    {
        // Called when the browser has confirmed the batch.
        Shown.OnDrawn();
        if (_loop is null)
        {
            State.Changed += OnStateChanged;
            _loop = BeatAsync();
        }
        return Task.CompletedTask;
    }

    /// <summary>One beat.</summary>
    internal async Task FlushAsync()
    {
        await Beat.CollectAsync(Clock.GetUtcNow(), _dirty);
        if (_dirty.Count == 0 || _isQueued) return;
        Batches++;
        _isQueued = true;
        // A browser that has not confirmed the last batches lets this wait over several beats. Nobody who had news in the meantime may be
        // forgotten: a component says so once.
        _handle.Render(_render);
    }

    private void RenderDirty(RenderTreeBuilder builder)
    {
        _isQueued = false;
        Shown.OnBatch();
        foreach (IBeatListener listener in _dirty) listener.RenderNews();
        _dirty.Clear();
    }

    private void OnStateChanged() => _ = FlushNowAsync();

    private async Task FlushNowAsync()
    {
        try
        {
            await _handle.Dispatcher.InvokeAsync(FlushAsync);
        }
        catch (Exception failure)
        {
            await _handle.DispatchExceptionAsync(failure);
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            Func<Task> flush = FlushAsync;
            using var timer = new PeriodicTimer(Options.Value.BeatInterval, Clock);
            while (await timer.WaitForNextTickAsync(_leaving.Token)) await _handle.Dispatcher.InvokeAsync(flush);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception failure)
        {
            await _handle.DispatchExceptionAsync(failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        State.Changed -= OnStateChanged;
        await _leaving.CancelAsync();
        // The loop ends on its own; waiting for it here would wait for the dispatcher that runs this very method.
        _leaving.Dispose();
    }
}
