using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TradingBlazor.Tests.Alerts;

/// <summary>A mail server on loopback that takes part in a real conversation and keeps what it was told.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public SmtpListener()
    {
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Recipient that it refuses; empty takes all.</summary>
    public string Refused { get; init; } = "";

    /// <summary>Password that it asks for; empty asks for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>Breaks off, without a word, when the client says goodbye.</summary>
    public bool IsGoneAtQuit { get; init; }

    /// <summary>Says nothing when the client says goodbye, and stays.</summary>
    public bool IsSilentAtQuit { get; init; }

    /// <summary>Answer to a message that was sent whole.</summary>
    public string AnswerToData { get; init; } = "250 taken";

    /// <summary>What clients said, line by line.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Messages that it took.</summary>
    public List<string> Messages { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or InvalidOperationException)
        {
            // Stopped, or the client has gone: the next test has a listener of its own.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 loopback ready");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Commands.Add(line);
            string verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-loopback");
                    await writer.WriteLineAsync(Password.Length > 0 ? "250 AUTH PLAIN" : "250 SMTPUTF8");
                    break;
                case "AUTH":
                    string given = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])).Split('\0')[^1];
                    await writer.WriteLineAsync(given == Password ? "235 in" : "535 5.7.8 no");
                    break;
                case "RCPT":
                    await writer.WriteLineAsync(Refused.Length > 0 && line.Contains(Refused, StringComparison.Ordinal) ? "550 5.1.1 no such user" : "250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var message = new StringBuilder();
                    while (await reader.ReadLineAsync(_stop.Token) is { } part && part != ".") message.AppendLine(part);
                    Messages.Add(message.ToString());
                    await writer.WriteLineAsync(AnswerToData);
                    break;
                case "QUIT" when IsSilentAtQuit:
                    break;
                case "QUIT" when IsGoneAtQuit:
                    return;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }
}
