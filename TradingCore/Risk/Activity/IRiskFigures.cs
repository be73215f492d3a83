namespace TradingCore.Risk.Activity;

/// <summary>Something that checks judge by and that must be the same after a replay of a day.</summary>
internal interface IRiskFigures
{
    /// <summary>All of it as of <paramref name="now"/>, a line for each thing, in an order that does not depend on when it came to be known.</summary>
    IEnumerable<string> Figures(DateTimeOffset now);
}
