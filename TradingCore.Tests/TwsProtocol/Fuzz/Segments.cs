using System.Buffers;

namespace TradingCore.Tests.TwsProtocol;

/// <summary>A sequence of several memory blocks, as a socket delivers it.</summary>
internal static class Segments
{
    public static ReadOnlySequence<byte> Of(params ReadOnlyMemory<byte>[] blocks)
    {
        Block first = new(blocks[0], 0);
        Block last = first;
        foreach (ReadOnlyMemory<byte> block in blocks.Skip(1)) last = last.Append(block);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Block : ReadOnlySequenceSegment<byte>
    {
        public Block(ReadOnlyMemory<byte> memory, long runningIndex) => (Memory, RunningIndex) = (memory, runningIndex);

        public Block Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Block(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
