using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>Sends e-mails over the server of the settings. One connection for each message: they are few, and a kept one is dead when it is needed.</summary>
internal sealed class EmailSender(AlertOptions options) : IAlertSender
{
    private const int ImplicitTlsPort = 465;

    /// <inheritdoc/>
    public AlertChannelKind Kind => AlertChannelKind.Email;

    private EmailOptions Server => options.Email;

    private TimeSpan Whole => 3 * Server.Timeout;

    /// <inheritdoc/>
    public async Task<AlertSendResult> SendAsync(AlertChannel channel, AlertMessage message, CancellationToken stop)
    {
        if (!Server.IsSet) return new AlertSendResult(false, "There is no mail server. Set Alerts:Email:Host and Alerts:Email:From, and start again.");
        // The library counts each answer: a server that goes on saying little would hold the channel, and all its messages, for ever.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Whole);
        long begun = TimeProvider.System.GetTimestamp();
        using var client = new Client { Timeout = (int)Server.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(Server.Host, Server.Port, Security, limit.Token);
            if (Server.User.Length > 0) await client.AuthenticateAsync(Server.User, await PasswordAsync(stop), limit.Token);
            using MimeMessage mail = Compose(channel, message);
            await client.SendAsync(mail, limit.Token);
            MailboxAddress[] taken = [.. mail.To.Mailboxes.Except(client.Refused.Select(r => r.Mailbox))];
            await LeaveAsync(client, limit.Token);
            return new AlertSendResult(true, $"{Server.Host} took the message to {string.Join(", ", taken.Select(t => t.Address))}.{NotTaken(client)}");
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            return new AlertSendResult(false, e is SmtpCommandException && client.Refused.Count > 0 && !client.HasRecipient ? NotTaken(client).TrimStart()
                : limit.IsCancellationRequested ? $"The conversation with {Server.Host}:{Server.Port} did not come to an end within {Whole.TotalSeconds:0} s. Look whether it is a mail server, and what holds it up."
                // The library tells a handshake that nobody answers as one that failed.
                : Explain(e is SslHandshakeException && TimeProvider.System.GetElapsedTime(begun) >= 0.95 * Server.Timeout ? new TimeoutException() : e, isConnected: client.IsConnected));
        }
    }

    // The server has the message: how it says goodbye changes nothing, and a fault here would send the message again.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken stop)
    {
        try
        {
            await client.DisconnectAsync(true, stop);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException or ProtocolException or OperationCanceledException)
        {
            // Gone without a word.
        }
    }

    private string NotTaken(Client client) => string.Concat(client.Refused.Select(r => $" {Server.Host}:{Server.Port} does not take mail for {r.Mailbox.Address}: {AlertWords.Sentence(r.Answer)} Correct the recipients of the channel."));

    private SecureSocketOptions Security => Server.Tls switch
    {
        EmailTls.None => SecureSocketOptions.None,
        EmailTls.OnConnect => SecureSocketOptions.SslOnConnect,
        _ => Server.Port == ImplicitTlsPort ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls,
    };

    // Read at each use: who changes the password changes the file, and nothing has to be started again.
    private async Task<string> PasswordAsync(CancellationToken stop) =>
        Server.PasswordFile.Length > 0 ? (await File.ReadAllTextAsync(Server.PasswordFile, stop)).Trim() : Server.Password;

    private MimeMessage Compose(AlertChannel channel, AlertMessage message)
    {
        var mail = new MimeMessage { Subject = AlertWords.Subject(message), Body = new TextPart("plain") { Text = AlertWords.Body(message) } };
        mail.From.Add(MailboxAddress.Parse(Server.From));
        foreach (string to in channel.Target.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) mail.To.Add(MailboxAddress.Parse(to));
        // No answer of an absence notice comes back to the desk.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (message.Alerts.Any(a => a.Severity == AlertSeverity.Critical)) mail.Priority = MessagePriority.Urgent;
        return mail;
    }

    private string Explain(Exception e, bool isConnected)
    {
        string where = $"{Server.Host}:{Server.Port}";
        return e switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"There is no machine named {Server.Host}. Correct Alerts:Email:Host.",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"Nothing takes mail at {where}. Start the server, or correct Alerts:Email:Host and Port.",
            SocketException s => $"{where} cannot be reached: {AlertWords.Sentence(s.Message)} Correct Alerts:Email:Host and Port, or look at the network between.",
            SslHandshakeException => $"No secure connection to {where}: its certificate is not trusted here, or it does not speak TLS on this port. Correct Alerts:Email:Port and Tls.",
            NotSupportedException when isConnected => $"{where} lets nobody in with a user and a password, at least not over this connection. Correct Alerts:Email:Port and Tls, or leave Alerts:Email:User and the password empty.",
            NotSupportedException => $"{where} offers no TLS on this port, and nothing is sent without. Correct Alerts:Email:Port and Tls.",
            AuthenticationException => $"{where} does not let the user '{Server.User}' in. Correct Alerts:Email:User and the password.",
            SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } r => $"{where} does not take mail from {Server.From}: {r.Message} Correct Alerts:Email:From.",
            SmtpCommandException r => $"{where} refused the message: {(int)r.StatusCode} {AlertWords.Sentence(r.Message)} Ask whoever runs it what it takes from this machine.",
            ServiceNotConnectedException or ProtocolException => $"{where} broke off the conversation: {AlertWords.Sentence(e.Message)} Look whether it is a mail server, and whether Alerts:Email:Port and Tls are right.",
            TimeoutException or OperationCanceledException => $"{where} did not answer within {Server.Timeout.TotalSeconds:0} s. Look whether Alerts:Email:Host, Port and Tls are right, and whether a firewall lies between.",
            IOException or UnauthorizedAccessException when Server.PasswordFile.Length > 0 && !File.Exists(Server.PasswordFile) => $"The file with the password, '{Server.PasswordFile}', cannot be read. Correct Alerts:Email:PasswordFile, or let this program read it.",
            _ => $"The message did not go out by {where}: {e.Message}",
        };
    }

    /// <summary>Goes on when one recipient is refused: a mailbox that is gone or full must not keep an alert from the others.</summary>
    private sealed class Client : SmtpClient
    {
        public List<(MailboxAddress Mailbox, string Answer)> Refused { get; } = [];

        public bool HasRecipient { get; private set; }

        protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => HasRecipient = true;

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => Refused.Add((mailbox, $"{(int)response.StatusCode} {response.Response}"));
    }
}
