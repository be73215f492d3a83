using System.Buffers;
using System.Net.Sockets;
using TwsProtocol.Wire;

namespace TradingCore.Tws;

/// <summary>
/// Reads a socket into one buffer and cuts frames off its front. Hot path: nothing is allocated while frames fit. The call that reads waits in the kernel on the
/// caller's own thread, so no other thread stands between the packet and whoever handles it; for one thread.
/// </summary>
internal sealed class SocketReader(Socket socket)
{
    private const int BufferBytes = 64 * 1024;
    private byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>True when the bytes of an unfinished frame wait.</summary>
    public bool IsMidFrame => _end > _start;

    /// <summary>Waits for bytes; false when the other side has closed.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed by this side.</exception>
    public bool Receive()
    {
        MakeRoom();
        int count = socket.Receive(_buffer.AsSpan(_end), SocketFlags.None);
        _end += count;
        return count > 0;
    }

    /// <summary>Takes a whole frame off the front. The payload is good until the next <see cref="Receive"/>.</summary>
    /// <exception cref="TwsProtocolException">The stream is out of step.</exception>
    public bool TryTake(out ReadOnlySequence<byte> payload)
    {
        var buffer = new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
        int before = _end - _start;
        if (!FrameReader.TryReadFrame(ref buffer, out payload)) return false;
        _start += before - (int)buffer.Length;
        return true;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            // A long list of the past needs megabytes for a moment, not for the life of the connection.
            if (_buffer.Length > BufferBytes) _buffer = new byte[BufferBytes];
            return;
        }
        if (_end < _buffer.Length) return;
        byte[] target = _start >= _buffer.Length / 2 ? _buffer : new byte[_buffer.Length * 2];
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        _buffer = target;
        _end -= _start;
        _start = 0;
    }
}
