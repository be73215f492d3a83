namespace TradingBlazor.Tests.Harness;

/// <summary>What was done in a page and what its line went through, told when an error of a script is nobody's to handle: the error alone does not say which press met which page.</summary>
internal static class PageEvents
{
    /// <summary>Begins the line of the console that tells them.</summary>
    public const string Mark = "before the error: ";

    /// <summary>Runs in every page before its own scripts. An event that a script made has a star; times are milliseconds since the page was opened.</summary>
    public const string Script = $$"""
        (() => {
          const seen = [];
          const note = (what, at) => { seen.push(`${Math.round(performance.now())} ${what} ${at?.dataset?.testid ?? at?.tagName ?? ''}`); if (seen.length > 60) seen.shift(); };
          for (const kind of ['click', 'input', 'change', 'focusin', 'focusout', 'keydown', 'submit']) document.addEventListener(kind, e => note(kind + (e.isTrusted ? '' : '*'), e.target), true);
          document.addEventListener('DOMContentLoaded', () => {
            const modal = document.getElementById('components-reconnect-modal'), heart = document.getElementById('desk-heart');
            modal?.addEventListener('components-reconnect-state-changed', e => note('line ' + e.detail.state));
            if (heart) new MutationObserver(() => note(`drawn, live ${heart.dataset.live}, second ${heart.dataset.second}`)).observe(heart, { attributes: true });
          });
          const tell = () => console.info('{{Mark}}' + seen.join(' | '));
          addEventListener('unhandledrejection', tell);
          addEventListener('error', tell);
        })();
        """;
}
