using TradingCore.Domain;

namespace TradingCore.Engine.Views;

/// <summary>How much a notice matters.</summary>
public enum NoticeSeverity
{
    /// <summary>The day's story.</summary>
    Info = 0,
    /// <summary>Good news: a fill.</summary>
    Success,
    /// <summary>Unusual but handled.</summary>
    Warning,
    /// <summary>A person must look.</summary>
    Error,
}

/// <summary>Something a trader should be told: a fill, a denial, a rejection, a lost connection.</summary>
/// <param name="Sequence">Rises by one with each notice.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Kind"><c>fill</c>, <c>denied</c>, <c>rejected</c>, <c>cancelled</c>, <c>session</c>, <c>tie-out</c>, <c>warning</c>.</param>
/// <param name="Text">A sentence.</param>
/// <param name="Ticker">Contract; empty when none.</param>
/// <param name="OrderRef">Order; empty when none.</param>
/// <param name="CallsPerson">True when somebody must act who may not be looking at a page: channels that reach people elsewhere carry it on.</param>
public sealed record TradingNotice(
    long Sequence, DateTimeOffset Time, NoticeSeverity Severity, string Kind, string Text, string Ticker, OrderRef OrderRef, bool CallsPerson = false);
