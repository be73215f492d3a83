using TradingCore.Engine.Views;

namespace TradingBlazor.State;

/// <summary>Words and tones of notices.</summary>
public static class ToastWords
{
    /// <summary>Title of a kind of notice; a kind that is not known is shown as it is, with a capital.</summary>
    public static string Kind(string kind) => kind switch
    {
        "tie-out" => "Tie-out",
        "session" => "Connection",
        "" => "Notice",
        _ => char.ToUpperInvariant(kind[0]) + kind[1..],
    };

    /// <summary>CSS tone of a severity.</summary>
    public static string Tone(NoticeSeverity severity) => severity switch
    {
        NoticeSeverity.Success => "good",
        NoticeSeverity.Warning => "caution",
        NoticeSeverity.Error => "bad",
        _ => "done",
    };

    /// <summary>True when a notice deserves a toast: fills, refusals, and everything a person must look at. The rest is in the log.</summary>
    public static bool IsToast(TradingNotice notice) =>
        notice.Kind is "fill" or "denied" or "rejected" || notice.Severity is NoticeSeverity.Error || notice is { Kind: "tie-out" or "session", Severity: NoticeSeverity.Warning };
}
