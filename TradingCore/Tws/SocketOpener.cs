using System.Buffers;
using System.Net.Sockets;
using TwsProtocol.Wire;

namespace TradingCore.Tws;

/// <summary>
/// Opens a socket to the gateway and agrees on a version. The socket is used with calls that wait, never with asynchronous ones: the first of those would put it
/// under the watch of the runtime's own poller, which then wakes for every packet beside the reader.
/// </summary>
internal static class SocketOpener
{
    /// <summary>Connects within a time.</summary>
    /// <exception cref="SessionException">Not reachable in time; the message says why.</exception>
    public static Task<Socket> ConnectAsync(string host, int port, TimeSpan timeout, TimeProvider clock, CancellationToken stop) =>
        WithinAsync(
            new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
            socket =>
            {
                socket.Connect(host, port);
                return socket;
            },
            timeout,
            clock,
            () => new SessionException(SessionEndKind.Unreachable, $"{host}:{port} does not answer within {timeout.TotalSeconds:0.#} s; check Tws:Host, Tws:Port and the firewall"),
            e =>
            {
                string why = e is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "nobody listens there: start TWS or IB Gateway, or check Tws:Host and Tws:Port" : e is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } ? "there is no machine of that name: check Tws:Host"
                    : $"{e.Message.TrimEnd('.')}: check Tws:Host, Tws:Port and the network between";
                return new SessionException(SessionEndKind.Unreachable, $"{host}:{port} cannot be reached: {why}", e);
            },
            stop);

    // TWS takes the connection first, and closes it when it does not serve the address that it came from.
    private const string Closed = "tick 'Enable ActiveX and Socket Clients' in the API settings of TWS and name this machine under its trusted addresses, or check Tws:Port, which may be another program's";

    /// <summary>Offers the versions that are understood and reads which one the gateway takes.</summary>
    /// <exception cref="SessionException">No answer in time, or no version in common; the message says which.</exception>
    public static Task<ServerHello> ShakeHandsAsync(Socket socket, SocketReader reader, string host, int port, TimeSpan timeout, TimeProvider clock, CaptureTap? tap, CancellationToken stop) =>
        WithinAsync(
            socket,
            s => ShakeHands(s, reader, host, port, tap),
            timeout,
            clock,
            () => new SessionException(SessionEndKind.NoAnswer, $"{host}:{port} accepted the connection but did not tell its version within {timeout.TotalSeconds:0.#} s; it may hang behind a dialog: look at its window, or restart it"),
            e => e is TwsProtocolException
                ? new SessionException(SessionEndKind.Refused, $"{host}:{port} does not speak the TWS protocol, so something else may listen there: check Tws:Host and Tws:Port ({e.Message.TrimEnd('.')})", e)
                : new SessionException(SessionEndKind.Unreachable, $"{host}:{port} broke the connection instead of telling its version ({e.GetBaseException().Message.TrimEnd('.')}): {Closed}", e),
            stop);

    private static ServerHello ShakeHands(Socket socket, SocketReader reader, string host, int port, CaptureTap? tap)
    {
        byte[] offer = Handshake.ClientHello(TwsProtocol.ServerVersion.Min, TwsProtocol.ServerVersion.Max);
        tap?.Sent(0, offer);
        socket.Send(offer);
        ReadOnlySequence<byte> payload;
        // What follows the hello stays in the reader: the gateway may speak at once.
        while (!reader.TryTake(out payload))
        {
            if (!reader.Receive()) throw new SessionException(SessionEndKind.Unreachable, $"{host}:{port} closed the connection instead of telling its version: {Closed}");
        }
        tap?.Received(0, payload);
        ServerHello hello = Handshake.ReadServerHello(payload.ToArray());
        if (!hello.IsRedirect && hello.ServerVersion is < TwsProtocol.ServerVersion.Min or > TwsProtocol.ServerVersion.Max)
            throw new SessionException(SessionEndKind.Refused, $"{host}:{port} speaks version {hello.ServerVersion}; {TwsProtocol.ServerVersion.Min} to {TwsProtocol.ServerVersion.Max} are understood: update TWS or IB Gateway");
        return hello;
    }

    // A call that waits in the kernel is ended by closing its socket.
    private static async Task<T> WithinAsync<T>(
        Socket socket, Func<Socket, T> call, TimeSpan timeout, TimeProvider clock, Func<SessionException> late, Func<Exception, SessionException> broken, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        using CancellationTokenRegistration closing = either.Token.UnsafeRegister(static s => ((Socket)s!).Dispose(), socket);
        try
        {
            T result = await Task.Factory.StartNew(() => call(socket), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            // Closed in the moment in which it succeeded.
            if (!either.IsCancellationRequested) return result;
        }
        catch (Exception e) when (e is not SessionException)
        {
            if (!either.IsCancellationRequested)
            {
                socket.Dispose();
                if (e is not (IOException or SocketException or ObjectDisposedException or TwsProtocolException)) throw;
                throw broken(e);
            }
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        socket.Dispose();
        stop.ThrowIfCancellationRequested();
        throw late();
    }
}
