using TradingBlazor.State.Preferences;

namespace TradingBlazor.State;

/// <summary>What a person sent last, and the template that each symbol starts with. Stored for the person.</summary>
/// <remarks>One per circuit, used on its dispatcher.</remarks>
public sealed class TicketMemory(DeskPreferences preferences)
{
    /// <summary>Start of the keys of templates.</summary>
    internal const string Templates = "ticket.template.";

    private const string LastKey = "ticket.last";
    private TicketDraft? _last;
    private string _lastTicker = "";
    private bool _hasLooked;

    /// <summary>The draft that was sent last, with its contract; null when nothing was sent yet.</summary>
    public async Task<(string Ticker, TicketDraft Draft)?> LastAsync()
    {
        if (!_hasLooked)
        {
            string? json = await StoredAsync(LastKey);
            // What could not be read may be read later.
            _hasLooked = preferences.IsRead;
            if (TicketDraft.Read(json) is { } stored) (_last, _lastTicker) = (stored, stored.PricesFor);
        }
        return _last is { } last && _lastTicker.Length > 0 ? (_lastTicker, last.Copy()) : null;
    }

    /// <summary>Remembers what was sent.</summary>
    public void Sent(string ticker, TicketDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        _hasLooked = true;
        _last = draft.Copy();
        _last.PricesFor = _lastTicker = ticker;
        // A confirmation was for that one order.
        _last.Confirmation = "";
        _last.MayTriggerNow = false;
        preferences.SetJson(LastKey, _last.Write());
    }

    /// <summary>The template of a symbol; null when it has none. It has no prices: those are of a moment.</summary>
    public async Task<TicketDraft?> TemplateAsync(string ticker) => TicketDraft.Read(await StoredAsync(Key(ticker)));

    /// <summary>Stores the draft as the template of a symbol.</summary>
    public void SaveTemplate(string ticker, TicketDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        TicketDraft template = draft.Copy();
        (string profit, string loss, string beyond) = (template.TakeProfit, template.StopLoss, template.StopLimitOffset);
        (string trail, string offset) = (template.Trail, template.Offset);
        template.DropPrices();
        // Distances are no prices: they are the very thing a template is for.
        (template.Trail, template.Offset, template.StopLimitOffset) = (trail, offset, beyond);
        if (template.ExitUnit != ExitUnit.Price) (template.TakeProfit, template.StopLoss) = (profit, loss);
        else template.HasExits = false;
        template.PricesFor = ticker;
        template.Conditions.Clear();
        template.Section = TicketSection.None;
        preferences.SetJson(Key(ticker), template.Write());
    }

    /// <summary>Forgets the template of a symbol.</summary>
    public void RemoveTemplate(string ticker) => preferences.SetJson(Key(ticker), null);

    private async Task<string?> StoredAsync(string key)
    {
        await preferences.LoadAsync();
        return preferences.GetJson(key);
    }

    private static string Key(string ticker) => Templates + ticker;
}
