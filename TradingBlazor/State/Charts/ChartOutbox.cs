namespace TradingBlazor.State.Charts;

/// <summary>
/// The frame that waits to be sent. A slow browser confirms late, and a frame can wait over several looks: one that is not sent may not be replaced by the
/// difference to it, so then everything is sent once.
/// </summary>
public sealed class ChartOutbox
{
    private ChartFrame? _frame;

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _frame is null;

    /// <summary>Puts a frame.</summary>
    /// <param name="frame">What changed since the frame before.</param>
    /// <param name="rows">Everything, as the model has it now.</param>
    public void Put(ChartFrame frame, IReadOnlyList<ChartRow> rows) => _frame = _frame is null || frame.IsReset ? frame : ChartFrame.Whole(rows);

    /// <summary>Takes what waits; null when nothing does.</summary>
    public ChartFrame? Take()
    {
        ChartFrame? frame = _frame;
        _frame = null;
        return frame;
    }
}
