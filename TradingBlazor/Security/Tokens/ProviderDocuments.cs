using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.IdentityModel.Protocols;

namespace TradingBlazor.Security.Tokens;

/// <summary>Reads what an OpenID provider publishes, and says in plain words why it cannot.</summary>
/// <param name="isTlsRequired">True when nothing is read without TLS, whatever the provider names.</param>
internal sealed class ProviderDocuments(bool isTlsRequired) : IDocumentRetriever, IDisposable
{
    private const int BytesMax = 1024 * 1024;
    private const int RedirectsMax = 5;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, MaxAutomaticRedirections = RedirectsMax, PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { MaxResponseContentBufferSize = BytesMax };

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be read; the message says why, as in <c>it answered 404</c>.</exception>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || (isTlsRequired && url.Scheme != Uri.UriSchemeHttps)) throw new IOException($"it names '{address}' for its keys, which is no address with https");
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(url, cancel);
            if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsStringAsync(cancel);
            int status = (int)answer.StatusCode;
            throw new IOException(status is < 300 or >= 400 ? $"it answered {status}" : answer.Headers.Location is { } to ? $"it answered {status} and sends on to {to.OriginalString}, which is not followed" : Astray(status));
        }
        catch (UriFormatException)
        {
            // Only together with the address that was asked it shows that it is none.
            throw new IOException(Astray(307));
        }
        catch (HttpRequestException e)
        {
            throw new IOException(Explain(e));
        }
    }

    private static string Astray(int status) => $"it answered {status} and sends on, but does not say where: its header Location is missing or is no address";

    private static string Explain(HttpRequestException e) => e.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "there is no machine of this name",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nothing listens there",
        AuthenticationException => "its certificate is not trusted here",
        _ => e.GetBaseException().Message.TrimEnd('.'),
    };
}
