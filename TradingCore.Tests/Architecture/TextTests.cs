using System.Text;

namespace TradingCore.Tests.Architecture;

/// <summary>The repository speaks of the project alone: it names no machine it was written on and no server it fetched from.</summary>
public sealed class TextTests
{
    // Put together from parts, so that this file is not its own first offender.
    private static readonly string[] NotForTheRepository =
    [
        "/wo" + "rk/", "/home" + "/user", "bash" + "_jobs", ".lib" + "rary/",
        "nuget" + ".org", "registry.npm" + "js", "deb.deb" + "ian.org", "pypi" + ".org",
    ];

    [Fact]
    public void No_file_names_a_machine_path_or_a_package_server()
    {
        string[] offenders = [.. RepositoryFiles.All().SelectMany(f => Offences(f, File.ReadAllBytes(RepositoryFiles.PathOf(f))))];

        Assert.True(offenders.Length == 0, string.Join('\n', offenders));
    }

    [Fact]
    public void A_line_with_a_machine_path_is_found_with_its_number()
    {
        byte[] text = Encoding.UTF8.GetBytes("first line\nsee /wo" + "rk/notes\n");

        Assert.Equal(["a.md:2 has '/wo" + "rk/'"], Offences("a.md", text));
    }

    [Fact]
    public void A_sentence_of_the_engine_that_names_a_time_names_its_day_and_year_too()
    {
        string[] offenders =
        [
            .. RepositoryFiles.All().Where(f => f.StartsWith("TradingCore/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal))
                .SelectMany(f => File.ReadLines(RepositoryFiles.PathOf(f)).Select((l, i) => (Line: l, At: $"{f}:{i + 1}")))
                .Where(l => System.Text.RegularExpressions.Regex.IsMatch(l.Line, @"\{[^{}""]+:(HH|dddd|MMM)[^{}]*\}"))
                .Select(l => $"{l.At} {l.Line.Trim()}"),
        ];

        Assert.True(offenders.Length == 0, string.Join('\n', offenders));
    }

    private static IEnumerable<string> Offences(string file, byte[] bytes)
    {
        if (bytes.AsSpan().Contains((byte)0)) yield break; // a picture or another binary file
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        for (int i = 0; i < lines.Length; i++)
            foreach (string word in NotForTheRepository.Where(w => lines[i].Contains(w, StringComparison.OrdinalIgnoreCase)))
                yield return $"{file}:{i + 1} has '{word}'";
    }
}
