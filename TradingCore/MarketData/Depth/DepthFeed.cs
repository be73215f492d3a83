using TradingCore.Domain;

namespace TradingCore.MarketData.Depth;

/// <summary>
/// The order book of one contract: positional rows as the gateway tells them, published as immutable snapshots. Written by one thread at a time
/// (the session, under its lock); any thread reads <see cref="Current"/> without waiting.
/// </summary>
/// <remarks>
/// Hot path: <see cref="Apply"/> allocates nothing; a snapshot is made once per read of the socket, however many rows it carried.
/// Source: responses.md section 9, rows are positional, insert, update and delete apply in order. A row that is pushed over the depth asked for
/// is told by nothing and falls off.
/// </remarks>
public sealed class DepthFeed
{
    private readonly int _rows;
    private readonly List<DepthLevel> _bids;
    private readonly List<DepthLevel> _asks;
    private DepthSnapshot _current;
    private DateTimeOffset _received;
    private DepthState _state;
    private string _reason = "";
    private bool _isDirty;

    /// <summary>An empty book.</summary>
    /// <param name="instrument">Whose.</param>
    /// <param name="rows">Rows of a side; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is not above 0.</exception>
    public DepthFeed(Instrument instrument, int rows)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        Instrument = instrument;
        _rows = rows;
        _bids = new List<DepthLevel>(rows + 1);
        _asks = new List<DepthLevel>(rows + 1);
        _current = new DepthSnapshot { ConId = ConId, Ticker = instrument.Contract.Ticker };
    }

    /// <summary>Whose book.</summary>
    public Instrument Instrument { get; }

    /// <summary>Contract.</summary>
    public ConId ConId => Instrument.Contract.ConId;

    /// <summary>Rows of a side asked for.</summary>
    public int Rows => _rows;

    /// <summary>The newest snapshot.</summary>
    public DepthSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Takes one change of a row.</summary>
    /// <param name="isBid">Side.</param>
    /// <param name="position">Row, 0 is the best.</param>
    /// <param name="operation">0 insert, 1 update, 2 delete.</param>
    /// <param name="level">The row as it becomes; not read for a delete.</param>
    /// <param name="now">When it came.</param>
    /// <returns>False when it does not fit the rows that are there: changes were missed, and the book must be asked for anew.</returns>
    public bool Apply(bool isBid, int position, int operation, in DepthLevel level, DateTimeOffset now)
    {
        List<DepthLevel> side = isBid ? _bids : _asks;
        switch (operation)
        {
            case 0 when position >= 0 && position <= side.Count:
                if (position >= _rows) break;
                side.Insert(position, level);
                if (side.Count > _rows) side.RemoveAt(_rows);
                break;
            case 1 when position >= 0 && position < side.Count:
                side[position] = level;
                break;
            // A first update of a row is how some venues begin.
            case 1 when position == side.Count:
                if (position < _rows) side.Add(level);
                break;
            case 2 when position >= 0:
                if (position < side.Count) side.RemoveAt(position);
                break;
            default:
                return false;
        }
        _received = now;
        _state = DepthState.Live;
        _reason = "";
        _isDirty = true;
        return true;
    }

    /// <summary>Empties the book: new rows follow, or none are known any more.</summary>
    public void Clear()
    {
        _isDirty |= _bids.Count > 0 || _asks.Count > 0;
        _bids.Clear();
        _asks.Clear();
    }

    /// <summary>The book stands otherwise from now on.</summary>
    /// <param name="state">How.</param>
    /// <param name="reason">Why, a sentence; empty when there is nothing to say.</param>
    public void Enter(DepthState state, string reason = "")
    {
        if (_state == state && _reason == reason) return;
        _state = state;
        _reason = reason;
        _isDirty = true;
    }

    /// <summary>Shows the changes since the last call to readers.</summary>
    public void Publish()
    {
        if (!_isDirty) return;
        _isDirty = false;
        Volatile.Write(ref _current, new DepthSnapshot
        {
            ConId = ConId,
            Ticker = Instrument.Contract.Ticker,
            Bids = [.. _bids],
            Asks = [.. _asks],
            Sequence = _current.Sequence + 1,
            State = _state,
            Reason = _reason,
            ReceivedTime = _received,
        });
    }
}
