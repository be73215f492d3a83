namespace TradingBlazor.Security;

/// <summary>Keeps redirects on this server.</summary>
internal static class LocalUrl
{
    /// <summary>The path when it is one of this server; otherwise the desk.</summary>
    public static string Of(string? url) => IsLocal(url) ? url! : "/";

    // A browser reads // and /\ as the beginning of another host, and drops tabs and line ends before it reads at all.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] && url.Length <= 2_000 && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) && Uri.TryCreate(url, UriKind.Relative, out _);
}
