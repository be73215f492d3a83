using System.Xml.Linq;

namespace TradingCore.Tests.Architecture;

public sealed class ProjectReferenceTests
{
    [Theory]
    [InlineData("TwsProtocol")]
    [InlineData("TradingCore", "TwsProtocol")]
    [InlineData("TwsSimulator", "TwsProtocol")]
    [InlineData("TradingBlazor", "TradingCore", "TwsSimulator")]
    [InlineData("Benchmarks", "TradingCore", "TwsProtocol", "TwsSimulator")]
    public void A_project_references_only_what_lies_further_in(string project, params string[] expected)
    {
        string[] references = References(project, "ProjectReference");

        Assert.Equal(expected, references);
    }

    [Fact]
    public void TwsProtocol_needs_no_package() => Assert.Empty(References("TwsProtocol", "PackageReference"));

    [Fact]
    public void Every_project_takes_its_versions_from_the_one_central_file()
    {
        string[] withOwnVersion =
        [
            .. RepositoryFiles.All()
                .Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))
                .Where(f => XDocument.Load(RepositoryFiles.PathOf(f)).Descendants("PackageReference").Any(p => p.Attribute("Version") is not null)),
        ];

        Assert.Empty(withOwnVersion);
    }

    private static string[] References(string project, string kind) =>
    [
        .. XDocument.Load(RepositoryFiles.PathOf($"{project}/{project}.csproj"))
            .Descendants(kind)
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')))
            .Order(StringComparer.Ordinal),
    ];
}
