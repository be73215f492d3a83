using Microsoft.AspNetCore.Components;
using TradingBlazor.State;
using TradingCore.Domain;

namespace TradingBlazor.Components.Ticketing;

/// <summary>A part of the ticket. It renders when the draft was edited or the contract is another one, never because a price moved.</summary>
public abstract class TicketPart : ComponentBase
{
    private (TicketDraft? Draft, int Version, Instrument? Instrument) _shown;

    /// <summary>What is typed.</summary>
    [Parameter, EditorRequired] public TicketDraft Draft { get; set; } = null!;

    /// <summary>Runs a change of the draft.</summary>
    [Parameter, EditorRequired] public Action<Action> OnEdit { get; set; } = null!;

    /// <summary>Counts the edits of the draft.</summary>
    [Parameter, EditorRequired] public int Version { get; set; }

    /// <summary>The contract; null when not known.</summary>
    [Parameter] public Instrument? Instrument { get; set; }

    /// <summary>Changes the draft.</summary>
    protected void Edit(Action change) => OnEdit(change);

    /// <summary>What an event brings, as text.</summary>
    protected static string Text(ChangeEventArgs e) => e.Value as string ?? "";

    /// <summary>What a tick box says.</summary>
    protected static bool IsTicked(ChangeEventArgs e) => e.Value is true or "true" or "on";

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        bool changed = _shown != (Draft, Version, Instrument);
        _shown = (Draft, Version, Instrument);
        return changed;
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _shown = (Draft, Version, Instrument);
    }
}
