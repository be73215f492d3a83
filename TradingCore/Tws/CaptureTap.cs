using System.Buffers;
using Microsoft.Extensions.Logging;
using TwsProtocol.Inspection;

namespace TradingCore.Tws;

/// <summary>Where a session records what it sends and receives. Recording copies bytes and never waits, so the trading path does not feel the disk.</summary>
internal sealed class CaptureTap(FrameCapture file, TimeProvider clock, int clientId) : IAsyncDisposable
{
    /// <summary>Opens the recording that the settings ask for; null when they ask for none, or when the file cannot be opened, which is logged.</summary>
    public static CaptureTap? Open(TwsOptions options, TimeProvider clock, ILogger log)
    {
        if (string.IsNullOrWhiteSpace(options.CaptureFile)) return null;
        string path = options.CaptureFile;
        try
        {
            return new CaptureTap(FrameCapture.Open(path, options.Accounts, e => log.CaptureFailed(path, e.Message)), clock, options.ClientId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // A recording helps to find faults; trading does not depend on it.
            log.CaptureFailed(path, e.Message);
            return null;
        }
    }

    /// <summary>Notes one frame on its way to the gateway.</summary>
    public void Sent(int serverVersion, ReadOnlySpan<byte> frame) => file.Frames(clock.GetUtcNow(), FrameSource.Client, clientId, serverVersion, frame);

    /// <summary>Notes the payload of one frame from the gateway.</summary>
    public void Received(int serverVersion, in ReadOnlySequence<byte> payload) => file.Payload(clock.GetUtcNow(), FrameSource.Server, clientId, serverVersion, payload);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => file.DisposeAsync();
}
