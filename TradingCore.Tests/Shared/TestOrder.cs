using System.Security.Cryptography;
using System.Text;
using TradingCore.Tests.Shared;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(TestOrder))]
[assembly: TestClassOrderer(typeof(TestOrder))]
[assembly: TestMethodOrderer(typeof(TestOrder))]
[assembly: TestCaseOrderer(typeof(TestOrder))]

namespace TradingCore.Tests.Shared;

/// <summary>
/// The same order of tests on every machine, shuffled by the environment's <c>TEST_SEED</c>. The runner's own order depends on the folder the tests were built
/// in, so a test that leans on an earlier one fails in one folder alone, and nobody can repeat it in another.
/// </summary>
public sealed class TestOrder : ITestCollectionOrderer, ITestClassOrderer, ITestMethodOrderer, ITestCaseOrderer
{
    private static readonly string Seed = Environment.GetEnvironmentVariable("TEST_SEED") ?? "1";

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        // What several classes share takes longest, so it begins first: at the end nothing long is left that runs alone.
        [.. Shuffled(testCollections, c => NameOf(c.TestCollectionDisplayName)).OrderBy(c => c.TestCollectionClassName is null)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestClass?> OrderTestClasses<TTestClass>(IReadOnlyCollection<TTestClass?> testClasses)
        where TTestClass : notnull, ITestClass => Shuffled(testClasses, c => c?.TestClassName ?? "");

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod => Shuffled(testMethods, m => m?.MethodName ?? "");

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => Shuffled(testCases, c => c.TestCaseDisplayName);

    // A collection that a class makes by itself is called by the class and an id of this folder's build.
    private static string NameOf(string collection)
    {
        int id = collection.IndexOf(" (id: ", StringComparison.Ordinal);
        return id < 0 ? collection : collection[..id];
    }

    private static List<T> Shuffled<T>(IEnumerable<T> tests, Func<T, string> name) => [.. tests.OrderBy(t => Place(name(t)), StringComparer.Ordinal)];

    private static string Place(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed} {name}")));
}
