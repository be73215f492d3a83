using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace BarePage;

/// <summary>A row of the watchlist, drawn only when its prices have moved.</summary>
public sealed class QuoteRow : IComponent
{
    private RenderHandle _handle;
    private Quote? _drawn;

    /// <summary>Where the prices are.</summary>
    [Inject] public Feed Feed { get; set; } = null!;

    /// <summary>The contract's place in the feed.</summary>
    [Parameter] public int Place { get; set; }

    /// <summary>True when there is something newer than what is drawn.</summary>
    public bool HasMoved => !ReferenceEquals(Feed[Place], _drawn);

    /// <inheritdoc/>
    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    /// <inheritdoc/>
    public Task SetParametersAsync(ParameterView parameters)
    {
        // The place of a row never changes.
        if (_drawn is not null) return Task.CompletedTask;
        parameters.SetParameterProperties(this);
        Poll();
        return Task.CompletedTask;
    }

    /// <summary>Draws it when it has moved.</summary>
    public void Poll()
    {
        if (HasMoved) _handle.Render(Draw);
    }

    private void Draw(RenderTreeBuilder builder)
    {
        Quote quote = _drawn = Feed[Place];
        builder.OpenElement(0, "tr");
        Cell(builder, string.Create(CultureInfo.InvariantCulture, $"SYM{Place}"));
        Cell(builder, quote.Last);
        Cell(builder, quote.Bid);
        Cell(builder, quote.Ask);
        Cell(builder, quote.Change);
        Cell(builder, quote.Volume);
        builder.OpenElement(4, "td");
        builder.AddAttribute(5, "class", "stamp");
        builder.AddContent(6, quote.Stamp);
        builder.CloseElement();
        builder.CloseElement();
    }

    // As in a loop: all cells have the same numbers, and none comes or goes.
    private static void Cell(RenderTreeBuilder builder, string text)
    {
        builder.OpenElement(1, "td");
        builder.AddContent(2, text);
        builder.CloseElement();
    }
}
