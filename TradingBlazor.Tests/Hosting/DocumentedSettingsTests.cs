using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using TradingBlazor.Hosting;
using TradingBlazor.Hubs;
using TradingBlazor.Security;
using TradingBlazor.Settings;
using TradingBlazor.State;
using TradingBlazor.Telemetry;
using TradingCore.Alerts;
using TradingCore.Bars;
using TradingCore.Engine;
using TradingCore.Hosting;
using TradingCore.MarketData;
using TradingCore.Persistence;
using TradingCore.Persistence.Redis;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Tests.Architecture;
using TradingCore.Tws;
using TradingCore.Tws.Guarding;

namespace TradingBlazor.Tests.Hosting;

/// <summary>docs/settings.md has every setting that the program reads, and no other.</summary>
public sealed partial class DocumentedSettingsTests
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (TwsOptions.Section, typeof(TwsOptions)), (SimulatorSettings.Section, typeof(SimulatorSettings)), (TradingOptions.Section, typeof(TradingOptions)), (RiskOptions.Section, typeof(RiskOptions)),
        (MarketDataOptions.Section, typeof(MarketDataOptions)), (BarsOptions.Section, typeof(BarsOptions)), (PositionsOptions.Section, typeof(PositionsOptions)),
        (PersistenceOptions.Section, typeof(PersistenceOptions)), (RedisOptions.Section, typeof(RedisOptions)), (AlertOptions.Section, typeof(AlertOptions)), (SecurityOptions.Section, typeof(SecurityOptions)),
        (StreamOptions.Section, typeof(StreamOptions)), (DeskOptions.Section, typeof(DeskOptions)), (BackupOptions.Section, typeof(BackupOptions)), (LogOptions.Section, typeof(LogOptions)),
        (TelemetryOptions.Section, typeof(TelemetryOptions)), (GuardOptions.Section, typeof(GuardOptions)),
    ];

    // Read by their names and not through a section of options.
    private static readonly string[] Alone = ["urls", TradingSettings.RoleKey, SavedSettings.IgnoreKey];

    [Fact]
    public void Every_setting_is_documented_and_every_documented_one_is_read()
    {
        string[] read = [.. Sections.SelectMany(s => KeysOf(s.Section, s.Options)).Concat(Alone).Order(StringComparer.Ordinal)];
        string[] written = [.. Row().Matches(File.ReadAllText(RepositoryFiles.PathOf("docs/settings.md"))).Select(m => m.Groups["key"].Value).Order(StringComparer.Ordinal)];

        Assert.Equal([], read.Except(written));
        Assert.Equal([], written.Except(read));
        Assert.Equal(written.Distinct(), written);
    }

    [Fact]
    public void No_section_of_options_is_left_out()
    {
        string[] sections =
        [
            .. new[] { typeof(DeskSettings).Assembly, typeof(TradingSettings).Assembly }.SelectMany(a => a.GetTypes())
                .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) || t == typeof(SimulatorSettings))
                .Select(t => t.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue() as string).OfType<string>().Order(StringComparer.Ordinal),
        ];

        Assert.Equal(sections, Sections.Select(s => s.Section).Order(StringComparer.Ordinal));
    }

    // As the reader of settings takes them: what can be set, lists of texts, and the parts below.
    private static IEnumerable<string> KeysOf(string path, Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite || typeof(IList<string>).IsAssignableFrom(p.PropertyType))
            .SelectMany(p => IsPart(p.PropertyType) ? KeysOf($"{path}:{p.Name}", p.PropertyType) : [$"{path}:{p.Name}"]);

    private static bool IsPart(Type type) => type is { IsClass: true, IsArray: false } && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);

    [GeneratedRegex("^\\| `(?<key>[^`]+)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
