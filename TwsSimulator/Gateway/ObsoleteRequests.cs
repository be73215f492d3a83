using System.Buffers;
using System.Text;

namespace TwsSimulator.Gateway;

/// <summary>
/// Requests that IB has withdrawn and that older clients still send: fundamental data. They are known by their number alone, and a client that waits for an
/// answer gets the one of today's gateway instead of silence.
/// </summary>
internal static class ObsoleteRequests
{
    /// <summary>Error that a request for fundamental data is answered with.</summary>
    public const int Code = 430;

    /// <summary>Text of that error.</summary>
    public const string Text = "We are sorry, but fundamentals data for the security specified is not available.";

    private const int FieldsLooked = 3;

    /// <summary>Whether a payload is such a request.</summary>
    /// <param name="payload">Payload of the client's frame.</param>
    /// <param name="answeredId">Id of the request to answer; -1 when it only ends one and needs no answer.</param>
    public static bool IsOne(in ReadOnlySequence<byte> payload, out int answeredId)
    {
        answeredId = -1;
        string[] fields = Encoding.Latin1.GetString(payload.Slice(0, Math.Min(payload.Length, 64))).Split('\0', FieldsLooked + 1);
        if (fields[0] == "53")
            return true;
        if (fields[0] != "52" || fields.Length < FieldsLooked || !int.TryParse(fields[2], out int id))
            return false;
        answeredId = id;
        return true;
    }
}
