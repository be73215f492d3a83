using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace TradingBlazor.Components.Shared;

/// <summary>
/// Small icons as plain markup. They look like MudBlazor's icon of size small and follow its style sheet, but are no component: a desk shows seventy of them, and a component
/// keeps a tree, two builders and its parameters for as long as the page is open, three kilobytes for a picture that never changes.
/// </summary>
internal static class DeskIcon
{
    private static readonly ConcurrentDictionary<string, MarkupString> Known = new(StringComparer.Ordinal);

    /// <summary>The icon; one text for all pages. It says nothing to a screen reader: what it stands on has the words.</summary>
    /// <param name="paths">Its drawing in a box of 24 by 24, such as those of <see cref="MudBlazor.Icons"/>; never a text of a user.</param>
    public static MarkupString Small(string paths) => Known.GetOrAdd(paths, static p => new MarkupString(
        $"<svg class=\"mud-icon-root mud-svg-icon mud-icon-size-small\" focusable=\"false\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" role=\"img\">{p}</svg>"));
}
