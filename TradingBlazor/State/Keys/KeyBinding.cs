namespace TradingBlazor.State.Keys;

/// <summary>Something that can be done from everywhere: by a key, the command palette, or both.</summary>
/// <param name="Id">Name, such as <c>trade.buy</c>.</param>
/// <param name="Title">What it does, in words.</param>
/// <param name="Group">Heading in the shown map.</param>
/// <param name="Keys">Keys as shown, such as <c>Alt+W</c>; empty for none.</param>
/// <param name="InText">True when the key works while a text is typed, too.</param>
/// <param name="NeedsArming">True when it sends an order and so works only while the keys are armed.</param>
public sealed record KeyBinding(string Id, string Title, string Group, string Keys = "", bool InText = false, bool NeedsArming = false);

/// <summary>The keyboard map.</summary>
/// <remarks>
/// Keys that move money are a letter with Shift, work only outside text and only while armed. Keys with Alt avoid those that browsers keep for
/// themselves (D, E and F); Ctrl alone is left to the browser but for the palette.
/// </remarks>
public static class KeyMap
{
    /// <summary>Id of the action that opens the palette; the page does it by itself.</summary>
    public const string Palette = "palette";

    /// <summary>Id of the action that opens the help; the page does it by itself.</summary>
    public const string Help = "help";

    /// <summary>Everything, in the order of the shown map.</summary>
    public static IReadOnlyList<KeyBinding> All { get; } =
    [
        new(Palette, "Find a symbol, page or action", "Everywhere", "Ctrl+K", InText: true),
        new(Help, "Help: keys and terms", "Everywhere", "F1", InText: true),
        new("undo", "Undo the order that waits", "Everywhere", "Escape", InText: true),
        new("theme", "Change between dark and light", "Everywhere"),
        new("tour", "Show the tour", "Everywhere"),
        new("kill", "Kill switch", "Everywhere", "Ctrl+Alt+K", InText: true),

        new("panel.watchlist", "Go to the watchlist", "Panels", "Alt+W", InText: true),
        new("panel.chart", "Go to the chart", "Panels", "Alt+C", InText: true),
        new("panel.ticket", "Go to the ticket", "Panels", "Alt+T", InText: true),
        new("panel.ladder", "Go to the depth ladder", "Panels", "Alt+L", InText: true),
        new("panel.orders", "Go to the orders", "Panels", "Alt+O", InText: true),
        new("panel.positions", "Go to the positions", "Panels", "Alt+P", InText: true),
        new("panel.executions", "Go to the executions", "Panels", "Alt+X", InText: true),
        new("panel.news", "Go to the news", "Panels", "Alt+N", InText: true),
        new("panel.log", "Go to the log", "Panels", "Alt+G", InText: true),
        new("panel.account", "Go to the account", "Panels", "Alt+A", InText: true),
        new("panel.risk", "Go to the use of limits", "Panels", "Alt+R", InText: true),
        new("panel.outages", "Go to the outages", "Panels"),

        new("symbol.next", "Next symbol of the watchlist", "Symbols", "Alt+ArrowDown", InText: true),
        new("symbol.previous", "Previous symbol of the watchlist", "Symbols", "Alt+ArrowUp", InText: true),

        new("arm", "Arm or disarm the trading keys", "Trading", "Alt+Shift+A", InText: true),
        new("trade.buy", "Buy what is in the ticket", "Trading", "Shift+B", NeedsArming: true),
        new("trade.sell", "Sell what is in the ticket", "Trading", "Shift+S", NeedsArming: true),
        new("trade.repeat", "Repeat the last order", "Trading", "Shift+R", NeedsArming: true),
        new("trade.flatten", "Flatten the selected symbol", "Trading", "Shift+F", NeedsArming: true),
        new("trade.cancel-last", "Cancel the newest order of the selected symbol", "Trading", "Shift+C"),
        new("trade.cancel-buys", "Cancel the buys of the selected symbol", "Trading", "Alt+Shift+B"),
        new("trade.cancel-sells", "Cancel the sells of the selected symbol", "Trading", "Alt+Shift+S"),
    ];

    /// <summary>A binding by its id; null when there is none.</summary>
    public static KeyBinding? Find(string id) => All.FirstOrDefault(k => k.Id == id);

    /// <summary>Keys as people read them: arrows as arrows.</summary>
    public static IReadOnlyList<string> Caps(string keys) => keys.Length == 0 ? [] : [.. keys.Split('+').Select(k => k switch { "ArrowDown" => "↓", "ArrowUp" => "↑", "Escape" => "Esc", _ => k })];
}
