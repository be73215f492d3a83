namespace TradingCore.Persistence;

/// <summary>The stored data cannot be opened or read. The message is a sentence for the person who starts the program: what is wrong and what to do.</summary>
public sealed class PersistenceException(string message, Exception? inner = null) : Exception(message, inner);
