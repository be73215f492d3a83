namespace TwsProtocol;

/// <summary>What an error code means.</summary>
/// <param name="Code">The code.</param>
/// <param name="Name">A short name.</param>
/// <param name="Kind">Class: does it end a request, warn, inform, or concern the connection.</param>
/// <param name="Meaning">What happened.</param>
/// <param name="Advice">What the user can do about it.</param>
/// <param name="Flags">What else follows from it.</param>
public sealed record TwsError(int Code, string Name, TwsErrorKind Kind, string Meaning, string Advice, TwsErrorFlags Flags = TwsErrorFlags.None)
{
    /// <summary>What it asks of whoever gets it.</summary>
    public TwsErrorClass Class => TwsErrorClasses.Of(Code, Kind);
}
