using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace BarePage;

/// <summary>Thirty rows, and the one render batch in which those that have moved are drawn.</summary>
public sealed class Watchlist : IComponent
{
    private const int Rows = 30;

    private readonly List<QuoteRow> _rows = [];
    private RenderHandle _handle;

    /// <inheritdoc/>
    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    /// <inheritdoc/>
    public Task SetParametersAsync(ParameterView parameters)
    {
        if (_rows.Count == 0) _handle.Render(Draw);
        return Task.CompletedTask;
    }

    /// <summary>Draws the rows whose prices have moved, all of them in one batch.</summary>
    public void Pulse()
    {
        if (_rows.Exists(r => r.HasMoved)) _handle.Render(DrawMoved);
    }

    // Their renders are asked for inside this one, so they join its batch.
    private void DrawMoved(RenderTreeBuilder builder)
    {
        foreach (QuoteRow row in _rows) row.Poll();
        Draw(builder);
    }

    private void Draw(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "table");
        for (int i = 0; i < Rows; i++)
        {
            builder.OpenComponent<QuoteRow>(1);
            builder.AddComponentParameter(2, nameof(QuoteRow.Place), i);
            builder.AddComponentReferenceCapture(3, row => _rows.Add((QuoteRow)row));
            builder.CloseComponent();
        }
        builder.CloseElement();
    }
}
