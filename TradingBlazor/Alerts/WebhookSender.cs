using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>Posts messages as JSON, signed when the channel has a secret.</summary>
/// <remarks>
/// The signature is HMAC-SHA256 over the time, a point and the body, so that nobody can send an old message again: the receiver checks both.
/// A redirect is followed within the host alone: a secret address must not be handed on.
/// </remarks>
internal sealed class WebhookSender : IAlertSender, IDisposable
{
    /// <summary>Header of the signature: <c>t=UNIX SECONDS,v1=HEX</c>.</summary>
    public const string SignatureHeader = "X-TradingBlazor-Signature";

    /// <summary>Header of what it is: <c>raised</c>, <c>escalated</c>, <c>reminder</c>, <c>resolved</c>, <c>test</c>, <c>heartbeat</c>.</summary>
    public const string EventHeader = "X-TradingBlazor-Event";

    private const int RedirectsMax = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly AlertChannelReader _channels;
    private readonly AlertOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>Makes one.</summary>
    public WebhookSender(AlertChannelReader channels, AlertOptions options, TimeProvider clock)
    {
        (_channels, _options, _clock) = (channels, options, clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.WebhookTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        { Timeout = options.WebhookTimeout };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("TradingBlazor", "1"));
    }

    /// <inheritdoc/>
    public AlertChannelKind Kind => AlertChannelKind.Webhook;

    /// <inheritdoc/>
    public async Task<AlertSendResult> SendAsync(AlertChannel channel, AlertMessage message, CancellationToken stop)
    {
        if (_channels.Secret(channel) is not { } secret)
            return new AlertSendResult(false, "The secret of this channel cannot be read any more, because the keys of the data folder are others. Give it a new one.");
        var url = new Uri(channel.Target);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(WebhookPayload.Of(message), Json);
        try
        {
            for (int hop = 0; ; hop++)
            {
                using HttpRequestMessage request = Compose(url, message, body, secret);
                using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
                int status = (int)answer.StatusCode;
                if (answer.IsSuccessStatusCode) return new AlertSendResult(true, $"{url.Host} answered {status}.");
                if (answer.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                {
                    // What stands in the header may be no address, also one that only the address of before does not make whole.
                    if (answer.Headers.Location is not { } to || !Uri.TryCreate(url, to, out Uri? next))
                        return new AlertSendResult(false, $"{url.Host} answered {status} and sends on, but does not say where: its header Location is missing or is no address. Correct the receiver, or give the channel the right address.");
                    if (next.Host != url.Host || next.Port != url.Port || next.Scheme != url.Scheme) return new AlertSendResult(false, $"{url.Host} sends on to another place, {next.GetLeftPart(UriPartial.Authority)}, which is not followed. Give the channel its address if it is the right one.");
                    if (hop == RedirectsMax) return new AlertSendResult(false, $"{url.Host} sends on in a circle. Correct the address.");
                    url = next;
                    continue;
                }
                return new AlertSendResult(false, status switch
                {
                    >= 300 and < 400 => $"{url.Host} answered {status} and wants to be asked elsewhere by GET, which is no webhook. Correct the address.",
                    401 or 403 => $"{url.Host} answered {status}: it does not let us in. Correct the address or the secret.",
                    404 or 410 => $"{url.Host} answered {status}: there is nothing at this address. Correct it.",
                    429 => $"{url.Host} answered 429: too many messages for it. Wait, or send it fewer.",
                    >= 500 => $"{url.Host} answered {status}: it has a fault of its own. Its log says which.",
                    _ => $"{url.Host} answered {status} and did not take the message. Look whether the address is that of a webhook for JSON.",
                });
            }
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return new AlertSendResult(false, Explain(url, e));
        }
    }

    /// <summary>The signature of a body at a time.</summary>
    public static string Sign(string secret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        byte[] head = Encoding.UTF8.GetBytes(unixSeconds.ToString(CultureInfo.InvariantCulture) + ".");
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(head);
        hmac.AppendData(body);
        return string.Create(CultureInfo.InvariantCulture, $"t={unixSeconds},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Compose(Uri url, AlertMessage message, byte[] body, string secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add(EventHeader, WebhookPayload.EventOf(message));
        if (secret.Length > 0) request.Headers.Add(SignatureHeader, Sign(secret, _clock.GetUtcNow().ToUnixTimeSeconds(), body));
        return request;
    }

    private string Explain(Uri url, Exception e) => e switch
    {
        OperationCanceledException => $"{url.Host} did not answer within {_options.WebhookTimeout.TotalSeconds:0} s. Look whether it is up, and whether a firewall lies between.",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => $"There is no machine named {url.Host}. Correct the address.",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => $"Nothing listens at {url.Host}:{url.Port}. Start the receiver, or correct the address.",
        { InnerException: AuthenticationException } => $"No secure connection to {url.Host}: its certificate is not trusted here. Give it one that is, or correct the address.",
        _ => $"{url.Host} cannot be reached: {AlertWords.Sentence(e.GetBaseException().Message)} Correct the address, or look at the network between.",
    };
}
