using System.Text.Json;
using System.Text.RegularExpressions;

namespace TradingBlazor.Tests.Security;

/// <summary>The name of what waits for a second person.</summary>
internal static partial class Confirmation
{
    /// <summary>Reads it from the answer to the one who sent it: others may wait beside it, since the same moment.</summary>
    public static string IdIn(JsonElement answer)
    {
        Match named = Named().Match(answer.GetProperty("message").GetString()!);
        Assert.True(named.Success, answer.GetRawText());
        return named.Groups[1].Value;
    }

    [GeneratedRegex("Confirmation ([0-9a-f]+)\\.")]
    private static partial Regex Named();
}
