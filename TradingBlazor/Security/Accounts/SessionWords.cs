using System.Security.Cryptography;
using System.Text;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>Sessions as people read them.</summary>
internal static class SessionWords
{
    private const int MarkLength = 16;

    private static readonly (string Sign, string Name)[] Browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Sign, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    /// <summary>Names a session without telling its id.</summary>
    public static string MarkOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..MarkLength];

    /// <summary>A line of the list.</summary>
    public static SessionLine Line(SessionRow row, string user, string thisId) =>
        new(MarkOf(row.Id), user, Browser(row.Browser), row.Address, row.CreatedTime, row.LastSeenTime, row.Id == thisId);

    private static string Browser(string agent)
    {
        string browser = Browsers.FirstOrDefault(b => agent.Contains(b.Sign, StringComparison.Ordinal)).Name ?? "A program";
        string? system = Systems.FirstOrDefault(s => agent.Contains(s.Sign, StringComparison.Ordinal)).Name;
        return system is null ? browser : $"{browser} on {system}";
    }
}
