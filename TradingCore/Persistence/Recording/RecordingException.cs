namespace TradingCore.Persistence.Recording;

/// <summary>A recording cannot be read. The message completes the sentence "The recording cannot be replayed: ...".</summary>
public sealed class RecordingException(string message, Exception? inner = null) : Exception(message, inner);
