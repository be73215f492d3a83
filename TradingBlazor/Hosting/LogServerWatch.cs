using Serilog.Core;
using Serilog.Events;

namespace TradingBlazor.Hosting;

/// <summary>
/// Says in the program's own log that a server does not take what it is sent: a wrong key or a missing index would otherwise be found out on the day that somebody looks for a line there and it is missing.
/// One for each server. Any thread.
/// </summary>
/// <param name="server">What it is called, as in <c>Seq at http://localhost:5341</c>.</param>
/// <param name="clock">Keeps it from saying so again and again.</param>
internal sealed class LogServerWatch(string server, TimeProvider clock) : ILoggingFailureListener
{
    /// <summary>Least time between two words about the same server.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private ILogger? _logger;
    private long? _told;

    /// <summary>Gives it the log, which is made after it.</summary>
    public void Begin(ILogger logger) => Volatile.Write(ref _logger, logger);

    /// <inheritdoc/>
    public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) => Failed(exception?.GetBaseException().Message ?? message);

    /// <summary>It did not take something.</summary>
    public void Failed(string cause)
    {
        if (Volatile.Read(ref _logger) is not { } logger) return;
        lock (_gate)
        {
            if (_told is { } last && clock.GetElapsedTime(last) < Rest) return;
            _told = clock.GetTimestamp();
        }
        logger.LogServerFails(server, cause.TrimEnd('.'));
    }

    /// <summary>Watches what is sent by HTTP, for a sink that tells of its failures to nobody.</summary>
    public HttpMessageHandler WatchHttp() => new Watched(this);

    // Requests that carry the log are no part of the traces that they tell of.
    private sealed class Watched(LogServerWatch watch) : DelegatingHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
                if (!answer.IsSuccessStatusCode) watch.Failed($"it answered {(int)answer.StatusCode}");
                return answer;
            }
            catch (Exception e)
            {
                watch.Failed(e.GetBaseException().Message);
                throw;
            }
        }
    }
}
