using Microsoft.AspNetCore.Components;
using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>Where the phone layout is.</summary>
public enum DeskPlace
{
    /// <summary>The watchlist.</summary>
    Watch = 0,
    /// <summary>The chart.</summary>
    Chart,
    /// <summary>The ticket sheet, over the chart.</summary>
    Trade,
    /// <summary>Positions.</summary>
    Positions,
    /// <summary>Orders, executions and log.</summary>
    More,
}

/// <summary>
/// What one person looks at: selected contract, bar size, open panel, account, what is typed. One per circuit; kept over a pause and resume of the circuit.
/// </summary>
public sealed class DeskState
{
    /// <summary>Raised on the circuit's dispatcher after a change of selection or place, so that other panels follow at once.</summary>
    public event Action? Changed;

    /// <summary>Selected contract; empty until the watchlist has one.</summary>
    [PersistentState] public string Ticker { get; set; } = "";

    /// <summary>Length of the chart's bars in seconds.</summary>
    [PersistentState] public int BarSeconds { get; set; } = BarSize.OneMinute.Seconds;

    /// <summary>Place of the phone layout.</summary>
    [PersistentState] public DeskPlace Place { get; set; }

    /// <summary>Panel of the phone's last place, which shows every panel that has no place of its own.</summary>
    [PersistentState] public string More { get; set; } = "orders";

    /// <summary>True once what the browser's tab kept was brought back: a circuit that resumes has newer things than the tab.</summary>
    [PersistentState] public bool IsDraftRestored { get; set; }

    /// <summary>Account that an order goes to which names none: the one in use, else the first of the login; null while no account is known.</summary>
    public string? TradedAccount(SessionStatus session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.AccountFor(Account);
    }

    /// <summary>Account for new orders; empty means the first of the login.</summary>
    [PersistentState] public string Account { get; set; } = "";

    /// <summary>The ticket as typed.</summary>
    [PersistentState] public TicketDraft Draft { get; set; } = new();

    /// <summary>Order whose history is shown; empty for none.</summary>
    public string HistoryOf { get; private set; } = "";

    /// <summary>Shows the history of an order; the default value hides it.</summary>
    public void ShowOrder(OrderRef orderRef)
    {
        HistoryOf = orderRef.Value ?? "";
        Changed?.Invoke();
    }

    /// <summary>Rises when the draft was changed by something else than the ticket's own fields.</summary>
    public int DraftVersion { get; private set; }

    /// <summary>Changes the draft from outside the ticket: a click on a price, a key, a template.</summary>
    public void EditDraft(Action<TicketDraft> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change(Draft);
        DraftVersion++;
        Changed?.Invoke();
    }

    /// <summary>How often a person has changed the draft: what waited for an answer must not replace what was typed meanwhile.</summary>
    public int DraftEdits { get; private set; }

    /// <summary>A person changed the draft.</summary>
    public void NoteEdit() => DraftEdits++;

    /// <summary>Puts another draft in the place of the present one.</summary>
    public void UseDraft(TicketDraft draft)
    {
        Draft = draft;
        DraftVersion++;
        Changed?.Invoke();
    }

    /// <summary>Bar size of the chart.</summary>
    public BarSize BarSize => new(BarSeconds);

    /// <summary>Selects a contract.</summary>
    public void Select(string ticker)
    {
        if (Ticker == ticker) return;
        Ticker = ticker;
        Changed?.Invoke();
    }

    /// <summary>Chooses the bar size.</summary>
    public void Choose(BarSize size)
    {
        if (BarSeconds == size.Seconds) return;
        BarSeconds = size.Seconds;
        Changed?.Invoke();
    }

    /// <summary>Goes to a place of the phone layout.</summary>
    public void Go(DeskPlace place)
    {
        Place = place;
        Changed?.Invoke();
    }

    /// <summary>Opens a panel in the phone's last place.</summary>
    public void ShowInMore(string panel)
    {
        if (More == panel) return;
        More = panel;
        Changed?.Invoke();
    }

    /// <summary>Uses another account.</summary>
    public void UseAccount(string account)
    {
        if (Account == account) return;
        Account = account;
        Changed?.Invoke();
    }

    /// <summary>The money of the account in use; null until known.</summary>
    public AccountState? Find(IReadOnlyList<AccountState> accounts)
    {
        foreach (AccountState a in accounts)
            if (Account.Length == 0 || a.Account.Value == Account) return a;
        return null;
    }
}
