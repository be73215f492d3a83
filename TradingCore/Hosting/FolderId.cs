using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradingCore.Hosting;

/// <summary>Names for the lease.</summary>
public static class FolderId
{
    /// <summary>This process, for people.</summary>
    public static string ProcessName { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}, process {Environment.ProcessId}");

    /// <summary>A data folder on this machine. Two processes with the same one share the folder's lock, so the one that has it knows that the other is dead.</summary>
    public static string Of(string folder) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{Path.GetFullPath(folder)}")))[..16];
}
