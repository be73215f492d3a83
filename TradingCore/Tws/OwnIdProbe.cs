using System.Buffers;
using Microsoft.Extensions.Logging;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tws;

/// <summary>
/// Asks whether the own client id is free, on a connection of its own: starts the API with it, waits for the order id or a refusal, and hangs up.
/// Nothing else is sent.
/// </summary>
internal sealed class OwnIdProbe : ResponseHandler, IConnectionOwner
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _serverVersion;

    private OwnIdProbe(int serverVersion) => _serverVersion = serverVersion;

    /// <summary>True when the gateway takes the own id; false when it refuses or does not answer in time.</summary>
    public static async Task<bool> IsFreeAsync(TwsOptions options, int port, TimeProvider clock, ILogger log, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(options.HandshakeTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            using TwsConnection connection = await TwsConnection.OpenAsync(options, port, clock, tap: null, log, () => { }, either.Token).ConfigureAwait(false);
            var probe = new OwnIdProbe(connection.ServerVersion);
            var queue = new SendQueue(capacityPerLane: 1);
            queue.TryEnqueue(new StartApi(options.ClientId), SendPriority.Order);
            Task<string> reading = connection.ReadAsync(probe, either.Token);
            Task<string> writing = connection.WriteAsync(probe, queue, new MessagePacer(1, clock), either.Token);
            await Task.WhenAny(probe._answer.Task, reading).ConfigureAwait(false);
            bool isFree = probe._answer.Task.IsCompletedSuccessfully && await probe._answer.Task.ConfigureAwait(false);
            await either.CancelAsync().ConfigureAwait(false);
            connection.Dispose();
            await ((Task)Task.WhenAll(reading, writing)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return isFree;
        }
        catch (Exception e) when (e is SessionException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override void On(NextValidId message) => _answer.TrySetResult(true);

    /// <inheritdoc/>
    public override void On(ErrorMessage message)
    {
        if (message.ErrorCode == ErrorCodes.ClientIdInUse) _answer.TrySetResult(false);
    }

    void IConnectionOwner.OnHeard()
    {
    }

    void IConnectionOwner.OnFrame(in ReadOnlySequence<byte> payload)
    {
        try
        {
            ResponseDecoder.Decode(payload, _serverVersion, this);
        }
        catch (TwsProtocolException)
        {
            // Only two messages matter here; the session itself tells of frames that cannot be read.
        }
    }

    ValueTask IConnectionOwner.OnReadAsync() => ValueTask.CompletedTask;

    void IConnectionOwner.OnRefused(Outgoing message, TwsProtocolException reason) => _answer.TrySetResult(false);

    void IConnectionOwner.OnSent(Outgoing message)
    {
    }
}
