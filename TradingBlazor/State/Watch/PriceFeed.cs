using System.Text;

namespace TradingBlazor.State.Watch;

/// <summary>A row whose prices move.</summary>
public interface IPriceRow
{
    /// <summary>Symbol on the desk; the page finds the row by it.</summary>
    string Ticker { get; }

    /// <summary>What the row says now.</summary>
    WatchText Text { get; }

    /// <summary>True when it says something that the page has not been told.</summary>
    bool IsUntold { get; set; }

    /// <summary>Looks at the newest price.</summary>
    void Look();
}

/// <summary>
/// The prices of one watchlist on their way to the page: one text for all rows that changed instead of an edit for every cell. A row that is in it is in it whole, so
/// that a text makes good whatever one before it said. Used on the circuit's dispatcher alone.
/// </summary>
public sealed class PriceFeed
{
    private readonly List<IPriceRow> _rows = [];
    private readonly StringBuilder _text = new();

    /// <summary>A row is shown.</summary>
    public void Join(IPriceRow row) => _rows.Add(row);

    /// <summary>A row is gone.</summary>
    public void Leave(IPriceRow row) => _rows.Remove(row);

    /// <summary>Looks at all prices.</summary>
    /// <returns>True when the page is to be told.</returns>
    public bool Look()
    {
        bool isUntold = false;
        for (int i = 0; i < _rows.Count; i++)
        {
            _rows[i].Look();
            isUntold |= _rows[i].IsUntold;
        }
        return isUntold;
    }

    /// <summary>What the page has not been told: a line for each row, its symbol and its cells apart by tabs. It counts as told from now on.</summary>
    public string Take()
    {
        _text.Clear();
        for (int i = 0; i < _rows.Count; i++)
        {
            if (!_rows[i].IsUntold) continue;
            _rows[i].IsUntold = false;
            WatchText text = _rows[i].Text;
            if (_text.Length > 0) _text.Append('\n');
            _text.Append(_rows[i].Ticker).Append('\t').Append(text.Bid).Append('\t').Append(text.Ask).Append('\t').Append(text.Last).Append('\t').Append(text.Change).Append('\t').Append(text.Volume);
        }
        return _text.ToString();
    }
}
