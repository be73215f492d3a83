using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using TwsProtocol.Inspection;
using TwsProtocol.Wire;

namespace TwsSimulator.Inspection;

/// <summary>The command <c>decode</c>: frames in as JSON lines, messages out as JSON lines, one for one.</summary>
internal static class DecodeCommand
{
    // The largest frame in hexadecimal, and room for the other keys.
    private const int LineBytesMax = 2 * (FrameReader.MaxPayloadBytes + 16) + 64 * 1024;
    private const int ReadBytes = 256 * 1024;

    /// <summary>The command for the command line.</summary>
    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "Who sent the frames: client or server. When left out, the key \"from\" of each line tells, as in recordings." };
        from.AcceptOnlyFromAmong("client", "server");
        var command = new Command("decode", "Reads frames as JSON lines from standard input and writes the messages in them as JSON lines.") { from };
        command.SetAction(async (parsed, stop) =>
        {
            FrameSource? source = parsed.GetValue(from) switch { "client" => FrameSource.Client, "server" => FrameSource.Server, _ => null };
            Stream input = Console.OpenStandardInput();
            Stream output = Console.OpenStandardOutput();
            await using (input.ConfigureAwait(false))
            await using (output.ConfigureAwait(false))
            {
                await RunAsync(input, output, source, stop).ConfigureAwait(false);
            }
        });
        return command;
    }

    /// <summary>Answers every line until the input ends, or until nobody reads the output.</summary>
    /// <param name="input">Lines in UTF-8.</param>
    /// <param name="output">Gets one line for each, flushed at once.</param>
    /// <param name="from">Who sent the frames; null takes it from each line.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task RunAsync(Stream input, Stream output, FrameSource? from, CancellationToken stop)
    {
        var inspector = new FrameInspector(from);
        PipeReader reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: ReadBytes, leaveOpen: true));
        bool isSkipping = false;
        try
        {
            while (true)
            {
                ReadResult read = await reader.ReadAsync(stop).ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    if (!isSkipping) await AnswerAsync(inspector, buffer.Slice(0, end), output, stop).ConfigureAwait(false);
                    isSkipping = false;
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }
                if (read.IsCompleted)
                {
                    if (!buffer.IsEmpty && !isSkipping) await AnswerAsync(inspector, buffer, output, stop).ConfigureAwait(false);
                    return;
                }
                if (buffer.Length > LineBytesMax)
                {
                    if (!isSkipping) await WriteAsync(TooLong(), output, stop).ConfigureAwait(false);
                    isSkipping = true;
                    buffer = buffer.Slice(buffer.End);
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The reader of the output has gone (head, or a closed window), or Ctrl-C: both are normal ends.
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static Task AnswerAsync(FrameInspector inspector, ReadOnlySequence<byte> line, Stream output, CancellationToken stop)
        => WriteAsync(line.Length > LineBytesMax ? TooLong() : inspector.Inspect(line.IsSingleSegment ? line.First : line.ToArray()), output, stop);

    private static async Task WriteAsync(string answer, Stream output, CancellationToken stop)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), stop).ConfigureAwait(false);
        await output.FlushAsync(stop).ConfigureAwait(false);
    }

    private static string TooLong()
        => FrameInspector.Error(string.Create(CultureInfo.InvariantCulture, $"The line is longer than {LineBytesMax} bytes, more than any frame needs; expected one frame per line."), LineBytesMax);
}
