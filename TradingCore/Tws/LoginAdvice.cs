namespace TradingCore.Tws;

/// <summary>What a person does when the gateway needs a login. This program never logs in and never answers a second factor: see docs/operations.md.</summary>
internal static class LoginAdvice
{
    /// <summary>The step as a part of a sentence.</summary>
    public const string Step = "approve the login on your phone: IBKR Mobile → tap the notification (or Services → Authenticate). If none came, log in at the gateway's own window";

    /// <summary>The step as sentences.</summary>
    public const string Sentence = "Approve the login on your phone: IBKR Mobile → tap the notification (or Services → Authenticate). If none came, log in at the gateway's own window.";

    /// <summary>What to do with a gateway that takes connections and does not answer.</summary>
    public const string StuckStep = "look at the gateway's window: a dialog may wait for an answer, or it ran out of memory. Answer the dialog, or restart the gateway";
}
