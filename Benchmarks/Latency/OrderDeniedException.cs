namespace Benchmarks.Latency;

/// <summary>An order of the program under test was not accepted, so the figures would be those of something else.</summary>
internal sealed class OrderDeniedException(string sentence) : Exception(sentence);
