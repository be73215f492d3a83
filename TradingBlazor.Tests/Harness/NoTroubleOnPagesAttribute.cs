using System.Collections.Concurrent;
using System.Reflection;
using TradingBlazor.Tests.Harness;
using Xunit.v3;

[assembly: NoTroubleOnPages]

namespace TradingBlazor.Tests.Harness;

/// <summary>No test passes that opened a page in which something went wrong: stands on the whole assembly, so no test can forget it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NoTroubleOnPagesAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<BrowserPage>> Pages = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!Pages.TryRemove(test.UniqueID, out ConcurrentQueue<BrowserPage>? pages)) return;
        string[] troubles = [.. pages.Where(p => p.Unexpected.Count > 0).SelectMany(p => p.BeforeTheError.Length == 0 ? p.Unexpected : p.Unexpected.Append(p.BeforeTheError))];
        Assert.True(troubles.Length == 0, $"Something went wrong in a page:\n{string.Join('\n', troubles)}");
    }

    /// <summary>Takes a page of the running test.</summary>
    internal static void Watch(BrowserPage page)
    {
        if (TestContext.Current.Test is { } test) Pages.GetOrAdd(test.UniqueID, _ => new()).Enqueue(page);
    }
}
