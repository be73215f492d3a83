namespace TradingCore.Engine.Ports;

/// <summary>The journal cannot take entries. New orders are refused until it can again; cancels still go out.</summary>
public sealed class JournalException(string message, Exception? inner = null) : IOException(message, inner);
