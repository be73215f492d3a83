using TradingCore.Domain;
using TradingCore.Engine.Events;

namespace TradingCore.Engine.Ports;

/// <summary>Old fills, which a start does not read one by one.</summary>
public interface IFillArchive
{
    /// <summary>Reads everything of the position that an execution was booked to, and answers with <see cref="PositionPastRead"/>. Does not wait; tries again while the history is away.</summary>
    void Read(ExecId execId);
}
