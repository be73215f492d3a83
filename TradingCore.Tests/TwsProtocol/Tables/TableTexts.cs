using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>Texts of fields: the edges of each type more often than what lies between.</summary>
internal sealed partial class TableTexts(Random random, bool isServer)
{
    private static readonly string[] Texts = ["", "A", "US/Central", "20260115 09:30:00 US/Eastern", "AAPL  270115P00180000", "one|two;x=y", " blanks  around ", "{\"json\":\"text\"}", "?", "None"];
    private static readonly string[] Ints = ["0", "1", "-1", "42", "2147483646", "-2147483648", "20260115"];
    private static readonly string[] Longs = ["0", "-1", "1700000000", "9007199254740993", "9223372036854775806", "-9223372036854775808"];
    private static readonly string[] Doubles = ["0", "1.5", "-0.0001", "1E-05", "1.234E-05", "1E+17", "10000000000000000", "-0", "Infinity", "-Infinity", "187.25", "-1", "-2", "1.7976931348623155E+308", "5E-324", "0.1234567890123456"];
    private static readonly string[] ServerDoubles = ["150.0", "1e-5", "+3.50", "1,234.5", "NaN", "0.12345678901234567890123456789"];
    private static readonly string[] Decimals = ["0", "100", "0.50", "123.4500", "-3", "0.0000000000000000000000000001", "79228162514264337593543950334", "-79228162514264337593543950334"];

    /// <summary>The text of a field that decides about others, always holds the same, or is passed over; null when it may hold any.</summary>
    public string? Fixed(TableRow row, string name, Scenario scenario)
    {
        if (Bracketed().Match(row.Field) is { Success: true } always) return always.Groups[1].Value == "empty" ? "" : always.Groups[1].Value;
        if (row.Type == "count" || (name.EndsWith("count", StringComparison.OrdinalIgnoreCase) && name != "barCount" && !row.Meaning.StartsWith("trades in bar", StringComparison.Ordinal))) return scenario.HasAll ? "2" : "0";
        return name switch
        {
            "version" => FirstNumber().Match(row.Meaning).Value,
            "secType" => scenario.SecType,
            "orderType" => scenario.OrderType,
            "exchange" when row.Field is "contract.exchange" => scenario.Exchange,
            "deltaNeutralOrderType" => scenario.HasAll ? "MKT" : "",
            "scalePriceIncrement" => scenario.HasAll ? "0.5" : random.Next(2) == 0 ? "" : "-1",
            "hedgeType" => scenario.HasAll ? "B" : "",
            "algoStrategy" => scenario.HasAll ? "Twap" : "",
            "deltaNeutralContract" or "deltaNeutralContractPresent" => scenario.HasAll ? "1" : "0",
            "competeAgainstBestOffset" when !isServer => scenario.IsUpToMid ? "Infinity" : "0.02",
            "tickType" when row.Meaning.Contains("1 Last", StringComparison.Ordinal) => scenario.TickType.ToString(CultureInfo.InvariantCulture),
            "faDataType" => "1",
            // Passed over by clients and written as nothing.
            "faProfile" or "sharesAllocation" or "nbboPriceCap" => "",
            "eTradeOnly" or "firmQuoteOnly" or "unused" => "0",
            "trailStopPrice" when isServer => "",
            // A date, a time and a zone in one field, whose zone another field overrules.
            "lastTradeDate" => random.Next(2) == 0 ? "20260320" : "20260320 08:30:00 US/Central",
            "maturity" => "20420815 08:30:00 US/Central",
            "timeZoneId" => "US/Central",
            "isSuccessful" => random.Next(2) == 0 ? "true" : "false",
            "lastLiquidity" => random.Next(4).ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    /// <summary>A text of the row's type as its sender writes it.</summary>
    public string Any(TableRow row, string name) => row.Type switch
    {
        "bool" => random.Next(2).ToString(CultureInfo.InvariantCulture),
        "boolU" => Pick(["", "0", "1"]),
        "int" when row.Meaning == "1 or 0" => Pick(["0", "1"]),
        "int" => isServer && row.Empty == "unset" ? Pick([.. Ints, "", "2147483647"]) : Pick([.. Ints, "2147483647"]),
        "intU" => Pick([.. Ints, ""]),
        "long" => Pick([.. Longs, "9223372036854775807"]),
        "dbl" => Pick([.. Doubles, "1.7976931348623157E+308"]),
        "dblU" => Pick([.. Doubles, ""]),
        "double" => row.Empty == "error" ? Pick(Doubles) : Pick([.. Doubles, .. ServerDoubles, "", "1.7976931348623157E308"]),
        "dec" => Pick([.. Decimals, ""]),
        "decimal" => Pick([.. Decimals, "", "2147483647", "9223372036854775807", "-9223372036854775808", "1.7976931348623157E308", "79228162514264337593543950335"]),
        "tags" => Pick(["", "a=1;", "a=1;b=two;", "marketCapAbove1e6=1000;empty=;"]),
        "char" => Pick(["A", "Z"]),
        "str" when name is "longName" && row.Empty == "error" => Pick([@"CAF\u00e9 S.A.", "ALPHA INC", @"\u4f60\u597d"]),
        "str" when name is "errorMsg" => Pick([@"Order rejected - reason:\u00e4", @"line one\nline two\ttab", @"C:\\path", "plain"]),
        "str" when name is "advancedOrderRejectJson" => Pick(["", @"{""8229"":""a\u00e9""}"]),
        "str" => Pick([.. Texts, .. isServer ? [@"raw \u00e9 stays"] : Array.Empty<string>()]),
        _ => throw new InvalidOperationException($"The type '{row.Type}' of {row.Field} is not known to this test."),
    };

    private string Pick(string[] texts) => texts[random.Next(texts.Length)];

    [GeneratedRegex(@"^\((\w+)\)$")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();
}
