namespace TwsSimulator.Inspection;

/// <summary>A line that cannot be shown as a message; the message says what was wrong and what is expected.</summary>
internal sealed class InspectionException(string message, int offset) : Exception(message)
{
    /// <summary>Where: in the line, in the text of its hex, or in the payload, as the message says.</summary>
    public int Offset { get; } = offset;
}
