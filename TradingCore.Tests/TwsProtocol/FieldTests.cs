using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol;

/// <summary>Texts of single fields, as the reference tables give them.</summary>
public class FieldTests
{
    [Theory]
    [InlineData(0d, "0")]
    [InlineData(1.50, "1.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1E-05")]
    [InlineData(0.00001234, "1.234E-05")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1e17, "1E+17")]
    [InlineData(-0.0, "-0")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Doubles_have_the_shortest_text_whatever_the_culture(double value, string text)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(text, Written(w => w.Write(value)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_number_that_is_none_is_not_sent()
    {
        TwsProtocolException error = Assert.Throws<TwsProtocolException>(() => Written(w => w.Write(double.NaN)));

        Assert.Equal(TwsProtocolErrorKind.NotANumber, error.Kind);
    }

    [Theory]
    [InlineData("0.5000")]
    [InlineData("100")]
    [InlineData("0.00000001")]
    [InlineData("-12345678901234567890.12345678")]
    public void Decimals_keep_their_trailing_zeros(string text)
    {
        Assert.Equal(text, Written(w => w.WriteOrEmpty(decimal.Parse(text, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void No_value_has_the_spelling_of_its_field_and_sender()
    {
        Assert.Equal("", Written(w => w.WriteOrEmpty((int?)null)));
        Assert.Equal("", Written(w => w.WriteOrEmpty((double?)null)));
        Assert.Equal("", Written(w => w.WriteOrEmpty((decimal?)null)));
        Assert.Equal("", Written(w => w.WriteOrEmpty((bool?)null)));
        Assert.Equal("2147483647", Written(w => w.WriteOrMax((int?)null)));
        Assert.Equal("9223372036854775807", Written(w => w.WriteOrMax((long?)null)));
        Assert.Equal("1.7976931348623157E+308", Written(w => w.WriteOrMax((double?)null)));
        Assert.Equal("1.7976931348623157E308", Written(w => w.WriteOrMax((double?)null), isServer: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2147483647")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("1.7976931348623157E308")]
    [InlineData("79228162514264337593543950335")]
    public void Sizes_without_a_value_are_null(string text)
    {
        Assert.Null(new FieldReader(Field(text)).ReadOptionalDecimal("size"));
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-0.5", -0.5)]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("1E-05", 0.00001)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("", 0d)]
    [InlineData("1.7976931348623157E308", double.MaxValue)]
    public void Doubles_read_as_the_official_client_reads_them(string text, double value)
    {
        Assert.Equal(value, new FieldReader(Field(text)).ReadDouble("price"));
    }

    [Fact]
    public void The_largest_double_is_null_where_a_field_can_be_unset()
    {
        Assert.Null(new FieldReader(Field("1.7976931348623157E308")).ReadOptionalDouble("lmtPrice"));
        Assert.Null(new FieldReader(Field("")).ReadOptionalDouble("lmtPrice"));
        Assert.Equal(0, new FieldReader(Field("")).ReadDoubleMaxIsNull("dailyPnL"));
    }

    [Theory]
    [InlineData("abc", TwsProtocolErrorKind.NotANumber)]
    [InlineData("55.0", TwsProtocolErrorKind.NotANumber)]
    [InlineData("2147483648", TwsProtocolErrorKind.OutOfRange)]
    [InlineData("-2147483649", TwsProtocolErrorKind.OutOfRange)]
    public void A_bad_number_names_message_field_place_and_text(string text, TwsProtocolErrorKind kind)
    {
        byte[] payload = Encoding.ASCII.GetBytes($"9\01\0{text}\0");

        TwsProtocolException error = Assert.Throws<TwsProtocolException>(() => ResponseDecoder.Decode(payload, 176, new ResponseCollector()));

        Assert.Equal(("nextValidId", "orderId", 4, kind), (error.MessageName, error.Field, error.ByteOffset, error.Kind));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("-1", true)]
    [InlineData("2", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Every_number_but_zero_is_true(string text, bool value)
    {
        Assert.Equal(value, new FieldReader(Field(text)).ReadBool("flag"));
    }

    [Theory]
    [InlineData("caf\u00e9")]
    [InlineData("\u4e2d")]
    [InlineData("bell\u0007")]
    [InlineData("del\u007f")]
    [InlineData("nul\0")]
    public void A_request_with_text_outside_ascii_is_refused_whole_with_its_id(string text)
    {
        using var writer = new FieldWriter();
        writer.WriteFrame(new ReqIds(), 176);
        int before = writer.Written.Length;

        TwsProtocolException error = Assert.Throws<TwsProtocolException>(() => writer.WriteFrame(new ReqMatchingSymbols(1803, text), 176));

        Assert.Equal((TwsProtocolErrorKind.NotAscii, 579, 1803, "Pattern"), (error.Kind, error.Code, error.RequestId, error.Field));
        Assert.Equal(before, writer.Written.Length);
        writer.WriteFrame(new ReqIds(), 176);
        Assert.Equal(2 * before, writer.Written.Length);
    }

    [Fact]
    public void Text_outside_ascii_in_a_tag_list_is_refused_too()
    {
        var request = new ReqMktData(1, new Contract()) { MktDataOptions = [new TagValue("a", "\u00fc")] };

        Assert.Equal(579, Assert.Throws<TwsProtocolException>(() => MessageEncoder.Frame(request, 176)).Code);
    }

    [Theory]
    [InlineData(@"caf\u00e9", "caf\u00e9")]
    [InlineData(@"line\nbreak", "line\nbreak")]
    [InlineData(@"back\\slash", @"back\slash")]
    [InlineData(@"quote\""d", "quote\"d")]
    [InlineData(@"path C:\quux", @"path C:\quux")]
    [InlineData(@"ends with \", @"ends with \")]
    [InlineData(@"cut \u00e", @"cut \u00e")]
    [InlineData("", "")]
    public void Escapes_are_undone_and_bad_ones_leave_the_text_as_it_is(string wire, string text)
    {
        Assert.Equal(text, new FieldReader(Field(wire)).ReadEscapedText("errorMsg"));
    }

    [Theory]
    [InlineData(176)]
    [InlineData(194)]
    public void An_error_with_any_text_reads_back_equal(int serverVersion)
    {
        var sent = new ErrorMessage(5, 201, "Zur\u00fcck: C:\\temp\n\u4e2d", "{\"a\":\"\\u0041\"}", serverVersion >= 194 ? 1_700_000_000_000 : 0);

        Assert.Equal(sent, RoundTrip(sent, serverVersion));
    }

    [Fact]
    public void An_empty_error_text_is_sent_as_a_blank_because_the_official_client_fails_on_an_empty_one()
    {
        byte[] frame = MessageEncoder.Frame(new ErrorMessage(5, 201, ""), 199);

        Assert.Equal("4|5|201| ||0|", Encoding.ASCII.GetString(frame, 4, frame.Length - 4).Replace('\0', '|'));
    }

    [Property]
    public void Any_double_reads_back_equal(double value)
    {
        if (double.IsNaN(value)) return;
        Assert.Equal(value, new FieldReader(Field(Written(w => w.Write(value)))).ReadDouble("x"));
    }

    [Property]
    public void Any_decimal_reads_back_equal(decimal value)
    {
        Assert.Equal(value, new FieldReader(Field(Written(w => w.WriteOrEmpty(value)))).ReadOptionalDecimal("x"));
    }

    [Property]
    public void Any_error_text_reads_back_equal(string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        Assert.Equal(text, Assert.IsType<ErrorMessage>(RoundTrip(new ErrorMessage(1, 2, text), 199)).ErrorMsg);
    }

    private static IResponse RoundTrip(IResponse message, int serverVersion)
    {
        var collector = new ResponseCollector();
        ResponseDecoder.Decode(MessageEncoder.Frame(message, serverVersion).AsSpan(4), serverVersion, collector);
        return Assert.Single(collector.Messages);
    }

    private static byte[] Field(string text) => Encoding.Latin1.GetBytes(text + "\0");

    private static string Written(Action<FieldWriter> write, bool isServer = false)
    {
        using var writer = new FieldWriter();
        if (isServer) writer.BeginServer(1, "test");
        else writer.Begin(1, "test");
        write(writer);
        writer.EndFrame();
        return Encoding.ASCII.GetString(writer.Written[6..^1]);
    }
}
