using System.Xml.Linq;

namespace TwsSimulator.Data;

/// <summary>The document that tells clients which scanners there are, in the form of IB's much longer one.</summary>
internal static class ScannerXml
{
    /// <summary>Places that can be scanned, by IB's codes.</summary>
    public static IReadOnlyList<(string Code, string Name, Func<string, bool> Lists)> Locations { get; } =
    [
        ("STK.US", "US Stocks", _ => true),
        ("STK.US.MAJOR", "Listed/NASDAQ", _ => true),
        ("STK.NASDAQ", "NASDAQ", e => e == "NASDAQ"),
        ("STK.NYSE", "NYSE", e => e == "NYSE"),
        ("STK.ARCA", "ARCA", e => e == "ARCA"),
    ];

    /// <summary>The document.</summary>
    public static string Text { get; } = new XDocument(
        new XElement(
            "ScanParameterResponse",
            new XElement(
                "InstrumentList",
                new XAttribute("varName", "instrumentList"),
                Instrument("US Stocks", "STK"),
                Instrument("US Equity ETFs", "ETF.EQ.US")),
            new XElement(
                "LocationTree",
                new XAttribute("varName", "locationTree"),
                Location("STK.US", "US Stocks", Locations.Skip(1).Select(l => Location(l.Code, l.Name, [])))),
            new XElement("ScanTypeList", new XAttribute("varName", "scanTypeList"), ScanCodes.All.Select(ScanType)),
            new XElement(
                "FilterList",
                new XAttribute("varName", "filterList"),
                Filter("PRICE", "Price", ["priceAbove", "priceBelow"]),
                Filter("VOLUME", "Volume", ["volumeAbove"]),
                Filter("STKTYPE", "Stock Type", ["stkTypes"])))).ToString();

    private static XElement Instrument(string name, string type) => new(
        "Instrument", new XElement("name", name), new XElement("type", type), new XElement("filters", "PRICE,VOLUME,STKTYPE"), new XElement("group", "STK.GLOBAL"), new XElement("shortName", "US"), new XElement("cloudScanNotSupported", "false"));

    private static XElement Location(string code, string name, IEnumerable<XElement> inside) => new(
        "Location", new XElement("displayName", name), new XElement("locationCode", code), new XElement("instruments", "STK,ETF.EQ.US"), new XElement("routeExchange", "SMART"), new XElement("access", "unrestricted"), new XElement("LocationTree", inside));

    private static XElement ScanType(ScanCode scan) => new(
        "ScanType", new XElement("displayName", scan.Name), new XElement("scanCode", scan.Code), new XElement("instruments", "STK,ETF.EQ.US"), new XElement("absoluteColumns", "false"), new XElement("vendor", "ALL"), new XElement("access", "allowed"), new XElement("searchName", ""));

    private static XElement Filter(string id, string category, string[] codes) => new(
        "RangeFilter",
        new XElement("id", id),
        new XElement("category", category),
        new XElement("access", "unrestricted"),
        codes.Select(c => new XElement("AbstractField", new XAttribute("type", "scanner.filter.DoubleField"), new XElement("code", c), new XElement("displayName", c))));
}
