using System.Buffers;
using System.Net.Sockets;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tws.Probing;

/// <summary>
/// Tries a connection to a gateway and says in plain words what it found. It uses connections of its own beside the running session, places nothing, cancels
/// nothing and subscribes to nothing.
/// </summary>
/// <param name="clock">Clock of the waits and of the comparison.</param>
public sealed class ConnectionTest(TimeProvider clock)
{
    /// <summary>Client id that the test uses unless another is given: far from those that programs use.</summary>
    public const int TestClientId = 987_654;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromSeconds(3);

    /// <summary>Tries it.</summary>
    /// <param name="host">Host.</param>
    /// <param name="port">Port.</param>
    /// <param name="clientId">Client id that the session will use.</param>
    /// <param name="isOwnSession">True when the running session of this program holds that client id at that gateway, so that it is in use rightly.</param>
    /// <param name="expectsLive">True when real money is meant, false for practice; null when it does not matter.</param>
    /// <param name="stop">Ends the test.</param>
    public async Task<ConnectionReport> RunAsync(string host, int port, int clientId, bool isOwnSession, bool? expectsLive, CancellationToken stop)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        var findings = new List<ConnectionFinding>();
        using var limit = new CancellationTokenSource(Patience * 3, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            ConnectionReport report = await LookAsync(host, port, findings, expectsLive, both.Token).ConfigureAwait(false);
            if (!report.IsUsable) return report;
            if (isOwnSession) findings.Add(new ConnectionFinding(FindingTone.Good, "ownSession", $"Client id {clientId} is the one that this program's own session uses now."));
            else await TryIdAsync(host, port, clientId, findings, both.Token).ConfigureAwait(false);
            return report with { Findings = findings };
        }
        catch (SessionException e)
        {
            findings.Add(new ConnectionFinding(FindingTone.Bad, CodeOf(e), Sentence(e.Message)));
        }
        catch (Exception e) when (e is IOException or SocketException or TwsProtocolException)
        {
            findings.Add(new ConnectionFinding(FindingTone.Bad, "broken", $"{host}:{port} broke the connection: {e.GetBaseException().Message} If TWS shows a question about an incoming connection, accept it; otherwise add this machine's address to its trusted addresses."));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            findings.Add(new ConnectionFinding(FindingTone.Bad, "tooSlow", $"{host}:{port} did not answer in time. TWS may wait behind a dialog or for a login."));
        }
        return new ConnectionReport(findings, 0, [], null);
    }

    private async Task<ConnectionReport> LookAsync(string host, int port, List<ConnectionFinding> findings, bool? expectsLive, CancellationToken stop)
    {
        using Line line = await OpenAsync(host, port, TestClientId, stop).ConfigureAwait(false);
        findings.Add(new ConnectionFinding(FindingTone.Good, "speaks", $"TWS or IB Gateway answers at {host}:{port} and speaks version {line.ServerVersion} of its protocol, which is understood."));
        if (line.Answers.IsIdInUse)
        {
            findings.Add(new ConnectionFinding(FindingTone.Caution, "testIdInUse", $"Another test is running: its client id {TestClientId} is in use. Try again in a moment."));
            return new ConnectionReport(findings, line.ServerVersion, [], null);
        }
        IReadOnlyList<string> accounts = line.Answers.Accounts ?? [];
        AddAccounts(findings, accounts, expectsLive);

        long asked = clock.GetTimestamp();
        await line.SendAsync(new ReqCurrentTime(), stop).ConfigureAwait(false);
        await line.UntilAsync(a => a.Time is not null, stop).ConfigureAwait(false);
        TimeSpan roundTrip = clock.GetElapsedTime(asked);
        // The gateway tells whole seconds: on the average it is half a second behind what it says.
        TimeSpan difference = line.Answers.Time!.Value + TimeSpan.FromSeconds(0.5) - (clock.GetUtcNow() - (roundTrip / 2));
        AddClock(findings, difference);

        await line.SendAsync(new ReqOpenOrders(), stop).ConfigureAwait(false);
        await line.UntilAsync(a => a.HasOrders || a.IsReadOnly, stop).ConfigureAwait(false);
        findings.Add(line.Answers.IsReadOnly
            ? new ConnectionFinding(FindingTone.Caution, "readOnly", "TWS takes no orders from programs: \"Read-Only API\" is ticked in its settings (API, Settings). Quotes and positions work; untick it to trade.")
            : new ConnectionFinding(FindingTone.Good, "takesOrders", "TWS takes orders from programs: \"Read-Only API\" is not ticked."));
        if (line.Answers.IsBrokerAway) findings.Add(new ConnectionFinding(FindingTone.Caution, "brokerAway", "TWS itself has no connection to Interactive Brokers at this moment."));
        return new ConnectionReport(findings, line.ServerVersion, accounts, difference);
    }

    private async Task TryIdAsync(string host, int port, int clientId, List<ConnectionFinding> findings, CancellationToken stop)
    {
        using Line line = await OpenAsync(host, port, clientId, stop).ConfigureAwait(false);
        findings.Add(line.Answers.IsIdInUse
            ? new ConnectionFinding(FindingTone.Bad, "clientIdInUse", $"Client id {clientId} is in use by another connection. Close that program, or choose another id; orders that were sent under the old id stay with it.")
            : new ConnectionFinding(FindingTone.Good, "clientIdFree", $"Client id {clientId} is free."));
    }

    private async Task<Line> OpenAsync(string host, int port, int clientId, CancellationToken stop)
    {
        Socket socket = await SocketOpener.ConnectAsync(host, port, Patience, clock, stop).ConfigureAwait(false);
        try
        {
            var reader = new SocketReader(socket);
            ServerHello hello = await SocketOpener.ShakeHandsAsync(socket, reader, host, port, Patience, clock, null, stop).ConfigureAwait(false);
            if (hello.IsRedirect) throw new SessionException(SessionEndKind.Refused, $"{host}:{port} sends programs on to {hello.Redirect}; give that address instead");
            var line = new Line(socket, reader, hello.ServerVersion);
            await line.SendAsync(new StartApi(clientId), stop).ConfigureAwait(false);
            await line.UntilAsync(a => a.IsIdInUse || (a.IsStarted && a.Accounts is not null), stop).ConfigureAwait(false);
            return line;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void AddAccounts(List<ConnectionFinding> findings, IReadOnlyList<string> accounts, bool? expectsLive)
    {
        if (accounts.Count == 0)
        {
            findings.Add(new ConnectionFinding(FindingTone.Bad, "noAccounts", "The login has no account, so nothing can be traded. Log in to TWS with another user."));
            return;
        }
        bool isPaper = accounts.All(ConnectionReport.IsPaperAccount);
        string list = string.Join(", ", accounts.Take(10)) + (accounts.Count > 10 ? $" and {accounts.Count - 10} more" : "");
        string kind = isPaper ? "an account for practice (paper)" : accounts.Any(ConnectionReport.IsPaperAccount) ? "accounts for practice and REAL MONEY" : "REAL MONEY";
        FindingTone tone = expectsLive switch
        {
            null => FindingTone.Good,
            true => isPaper ? FindingTone.Caution : FindingTone.Good,
            false => isPaper ? FindingTone.Good : FindingTone.Bad,
        };
        string advice = tone switch
        {
            FindingTone.Bad => " The trading mode is not Live, so no order would leave: connect to a paper login, or set the mode.",
            FindingTone.Caution => " The trading mode is Live, but this login is for practice.",
            _ => "",
        };
        findings.Add(new ConnectionFinding(tone, isPaper ? "paper" : "live", $"The login is {kind}: {list}.{advice}"));
    }

    private static void AddClock(List<ConnectionFinding> findings, TimeSpan difference)
    {
        double seconds = Math.Round(difference.TotalSeconds, 0);
        findings.Add(difference.Duration() <= ClockDifferenceMax
            ? new ConnectionFinding(FindingTone.Good, "clock", "The clocks of TWS and of this machine agree.")
            : new ConnectionFinding(FindingTone.Caution, "clock", $"The clock of TWS is {Math.Abs(seconds):0} s {(seconds > 0 ? "ahead of" : "behind")} this machine's. Prices would look {(seconds > 0 ? "fresher" : "older")} than they are: set the clock of the machine by the network (NTP)."));
    }

    private static string CodeOf(SessionException e) => e.Kind switch
    {
        SessionEndKind.Unreachable => e.Message.Contains("nobody listens", StringComparison.Ordinal) ? "nothingListens" : e.Message.Contains("may not be a TWS", StringComparison.Ordinal) ? "notTws" : "unreachable",
        SessionEndKind.NoAnswer => "noAnswer",
        SessionEndKind.Refused => e.Message.Contains("does not speak", StringComparison.Ordinal) ? "notTws" : e.Message.Contains("speaks version", StringComparison.Ordinal) ? "version" : "refused",
        _ => "refused",
    };

    // Messages of the session are parts of sentences.
    // The name of a machine stays as it is written.
    private static string Sentence(string cause) => cause.TakeWhile(c => c != ' ').All(char.IsLetter) ? $"{char.ToUpperInvariant(cause[0])}{cause[1..]}." : $"{cause}.";

    private sealed class Line(Socket socket, SocketReader reader, int serverVersion) : IDisposable
    {
        public ConnectionAnswers Answers { get; } = new();

        public int ServerVersion => serverVersion;

        public async Task SendAsync<T>(T request, CancellationToken stop)
            where T : IRequest
        {
            ReadOnlyMemory<byte> frame = MessageEncoder.Frame(request, serverVersion);
            while (frame.Length > 0) frame = frame[await socket.SendAsync(frame, stop).ConfigureAwait(false)..];
        }

        /// <summary>Reads until something was said; the wait is ended by closing the socket.</summary>
        public async Task UntilAsync(Func<ConnectionAnswers, bool> isDone, CancellationToken stop)
        {
            using CancellationTokenRegistration closing = stop.UnsafeRegister(static s => ((Socket)s!).Dispose(), socket);
            try
            {
                await Task.Factory.StartNew(() => Read(isDone), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
            catch (Exception e) when (stop.IsCancellationRequested && e is SocketException or ObjectDisposedException)
            {
                throw new OperationCanceledException(stop);
            }
        }

        public void Dispose() => socket.Dispose();

        private void Read(Func<ConnectionAnswers, bool> isDone)
        {
            while (!isDone(Answers))
            {
                while (reader.TryTake(out ReadOnlySequence<byte> payload)) ResponseDecoder.Decode(payload, serverVersion, Answers);
                if (isDone(Answers)) return;
                // A refused client id is told, and then the line is closed.
                if (!reader.Receive()) throw new IOException("the gateway closed the connection.");
            }
        }
    }
}
