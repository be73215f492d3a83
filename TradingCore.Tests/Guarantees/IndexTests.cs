using System.Reflection;
using System.Text.RegularExpressions;
using TradingCore.Tests.Architecture;

namespace TradingCore.Tests.Guarantees;

/// <summary>The index of the promises names tests that exist.</summary>
public sealed partial class IndexTests
{
    private const int PromisesMin = 37;

    [Fact]
    public void Every_promise_names_tests_that_exist_and_run()
    {
        HashSet<string> tests =
        [
            .. typeof(IndexTests).Assembly.GetTypes()
                .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance))
                .Where(m => m.GetCustomAttributes().Any(a => a is Xunit.v3.IFactAttribute { Skip: null }))
                .Select(m => $"{m.DeclaringType!.Name}.{m.Name}"),
        ];
        string[] promises = [.. File.ReadAllLines(RepositoryFiles.PathOf("TradingCore.Tests/Guarantees/README.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("| promise", StringComparison.Ordinal) && !l.StartsWith("| ---", StringComparison.Ordinal))];

        Assert.True(promises.Length >= PromisesMin, $"{promises.Length} promises are named.");
        Assert.All(promises, promise =>
        {
            string[] named = [.. TestName().Matches(promise).Select(m => m.Groups[1].Value)];
            Assert.NotEmpty(named);
            Assert.Empty(named.Except(tests));
        });
    }

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
