using TradingCore.Hosting;
using TradingCore.Persistence;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Hosting;

/// <summary>
/// <c>TradingBlazor -- kill [K1..K4] [scope] [reason] [--Persistence:Folder=PATH]</c>: writes the file that stops a running program, or the next one that starts.
/// </summary>
internal static class KillCommand
{
    /// <summary>First word of the command.</summary>
    public const string Word = "kill";

    /// <summary>Writes the file.</summary>
    /// <param name="args">The command line after the first word.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="errors">Where the reason goes when it cannot be done.</param>
    /// <returns>Exit code: 0 when the file is there.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        string[] settings = [.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal))];
        string[] words = [.. args.Where(a => !a.StartsWith("--", StringComparison.Ordinal))];
        if (Fault(words, settings) is { } fault)
        {
            errors.WriteLine(fault);
            return 2;
        }
        var configuration = new ConfigurationManager();
        DeskSettings.AddSources(configuration, settings);
        string folder = new PersistenceOptions { Folder = configuration[$"{PersistenceOptions.Section}:{nameof(PersistenceOptions.Folder)}"] ?? "" }.ResolveFolder();
        KillFile file = KillFile.Parse(string.Join(' ', words));
        string path = Path.Combine(folder, KillFile.Name);
        try
        {
            Directory.CreateDirectory(folder);
            // In one step: a reader never finds half of it.
            string whole = path + ".new";
            File.WriteAllText(whole, file + Environment.NewLine);
            File.Move(whole, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"'{path}' cannot be written: {e.Message} Stop trading another way: send SIGUSR1 to the process, or use TWS.");
            return 1;
        }
        output.WriteLine($"Wrote '{path}': {file}. A running program obeys within a second. To trade again, remove the file and arm the switch with a reason.");
        return 0;
    }

    private static string? Fault(string[] words, string[] settings)
    {
        if (settings.FirstOrDefault(s => !s.StartsWith($"--{PersistenceOptions.Section}:{nameof(PersistenceOptions.Folder)}=", StringComparison.OrdinalIgnoreCase)) is { } unknown)
            return $"'{unknown}' is not for this command. Expected kill [level] [scope] [reason] [--Persistence:Folder=PATH].";
        // A slip in the level must not stop more, or less, than was meant.
        string? first = words.FirstOrDefault();
        if (first is not null && first.Length == 2 && first[0] is 'K' or 'k' && !KillWords.TryLevel(first, out _)) return $"'{first}' is no level. Expected {KillWords.Levels}.";
        string? scope = words.Skip(first is not null && KillWords.TryLevel(first, out _) ? 1 : 0).FirstOrDefault();
        return scope is not null && scope.Contains(':', StringComparison.Ordinal) && !KillWords.TryScope(scope, out RiskScope _) ? $"'{scope}' is no scope. Expected {KillWords.Scopes}." : null;
    }
}
