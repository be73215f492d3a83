using System.Net;
using System.Net.Sockets;
using TradingBlazor.Alerts;
using TradingBlazor.Tests.Harness;
using TradingCore.Alerts;

namespace TradingBlazor.Tests.Alerts;

public sealed class EmailSenderTests
{
    private static readonly AlertChannel Channel = new() { Name = "mail", Kind = AlertChannelKind.Email, Target = "ann@example.com, ben@example.com" };

    private static readonly AlertMessage Message = new(AlertMessageKind.Raised, [SomeAlert.Of("Session lost", AlertSeverity.Critical, "No session since 14:03:12 UTC.")], "", SomeAlert.Time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static EmailSender To(int port, string user = "", string passwordFile = "", int timeoutSeconds = 20) => new(new AlertOptions
    {
        Email = new EmailOptions { Host = "127.0.0.1", Port = port, From = "desk@example.com", Tls = EmailTls.None, User = user, PasswordFile = passwordFile, Timeout = TimeSpan.FromSeconds(timeoutSeconds) },
    });

    [Fact]
    public async Task A_message_reaches_every_recipient_with_rule_text_and_severity()
    {
        await using var server = new SmtpListener();

        AlertSendResult result = await To(server.Port).SendAsync(Channel, Message, Stop);

        Assert.True(result.IsSent, result.Detail);
        Assert.Contains("RCPT TO:<ann@example.com>", server.Commands);
        Assert.Contains("RCPT TO:<ben@example.com>", server.Commands);
        string mail = Assert.Single(server.Messages);
        Assert.Contains("Subject: [critical] Session lost", mail, StringComparison.Ordinal);
        Assert.Contains("No session since 14:03:12 UTC.", mail, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_a_name_makes_no_header_of_its_own()
    {
        await using var server = new SmtpListener();
        AlertMessage sly = Message with { Alerts = [SomeAlert.Of("Mine\r\nBcc: eve@example.com", AlertSeverity.Info, "x")] };

        await To(server.Port).SendAsync(Channel, sly, Stop);

        string headers = Assert.Single(server.Messages).ReplaceLineEndings("\n").Split("\n\n")[0];
        Assert.Contains("Subject: [info] Mine  Bcc: eve@example.com", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("\nBcc:", headers, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(server.Commands, c => c.Contains("eve@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_password_comes_from_its_file_at_each_message()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "mail-password");
        await using var server = new SmtpListener { Password = "second" };
        EmailSender sender = To(server.Port, "desk", file);
        await File.WriteAllTextAsync(file, "first\n", Stop);

        AlertSendResult wrong = await sender.SendAsync(Channel, Message, Stop);
        await File.WriteAllTextAsync(file, "second\n", Stop);
        await using var again = new SmtpListener { Password = "second" };
        AlertSendResult right = await To(again.Port, "desk", file).SendAsync(Channel, Message, Stop);

        Assert.Equal((false, $"127.0.0.1:{server.Port} does not let the user 'desk' in. Correct Alerts:Email:User and the password."), (wrong.IsSent, wrong.Detail));
        Assert.DoesNotContain("first", wrong.Detail, StringComparison.Ordinal);
        Assert.True(right.IsSent, right.Detail);
    }

    [Fact]
    public async Task A_server_that_knows_no_users_is_not_called_one_without_TLS()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "mail-password");
        await File.WriteAllTextAsync(file, "some", Stop);
        await using var server = new SmtpListener();

        AlertSendResult result = await To(server.Port, "desk", file).SendAsync(Channel, Message, Stop);

        Assert.Equal(
            (false, $"127.0.0.1:{server.Port} lets nobody in with a user and a password, at least not over this connection. Correct Alerts:Email:Port and Tls, or leave Alerts:Email:User and the password empty."),
            (result.IsSent, result.Detail));
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_plain_words()
    {
        await using var refusing = new SmtpListener { Refused = "@" };
        await using var full = new SmtpListener { AnswerToData = "554 5.7.1 looks like spam" };

        AlertSendResult nobody = await To(Loopback.FreePort()).SendAsync(Channel, Message, Stop);
        AlertSendResult refused = await To(refusing.Port).SendAsync(Channel, Message, Stop);
        AlertSendResult spam = await To(full.Port).SendAsync(Channel, Message, Stop);
        AlertSendResult noServer = await new EmailSender(new AlertOptions()).SendAsync(Channel, Message, Stop);

        Assert.StartsWith("Nothing takes mail at 127.0.0.1:", nobody.Detail, StringComparison.Ordinal);
        Assert.Equal(
            $"127.0.0.1:{refusing.Port} does not take mail for ann@example.com: 550 5.1.1 no such user. Correct the recipients of the channel. 127.0.0.1:{refusing.Port} does not take mail for ben@example.com: 550 5.1.1 no such user. Correct the recipients of the channel.",
            refused.Detail);
        Assert.Equal((false, false, $"127.0.0.1:{full.Port} refused the message: 554 5.7.1 looks like spam. Ask whoever runs it what it takes from this machine."), (refused.IsSent, spam.IsSent, spam.Detail));
        Assert.Empty(refusing.Messages);
        Assert.StartsWith("There is no mail server.", noServer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipient_that_is_refused_keeps_the_alert_from_nobody_else_and_is_told()
    {
        await using var server = new SmtpListener { Refused = "ben@" };

        AlertSendResult result = await To(server.Port).SendAsync(Channel, Message, Stop);

        Assert.Single(server.Messages);
        Assert.Equal((true, $"127.0.0.1 took the message to ann@example.com. 127.0.0.1:{server.Port} does not take mail for ben@example.com: 550 5.1.1 no such user. Correct the recipients of the channel."), (result.IsSent, result.Detail));
    }

    [Fact]
    public async Task A_server_that_took_the_message_and_does_not_say_goodbye_is_not_sent_it_again()
    {
        await using var gone = new SmtpListener { IsGoneAtQuit = true };
        await using var silent = new SmtpListener { IsSilentAtQuit = true };

        AlertSendResult[] results = [await To(gone.Port).SendAsync(Channel, Message, Stop), await To(silent.Port, timeoutSeconds: 1).SendAsync(Channel, Message, Stop)];

        Assert.All(results, r => Assert.True(r.IsSent, r.Detail));
        Assert.Equal((1, 1), (gone.Messages.Count, silent.Messages.Count));
    }

    [Fact]
    public async Task A_server_that_says_nothing_or_is_no_mail_server_is_told_with_what_to_do()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        other.Start();
        Task web = AnswerAsWebServerAsync(other);

        AlertSendResult silent = await To(((IPEndPoint)mute.LocalEndpoint).Port, timeoutSeconds: 1).SendAsync(Channel, Message, Stop);
        AlertSendResult wrong = await To(((IPEndPoint)other.LocalEndpoint).Port).SendAsync(Channel, Message, Stop);
        await web;

        Assert.EndsWith("did not answer within 1 s. Look whether Alerts:Email:Host, Port and Tls are right, and whether a firewall lies between.", silent.Detail, StringComparison.Ordinal);
        Assert.EndsWith("Look whether it is a mail server, and whether Alerts:Email:Port and Tls are right.", wrong.Detail, StringComparison.Ordinal);
    }

    private static async Task AnswerAsWebServerAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Stop);
        await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Stop);
    }

    [Fact]
    public async Task Without_TLS_on_the_server_nothing_is_sent_when_it_is_required()
    {
        await using var server = new SmtpListener();
        var sender = new EmailSender(new AlertOptions { Email = new EmailOptions { Host = "127.0.0.1", Port = server.Port, From = "desk@example.com" } });

        AlertSendResult result = await sender.SendAsync(Channel, Message, Stop);

        Assert.Contains("offers no TLS", result.Detail, StringComparison.Ordinal);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_server_that_takes_a_connection_and_says_nothing_is_not_told_as_one_with_a_wrong_certificate()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        int port = ((IPEndPoint)mute.LocalEndpoint).Port;
        var sender = new EmailSender(new AlertOptions { Email = new EmailOptions { Host = "127.0.0.1", Port = port, From = "desk@example.com", Tls = EmailTls.OnConnect, Timeout = TimeSpan.FromSeconds(1) } });

        AlertSendResult result = await sender.SendAsync(Channel, Message, Stop);

        Assert.Equal($"127.0.0.1:{port} did not answer within 1 s. Look whether Alerts:Email:Host, Port and Tls are right, and whether a firewall lies between.", result.Detail);
    }

    [Fact]
    public async Task A_server_that_never_comes_to_an_end_of_its_greeting_does_not_hold_the_channel_for_ever()
    {
        using var endless = new TcpListener(IPAddress.Loopback, 0);
        endless.Start();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task greeting = GreetAsync(endless, over.Token);

        AlertSendResult result = await To(((IPEndPoint)endless.LocalEndpoint).Port, timeoutSeconds: 1).SendAsync(Channel, Message, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await over.CancelAsync();
        await greeting;

        Assert.False(result.IsSent);
        Assert.Contains("did not come to an end within 3 s", result.Detail, StringComparison.Ordinal);
    }

    private static async Task GreetAsync(TcpListener listener, CancellationToken stop)
    {
        try
        {
            using TcpClient client = await listener.AcceptTcpClientAsync(stop);
            while (true)
            {
                await client.GetStream().WriteAsync("220-wait\r\n"u8.ToArray(), stop);
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The sender has gone, or the test is over.
        }
    }
}
