namespace TradingCore.Engine;

/// <summary>A command met a defect of the engine. Its caller is told so at once instead of waiting for an answer that never comes.</summary>
internal sealed class EngineFaultException(string message) : Exception(message);
