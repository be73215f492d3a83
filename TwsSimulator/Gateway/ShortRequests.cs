using System.Buffers;
using System.Globalization;
using System.Text;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;

namespace TwsSimulator.Gateway;

/// <summary>Requests that some clients end before their last fields, where what is left out can only mean "none".</summary>
internal static class ShortRequests
{
    private const int BytesMax = 64;
    private const string ExecutionsId = "7";

    /// <summary>The request that such a payload means; null when it is none of them.</summary>
    /// <param name="payload">Payload that could not be read as the whole message.</param>
    public static IRequest? Read(in ReadOnlySequence<byte> payload)
    {
        if (payload.Length > BytesMax)
            return null;
        string[] fields = Encoding.Latin1.GetString(payload).Split('\0');
        // reqExecutions without its filter: message id, version, request id, and the end.
        return fields is [ExecutionsId, _, var id, ""] && int.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int reqId) ? new ReqExecutions(reqId) : null;
    }
}
