using System.Text.Json;

namespace TradingBlazor.Tests.Security;

/// <summary>The name of what waits for a second person.</summary>
internal static class Confirmation
{
    /// <summary>Reads it from the answer to the one who sent it: others may wait beside it, since the same moment.</summary>
    public static string IdIn(JsonElement answer)
    {
        string? id = answer.GetProperty("approvalId").GetString();
        Assert.False(string.IsNullOrEmpty(id), answer.GetRawText());
        return id;
    }
}
