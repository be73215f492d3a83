using System.Text.Json;
using TradingBlazor.Security;
using TradingCore.Hosting;

namespace TradingBlazor.Settings;

/// <summary>
/// The settings that were changed on the pages of settings, as the start reads them: a copy in the data folder of what the database holds, so that a start never waits for a database.
/// They stand above the settings files and below environment and command line: whoever is at the machine can always override what a page saved.
/// </summary>
internal sealed class SavedSettings(IReadOnlyDictionary<string, string> values) : ConfigurationProvider, IConfigurationSource
{
    /// <summary>Section of the settings about them.</summary>
    public const string Section = "SavedSettings";

    /// <summary>Setting with which a start goes without them.</summary>
    public const string IgnoreKey = $"{Section}:Ignore";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>What is saved.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>Reads the file; empty when there is none.</summary>
    /// <exception cref="StartException">It cannot be read.</exception>
    public static Dictionary<string, string> Read(string file)
    {
        try
        {
            return File.Exists(file) ? new Dictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [], StringComparer.OrdinalIgnoreCase) : new(StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The saved settings '{file}' cannot be read: {e.Message} Start with --{IgnoreKey}=true to go without them; the pages of settings then write the file anew.", e);
        }
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string file, IReadOnlyDictionary<string, string> values) => PrivateFile.Write(file, JsonSerializer.Serialize(new SortedDictionary<string, string>(values.ToDictionary(), StringComparer.Ordinal), Json));

    /// <inheritdoc/>
    public override void Load() => Data = values.ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
