namespace TradingBlazor.State;

/// <summary>Whether the person of this page may arm what then sends orders without a question.</summary>
public interface IArmingGuard
{
    /// <summary>Why not, a sentence; empty when it may be armed. On a live account it asks for the second factor when that was not given just now.</summary>
    /// <param name="account">Account that would be traded; empty when none is chosen.</param>
    Task<string> WhyNotAsync(string account);
}
