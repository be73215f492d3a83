using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using TradingBlazor.State.Keys;

namespace TradingBlazor.Components.Commands;

/// <summary>The lists of the help as markup. The whole lists, which stand in every page, are one text each for all pages.</summary>
internal static class HelpMarkup
{
    private static readonly MarkupString AllKeys = WriteKeys(""), AllTerms = WriteTerms("");

    /// <summary>Keys by group that hold a text, in any case.</summary>
    /// <param name="text">What was typed to find one; empty for all.</param>
    public static MarkupString Keys(string text) => text.Trim() is { Length: > 0 } part ? WriteKeys(part) : AllKeys;

    /// <summary>Terms whose word or meaning holds a text, in any case.</summary>
    /// <param name="text">What was typed to find one; empty for all.</param>
    public static MarkupString Terms(string text) => text.Trim() is { Length: > 0 } part ? WriteTerms(part) : AllTerms;

    private static MarkupString WriteKeys(string part)
    {
        var html = new StringBuilder();
        foreach (IGrouping<string, KeyBinding> group in KeyMap.All.Where(k => k.Keys.Length > 0 && Holds(k.Title + " " + k.Keys, part)).GroupBy(k => k.Group))
        {
            html.Append("<h3>").Append(Encode(group.Key)).Append("</h3><dl class=\"help-keys\">");
            foreach (KeyBinding key in group)
            {
                html.Append("<div><dt class=\"keys\">");
                foreach (string cap in KeyMap.Caps(key.Keys)) html.Append("<kbd>").Append(Encode(cap)).Append("</kbd>");
                html.Append("</dt><dd>").Append(Encode(key.Title)).Append(key.NeedsArming ? ", when armed" : "").Append("</dd></div>");
            }
            html.Append("</dl>");
        }
        return new MarkupString(html.ToString());
    }

    private static MarkupString WriteTerms(string part)
    {
        var html = new StringBuilder();
        foreach (GlossaryTerm term in Glossary.Terms.Where(t => Holds(t.Word + " " + t.Meaning, part)))
            html.Append("<div><dt>").Append(Encode(term.Word)).Append("</dt><dd>").Append(Encode(term.Meaning)).Append("</dd></div>");
        return new MarkupString(html.ToString());
    }

    private static bool Holds(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
