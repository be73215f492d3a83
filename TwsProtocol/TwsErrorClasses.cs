using System.Collections.Frozen;

namespace TwsProtocol;

/// <summary>Puts codes into classes. Information and warnings follow from what the code does to its request; failures are told apart here.</summary>
internal static class TwsErrorClasses
{
    private static readonly FrozenSet<int> Fatal = FrozenSet.ToFrozenSet([326, 357, 506]);

    // Farms come back, links are restored, limits of a second pass; what a restart of the socket mends is mended by connecting again.
    private static readonly FrozenSet<int> Transient = FrozenSet.ToFrozenSet([100, 316, 323, 502, 504, 507, 1100, 1101, 1300, 2102, 2103, 2105, 2110, 2157, 10182, 10197, 10225]);

    private static readonly FrozenSet<int> Orders = FrozenSet.ToFrozenSet(
    [
        103, 104, 105, 106, 107, 109, 110, 111, 113, 116, 122, 140, 141, 145, 146, 147, 148, 151, 157, 158, 160, 163, 201, 203, 303, 312, 313, 314, 315, 325, 328, 329, 332, 333,
        344, 345, 346, 347, 348, 352, 353, 355, .. Range(361, 364), .. Range(367, 380), 382, 383, 387, 388, 392, 400, 401, 402, 403, 407, 408, 409, 410, 411, 412, 413, 417, 418, 419,
        421, 422, 434, 435, 436, .. Range(439, 443), .. Range(446, 449), 460, 10006, 10012, 10015, 10020, 10268, 10269, 10270, 10285, 10289, 10293, .. Range(10302, 10307), 10318, 10340, 10342,
    ]);

    public static TwsErrorClass Of(int code, TwsErrorKind kind)
    {
        if (Fatal.Contains(code)) return TwsErrorClass.Fatal;
        if (Transient.Contains(code)) return TwsErrorClass.Transient;
        return kind switch
        {
            TwsErrorKind.Information or TwsErrorKind.Connection => TwsErrorClass.Information,
            TwsErrorKind.Warning => TwsErrorClass.Warning,
            _ => Orders.Contains(code) ? TwsErrorClass.OrderRejected : TwsErrorClass.RequestFailed,
        };
    }

    private static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);
}
