using System.Globalization;

namespace TradingBlazor.Security.Audit;

/// <summary>The newest number and hash in a file beside the database: without it nobody could tell that the end of the log was cut off.</summary>
internal static class AuditHead
{
    /// <summary>Writes it, whole or not at all.</summary>
    public static void Write(string file, long number, string hash, ILogger logger)
    {
        try
        {
            string temporary = file + ".new";
            File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{number} {hash}\n"));
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The entries themselves are kept; only their end is not witnessed.
            logger.AuditHeadNotWritten(file, e.Message);
        }
    }

    /// <summary>Reads it; null when there is none that can be read.</summary>
    public static (long Number, string Hash)? Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Split(' ', StringSplitOptions.TrimEntries) is [var number, { Length: 64 } hash] && long.TryParse(number, CultureInfo.InvariantCulture, out long value) ? (value, hash) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
