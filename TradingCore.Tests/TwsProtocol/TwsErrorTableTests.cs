using System.Globalization;
using TradingCore.Tests.Shared;
using TwsProtocol;

namespace TradingCore.Tests.TwsProtocol;

/// <summary>The table of error codes against the one in the protocol's description: every code and every code of a range.</summary>
public sealed class TwsErrorTableTests
{
    private const string NotChecked = "the error codes against the table of the protocol";

    [Fact]
    public void Every_code_of_the_table_is_known_with_its_kind()
    {
        var failures = new List<string>();
        (int Code, string Kind)[] table = [.. Table()];

        foreach ((int code, string kind) in table)
        {
            TwsError known = TwsErrors.Find(code);
            if (known.Name is "Unknown" or "UnknownNotice") failures.Add($"{code} is not known");
            if (known.Kind != Expected(kind)) failures.Add($"{code} is {known.Kind}, the table says {kind}");
            // 10182 concerns one request; the others say that there is no connection any more.
            if (kind.StartsWith("E, C", StringComparison.Ordinal) && code != 10182 && !known.Flags.HasFlag(TwsErrorFlags.EndsConnection)) failures.Add($"{code} does not end the connection, the table says {kind}");
            if (kind.Contains("local", StringComparison.Ordinal) && !known.Flags.HasFlag(TwsErrorFlags.IsLocal)) failures.Add($"{code} is not local, the table says {kind}");
            if (kind.Contains("act", StringComparison.Ordinal) && !known.Flags.HasFlag(TwsErrorFlags.NeedsAction)) failures.Add($"{code} needs no action, the table says {kind}");
            if (kind.Contains("modify", StringComparison.Ordinal) && !known.Flags.HasFlag(TwsErrorFlags.KeepsModifiedOrder)) failures.Add($"{code} ends a modified order, the table says {kind}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(table.Length > 290, $"Only {table.Length} codes were found.");
        Assert.Equal(table.Select(t => t.Code).Order(), TwsErrors.All.Select(e => e.Code).Order());
    }

    [Fact]
    public void Every_code_has_a_name_a_class_and_a_sentence_of_advice_of_its_own()
    {
        Assert.All(TwsErrors.All, e =>
        {
            Assert.Matches("^[A-Z][A-Za-z]+$", e.Name);
            Assert.True(Enum.IsDefined(e.Class));
            Assert.True(e.Advice.Split(' ').Length >= 3 && char.IsUpper(e.Advice[0]) && e.Advice.EndsWith('.'), $"{e.Code}: '{e.Advice}' is no advice.");
            Assert.NotEqual(e.Meaning, e.Advice);
        });
    }

    [Theory]
    [InlineData(2104, TwsErrorClass.Information)]
    [InlineData(202, TwsErrorClass.Information)]
    [InlineData(1102, TwsErrorClass.Information)]
    [InlineData(399, TwsErrorClass.Warning)]
    [InlineData(10167, TwsErrorClass.Warning)]
    [InlineData(2103, TwsErrorClass.Transient)]
    [InlineData(1100, TwsErrorClass.Transient)]
    [InlineData(100, TwsErrorClass.Transient)]
    [InlineData(502, TwsErrorClass.Transient)]
    [InlineData(200, TwsErrorClass.RequestFailed)]
    [InlineData(162, TwsErrorClass.RequestFailed)]
    [InlineData(10147, TwsErrorClass.RequestFailed)]
    [InlineData(201, TwsErrorClass.OrderRejected)]
    [InlineData(110, TwsErrorClass.OrderRejected)]
    [InlineData(10340, TwsErrorClass.OrderRejected)]
    [InlineData(326, TwsErrorClass.Fatal)]
    [InlineData(506, TwsErrorClass.Fatal)]
    public void Codes_are_in_the_class_that_says_what_to_do(int code, TwsErrorClass expected) => Assert.Equal(expected, TwsErrors.Find(code).Class);

    [Theory]
    [InlineData(99_999, "Error 99999, which is not documented.", TwsErrorClass.RequestFailed)]
    [InlineData(2_177, "Notice 2177, which is not documented.", TwsErrorClass.Warning)]
    public void A_code_nobody_documented_is_shown_as_it_came(int code, string meaning, TwsErrorClass expected)
    {
        TwsError unknown = TwsErrors.Find(code);

        Assert.Equal((code, meaning, expected), (unknown.Code, unknown.Meaning, unknown.Class));
    }

    private static TwsErrorKind Expected(string kind) => kind[0] switch
    {
        'E' => TwsErrorKind.Error,
        'W' => TwsErrorKind.Warning,
        'I' => TwsErrorKind.Information,
        'C' => TwsErrorKind.Connection,
        _ => throw new InvalidOperationException($"The kind '{kind}' of the table is not known to this test."),
    };

    private static IEnumerable<(int Code, string Kind)> Table()
    {
        IEnumerable<string> section = File.ReadLines(SharedFolder.File("tws/requests.md", NotChecked))
            .SkipWhile(l => !l.StartsWith("## 10.", StringComparison.Ordinal)).Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal));
        // A code named in a row of its own counts before one that a range covers: 509-584 stands around 579.
        Dictionary<int, string> single = [], inRange = [];
        foreach (string line in section.Where(l => l.Length > 2 && l[0] == '|' && char.IsAsciiDigit(l[2])))
        {
            string[] cells = [.. line.Split('|').Select(c => c.Trim())];
            foreach (string part in cells[1].Split(", "))
            {
                int[] ends = [.. part.Split('-').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
                Dictionary<int, string> into = ends.Length == 1 ? single : inRange;
                for (int code = ends[0]; code <= ends[^1]; code++) into[code] = cells[2];
            }
        }
        return single.Concat(inRange.Where(r => !single.ContainsKey(r.Key))).Select(p => (p.Key, p.Value));
    }
}
