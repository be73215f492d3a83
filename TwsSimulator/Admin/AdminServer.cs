using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using TwsSimulator.Faults;
using TwsSimulator.Gateway;

namespace TwsSimulator.Admin;

/// <summary>
/// The admin port: faults and the gateway's state over HTTP on loopback. A web page in a browser of this machine must not get in: requests with an Origin are
/// refused, and what changes something needs a content type that no form can send.
/// </summary>
internal sealed class AdminServer : IAsyncDisposable
{
    private const int BodyMax = 1_000_000;
    private static readonly string[] ContentTypes = ["application/yaml", "application/x-yaml", "text/yaml", "application/json"];
    // States of orders are read by people: by name, not by number.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private readonly HttpListener _listener;
    private readonly SimulatedGateway _gateway;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private AdminServer(HttpListener listener, int port, SimulatedGateway gateway, ILogger log)
    {
        _listener = listener;
        _gateway = gateway;
        _log = log;
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="port">Port on loopback; 0 takes a free one.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="log">Where it logs to.</param>
    /// <exception cref="SimulatorException">The port is taken.</exception>
    public static AdminServer Start(int port, SimulatedGateway gateway, ILogger log)
    {
        int actual = port == 0 ? FreePort() : port;
        var listener = new HttpListener();
        listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{actual}/"));
        try
        {
            listener.Start();
        }
        catch (HttpListenerException e)
        {
            listener.Close();
            throw new SimulatorException(string.Create(CultureInfo.InvariantCulture, $"The admin port {actual} cannot be opened ({e.Message}); give another one, or 0 for a free one."), e);
        }

        return new AdminServer(listener, actual, gateway, log);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Close();
        await _serving.ConfigureAwait(false);
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpListenerException or ObjectDisposedException or OperationCanceledException)
            {
                _log.AdminRequestEnded(e.Message);
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        string path = request.Url?.AbsolutePath.TrimEnd('/') ?? "";
        try
        {
            if (request.Headers["Origin"] is not null)
                await FailAsync(context, 403, "Requests of web pages are refused; use a program such as curl.").ConfigureAwait(false);
            else if (request.HttpMethod == "GET" && path == "/faults")
                await ReplyAsync(context, 200, new { active = _gateway.ActiveFaults, known = FaultCatalog.Names.Order(StringComparer.Ordinal) }).ConfigureAwait(false);
            else if (request.HttpMethod == "GET" && path == "/state")
                await ReplyAsync(context, 200, _gateway.Truth.Everything()).ConfigureAwait(false);
            else if (request.HttpMethod == "POST" && path == "/faults")
                await PlayAsync(context).ConfigureAwait(false);
            else if (request.HttpMethod == "DELETE" && (path == "/faults" || path.StartsWith("/faults/", StringComparison.Ordinal)))
                await ClearAsync(context, path).ConfigureAwait(false);
            else
                await FailAsync(context, 404, $"There is no {request.HttpMethod} {path}; there are GET /faults, POST /faults, DELETE /faults[/KIND] and GET /state.").ConfigureAwait(false);
        }
        catch (SimulatorException e)
        {
            await FailAsync(context, 400, e.Message).ConfigureAwait(false);
        }
    }

    private async Task PlayAsync(HttpListenerContext context)
    {
        string type = (context.Request.ContentType ?? "").Split(';')[0].Trim();
        if (!ContentTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            await FailAsync(context, 415, $"The content type '{type}' is not taken; send a script as {string.Join(", ", ContentTypes)}.").ConfigureAwait(false);
            return;
        }

        if (context.Request.ContentLength64 > BodyMax)
        {
            await FailAsync(context, 413, $"The script is longer than {BodyMax} bytes.").ConfigureAwait(false);
            return;
        }

        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        char[] text = new char[BodyMax + 1];
        int length = await reader.ReadBlockAsync(text, _stop.Token).ConfigureAwait(false);
        if (length > BodyMax)
        {
            await FailAsync(context, 413, $"The script is longer than {BodyMax} bytes.").ConfigureAwait(false);
            return;
        }

        FaultScript script = FaultScript.Parse(new string(text, 0, length));
        Task played = _gateway.PlayAsync(script, _stop.Token);
        // A step that cannot be is told to whoever sent it, if it comes at once; a script that waits goes on by itself.
        Task first = await Task.WhenAny(played, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, _stop.Token)).ConfigureAwait(false);
        if (first == played)
            await played.ConfigureAwait(false);
        else
            _ = WatchAsync(played, script);
        await ReplyAsync(context, 202, new { steps = script.Length, isComplete = first == played, active = _gateway.ActiveFaults }).ConfigureAwait(false);
    }

    private async Task WatchAsync(Task played, FaultScript script)
    {
        try
        {
            await played.ConfigureAwait(false);
        }
        catch (SimulatorException e)
        {
            _log.FaultScriptFailed(script.Name, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task ClearAsync(HttpListenerContext context, string path)
    {
        string? kind = path.Length > "/faults/".Length ? Uri.UnescapeDataString(path["/faults/".Length..]) : null;
        if (kind is not null && !FaultCatalog.Names.Contains(kind))
        {
            await FailAsync(context, 404, $"There is no fault \"{kind}\".").ConfigureAwait(false);
            return;
        }

        await _gateway.ClearFaultsAsync(kind, _stop.Token).ConfigureAwait(false);
        await ReplyAsync(context, 200, new { active = _gateway.ActiveFaults }).ConfigureAwait(false);
    }

    private static Task FailAsync(HttpListenerContext context, int status, string detail)
        => ReplyAsync(context, status, new { status, title = ((HttpStatusCode)status).ToString(), detail }, "application/problem+json");

    private static async Task ReplyAsync(HttpListenerContext context, int status, object body, string contentType = "application/json")
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(body, Json);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes).ConfigureAwait(false);
        context.Response.Close();
    }
}
