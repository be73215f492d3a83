namespace TradingCore.Tests.Architecture;

/// <summary>The guard itself must be able to fail: a small broken program shows that it does, whichever way the wrong arrow is drawn.</summary>
public sealed class DependencyDirectionGuardTests
{
    private const string Root = "TradingCore.Tests.Architecture.Broken";
    private static readonly DependencyDirection Arrows = new(Root, ("Inner", []), ("Outer", ["Inner"]));
    private static readonly IReadOnlyList<string> Violations = Arrows.Violations(typeof(DependencyDirectionGuardTests).Assembly, "System.IO", "System.TimeProvider");

    [Theory]
    [InlineData("ByField")]
    [InlineData("ByMethodBody")]
    [InlineData("ByGenericArgument")]
    [InlineData("ByLambda")]
    [InlineData("ByAsyncMethod")]
    public void An_arrow_pointing_outward_is_found(string type) =>
        Assert.Contains(Violations, v => v.StartsWith($"{Root}.Inner.{type}", StringComparison.Ordinal) && v.EndsWith(": Inner may not use Outer", StringComparison.Ordinal));

    [Fact]
    public void A_reserved_namespace_is_for_the_folders_that_name_it() =>
        Assert.Contains($"{Root}.Inner.ByReservedNamespace uses System.IO.File: Inner may not use System.IO", Violations);

    [Fact]
    public void A_reserved_type_is_for_the_folders_that_name_it() =>
        Assert.Contains($"{Root}.Inner.ByReservedType uses System.TimeProvider: Inner may not use System.TimeProvider", Violations);

    [Fact]
    public void A_folder_without_a_place_in_the_table_is_found() =>
        Assert.Contains($"{Root}.Stranger.Alone: folder 'Stranger' of {Root} has no place in the table of arrows", Violations);

    [Fact]
    public void An_arrow_pointing_inward_is_no_violation() =>
        Assert.DoesNotContain(Violations, v => v.Contains("UsesInner", StringComparison.Ordinal) || v.Contains("Innocent", StringComparison.Ordinal));
}
