namespace TradingCore.Engine.Commands;

/// <summary>What the engine can do with any command, whatever its answer is.</summary>
internal interface IEngineCommand
{
    /// <summary>Answers that the command met a defect; does nothing when it is answered already.</summary>
    void Fail(string reason);
}
