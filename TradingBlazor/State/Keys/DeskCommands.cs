using Microsoft.AspNetCore.Components;
using MudBlazor;
using TradingBlazor.Components.Docking;
using TradingBlazor.Components.Trading;
using TradingBlazor.Security.Access;
using TradingBlazor.State.Docking;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;

namespace TradingBlazor.State.Keys;

/// <summary>Does what a key or a line of the palette names, and lists what the palette can find without asking the gateway.</summary>
/// <remarks>One per circuit, used on its dispatcher.</remarks>
internal sealed class DeskCommands(
    DeskState state, DeskLayout layout, DeskTheming theming, TradingKeys trading, HotkeyArming arming, UndoWindow undo, PageLine line, ITradingView view, NavigationManager navigation, IDialogService dialogs, IArmingGuard guard, IMay may)
{
    /// <summary>Raised when the page is to put the keyboard's focus into a panel.</summary>
    public event Action<string>? FocusWanted;

    /// <summary>Raised when something is to be told to the person.</summary>
    public event Action<KeyResult>? Told;

    /// <summary>Raised when the tour is to be shown.</summary>
    public event Action? TourWanted;

    /// <summary>Does what an id of <see cref="KeyMap"/> names; unknown ones do nothing.</summary>
    /// <param name="id">The id.</param>
    /// <param name="second">Last second of the server that the page had heard of; empty where there is none. A late key sends no order, and cancels all the same.</param>
    public async Task RunAsync(string id, string second = "")
    {
        if (id is "trade.buy" or "trade.sell" or "trade.repeat" or "trade.flatten" or "arm" && line.WhyTooLate(second) is { Length: > 0 } late)
        {
            Tell(new KeyResult(false, $"Not done: {late}. Look at the desk, and press again."));
            return;
        }
        switch (id)
        {
            case "undo": undo.Undo(); break;
            case "theme": await theming.ToggleAsync(); break;
            case "tour": TourWanted?.Invoke(); break;
            case "kill": await KillAsync(); break;
            case "hidden": arming.LeaveAlone("The page was out of sight."); break;
            case "symbol.next": Step(1); break;
            case "symbol.previous": Step(-1); break;
            case "arm": await ToggleArmedAsync(); break;
            case "trade.buy": Tell(await trading.SendAsync(OrderSide.Buy)); break;
            case "trade.sell": Tell(await trading.SendAsync(OrderSide.Sell)); break;
            case "trade.repeat": Tell(await trading.RepeatLastAsync()); break;
            case "trade.flatten": Tell(await trading.FlattenAsync()); break;
            case "trade.cancel-last": Tell(await trading.CancelLastAsync()); break;
            case "trade.cancel-buys": Tell(await trading.CancelSideAsync(OrderSide.Buy)); break;
            case "trade.cancel-sells": Tell(await trading.CancelSideAsync(OrderSide.Sell)); break;
            case { } panel when panel.StartsWith("panel.", StringComparison.Ordinal): GoTo(panel["panel.".Length..]); break;
        }
    }

    /// <summary>Shows a panel, on the desk and on the phone, and puts the focus into it.</summary>
    public void GoTo(string panel)
    {
        if (!Panels.IsKnown(panel)) return;
        // Other pages have no dock: the desk opens with the panel in front.
        layout.Show(panel);
        int place = layout.Layouts.Phone.ToList().IndexOf(panel);
        state.ShowInMore(place < 0 ? panel : state.More);
        state.Go(place < 0 ? DeskPlace.More : (DeskPlace)place);
        GoToDesk();
        FocusWanted?.Invoke(panel);
    }

    private void ShowAnother(PanelDefinition kind)
    {
        layout.ShowAnother(kind, state);
        GoToDesk();
    }

    /// <summary>Selects a symbol and shows it.</summary>
    public void Select(string ticker)
    {
        state.Select(ticker);
        GoToDesk();
    }

    /// <summary>Everything the palette can find at once: watched symbols, pages, panels, layouts and actions.</summary>
    public IEnumerable<CommandItem> Items()
    {
        foreach (WatchlistItem item in view.Watchlist)
            yield return new CommandItem("Symbol", TickerName.Short(item.Ticker), TickerName.IsOption(item.Ticker) ? $"{item.Instrument?.LongName} {item.Ticker}".Trim() : item.Instrument?.LongName ?? "", "", () => Do(() => Select(item.Ticker)));
        foreach (KeyBinding key in KeyMap.All.Where(k => k.Id is not (KeyMap.Palette or KeyMap.Help or "undo") && (!k.Id.StartsWith("panel.", StringComparison.Ordinal) || Panels.IsKnown(k.Id["panel.".Length..]))))
            yield return new CommandItem(key.Id.StartsWith("panel.", StringComparison.Ordinal) ? "Panel" : "Action", TitleOf(key), key.Group, key.Keys, () => RunAsync(key.Id));
        foreach (PanelDefinition kind in Panels.All.Where(p => p.Most > 1 && Panels.Another(p, layout.Tree) is not null))
            yield return new CommandItem("Panel", $"Another {kind.Title.ToLowerInvariant()}", "One more beside the first", "", () => Do(() => ShowAnother(kind)));
        foreach (DeskPage page in DeskPages.All)
            yield return new CommandItem("Page", page.Title, page.Purpose, "", () => Do(() => navigation.NavigateTo(page.Href)));
        foreach (NamedLayout named in layout.Layouts.Layouts)
            yield return new CommandItem("Layout", $"Layout {named.Name}", "Use this layout of the desk", "", () => Do(() => layout.Set(layout.Layouts.Use(named.Name))));
    }

    private void GoToDesk()
    {
        if (navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0].Length > 0) navigation.NavigateTo("/");
    }

    private string TitleOf(KeyBinding key) => key.Id == "arm" ? arming.IsArmed ? "Disarm the trading keys" : "Arm the trading keys" : key.Title;

    private Task KillAsync()
    {
        if (may.WhyNot(Permission.Kill) is { Length: > 0 } why)
        {
            Tell(new KeyResult(false, why));
            return Task.CompletedTask;
        }
        return dialogs.ShowAsync<KillDialog>("Kill switch", new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
    }

    private void Step(int by)
    {
        IReadOnlyList<WatchlistItem> items = view.Watchlist;
        if (items.Count == 0) return;
        int at = 0;
        for (int i = 0; i < items.Count; i++)
            if (items[i].Ticker == state.Ticker) at = i;
        state.Select(items[(at + by + items.Count) % items.Count].Ticker);
    }

    private async Task ToggleArmedAsync()
    {
        if (arming.IsArmed) arming.Disarm();
        else if (ConnectionSummary.WhyNotTrading(view.Session) is { Length: > 0 } why) Tell(new KeyResult(false, $"The trading keys stay off. {why}"));
        else if (await guard.WhyNotAsync(state.Account) is { Length: > 0 } refused) Tell(new KeyResult(false, $"The trading keys stay off. {refused}"));
        else arming.Arm(state.Account);
    }

    private void Tell(KeyResult result) => Told?.Invoke(result);

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
