using System.Globalization;
using System.IO.Compression;

namespace TwsSimulator.Market;

/// <summary>Reads the files of a replay folder; the kind of a file is told by its header row.</summary>
/// <remarks>
/// Kinds, best first; of one instrument only the best kind is used:
/// five-second bars <c>time,open,high,low,close,volume,wap,count</c>;
/// ticks <c>time_ms,type,price,size[,exchange,condition]</c> with type B, A or T;
/// currency quotes <c>time_ms,bid,ask</c>;
/// minute bars <c>time,open,high,low,close,volume</c>, spread over their twelve slots.
/// The instrument is the part of the file name before the first dash.
/// </remarks>
internal static class ReplayFolder
{
    private const string BarHeader = "time,open,high,low,close,volume,wap,count";
    private const string TickHeader = "time_ms,type,price,size";
    private const string QuoteHeader = "time_ms,bid,ask";
    private const string MinuteHeader = "time,open,high,low,close,volume";

    /// <summary>Reads a folder and its sub-folders.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="symbols">Names to take; empty takes all.</param>
    /// <exception cref="SimulatorException">The folder is missing, holds nothing that can be played, or a row is broken.</exception>
    public static IReadOnlyList<ReplaySeries> Read(string folder, IReadOnlyList<string> symbols)
    {
        if (!Directory.Exists(folder))
            throw new SimulatorException($"The replay folder \"{folder}\" does not exist; give a folder with files such as spy-20131007-5s.csv.gz.");
        List<(int Rank, string Prefix, string File)> found = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
                continue;
            int rank = RankOf(file);
            string[] parts = Path.GetFileName(file).Split('-', '.');
            string prefix = parts[0] == "es" && parts.Length > 1 ? "es-" + parts[1] : parts[0];
            if (rank > 0)
                found.Add((rank, prefix, file));
        }

        List<ReplaySeries> series = [];
        foreach (IGrouping<string, (int Rank, string Prefix, string File)> group in found.GroupBy(f => f.Prefix, StringComparer.OrdinalIgnoreCase))
        {
            int best = group.Min(f => f.Rank);
            ReplaySeries read = ReadOne(group.Key, best, [.. group.Where(f => f.Rank == best).Select(f => f.File)]);
            if (symbols.Count == 0 || symbols.Contains(read.Instrument.Name, StringComparer.OrdinalIgnoreCase) || symbols.Contains(read.Instrument.Symbol, StringComparer.OrdinalIgnoreCase))
                series.Add(read);
        }

        if (series.Count == 0)
            throw new SimulatorException($"The replay folder \"{folder}\" holds no file that can be played{(symbols.Count > 0 ? " for the symbols asked for" : "")}; expected CSV files with a header such as \"{BarHeader}\".");
        return series;
    }

    private static int RankOf(string file)
    {
        using StreamReader reader = Open(file);
        string header = reader.ReadLine() ?? "";
        if (header == BarHeader)
            return 1;
        if (header.StartsWith(TickHeader, StringComparison.Ordinal))
            return 2;
        if (header == QuoteHeader)
            return 3;
        return header == MinuteHeader ? 4 : 0;
    }

    private static ReplaySeries ReadOne(string prefix, int rank, string[] files)
    {
        string[] name = prefix.Split('-');
        List<Bar> bars = [];
        Dictionary<long, MarketTick[]>? ticks = null;
        Instrument instrument = InstrumentCatalog.ForReplay(name[0], name.Length > 1 ? name[1] : "", FirstDay(files[0]));
        if (!instrument.HasTrades)
            instrument = instrument with { TicksPerUnit = 100_000 };
        switch (rank)
        {
            case 1:
                foreach (string file in files)
                    ReadBars(file, bars);
                break;
            case 2:
            case 3:
                ticks = [];
                foreach (string file in files)
                    ReplayTicks.Read(instrument, Rows(file), isQuotes: rank == 3, bars, ticks);
                break;
            default:
                foreach (string file in files)
                    ReadMinutes(instrument, file, bars);
                break;
        }

        if (bars.Count == 0)
            throw new SimulatorException($"The replay file \"{files[0]}\" has a header but no rows.");
        Bar[] sorted = [.. bars.GroupBy(b => b.Time).Select(g => g.First()).OrderBy(b => b.Time)];
        return new ReplaySeries(instrument, sorted, ticks, files[0]);
    }

    private static void ReadBars(string file, List<Bar> bars)
    {
        foreach (Row row in Rows(file))
        {
            long time = row.Long(0);
            if (time % Bar.SlotSeconds != 0)
                throw row.Broken("a time that is a multiple of 5 seconds");
            bars.Add(new Bar(time, row.Double(1), row.Double(2), row.Double(3), row.Double(4), row.Decimal(5), row.Decimal(6), (int)row.Long(7)));
        }
    }

    private static void ReadMinutes(Instrument instrument, string file, List<Bar> bars)
    {
        foreach (Row row in Rows(file))
        {
            var minute = new Bar(row.Long(0), row.Double(1), row.Double(2), row.Double(3), row.Double(4), row.Decimal(5), 0, 1);
            bars.AddRange(MinuteSplit.Split(instrument, minute));
        }
    }

    private static DateOnly FirstDay(string file)
    {
        foreach (Row row in Rows(file))
        {
            long first = row.Long(0);
            return DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(first > 100_000_000_000 ? first / 1000 : first).UtcDateTime);
        }

        return new DateOnly(2000, 1, 1);
    }

    private static IEnumerable<Row> Rows(string file)
    {
        using StreamReader reader = Open(file);
        reader.ReadLine();
        int line = 1;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.Length > 0)
                yield return new Row(file, line, text.Split(','));
        }
    }

    private static StreamReader Open(string file)
    {
        Stream stream = File.OpenRead(file);
        return new StreamReader(file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
    }

    /// <summary>One row of a file; says where a broken value stands.</summary>
    internal readonly record struct Row(string File, int Line, string[] Fields)
    {
        /// <summary>A whole number.</summary>
        public long Long(int index) => long.TryParse(At(index), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Broken($"a whole number in column {index + 1}");

        /// <summary>A price.</summary>
        public double Double(int index) => double.TryParse(At(index), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : throw Broken($"a number in column {index + 1}");

        /// <summary>A quantity.</summary>
        public decimal Decimal(int index) => decimal.TryParse(At(index), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : throw Broken($"a number in column {index + 1}");

        /// <summary>Text; empty when the column is missing.</summary>
        public string At(int index) => index < Fields.Length ? Fields[index] : "";

        /// <summary>The error that names file, line and what was expected.</summary>
        public SimulatorException Broken(string expected) => new($"The replay file \"{File}\", line {Line}, is broken: expected {expected}, found \"{string.Join(',', Fields)}\".");
    }
}
