using FsCheck.Xunit;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence;
using TradingCore.Persistence.Journal;

namespace TradingCore.Tests.Persistence;

public sealed class FileJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_entry_comes_back_as_it_was_written()
    {
        JournalEntry[] entries =
        [
            new OrderWritten(Given.Order("TB-1", OrderState.PendingSubmit, 0m, "submitted") with { PendingChange = new OrderChange(Quantity: 1.50m, Tif: TimeInForce.Ioc) }),
            new OrderWritten(Given.Order("TB-2") with { OrderRef = new OrderRef("X-77"), StopPrice = -0.000000000000000000000001m, AverageFillPrice = decimal.MaxValue, Reason = "zu früh \u2028 \"\\\n" }),
            new FillWritten(Given.Fill("0000e0d5.67fe667b.01.01") with { OrderRef = default, Commission = 0.35m, CommissionCurrency = "USD" }),
            new PositionAdjusted(new AccountId("DU1234567"), Given.Spy, -3.5m, 400m, "Held at the broker when first met.", Given.Now, AdjustmentKind.TakenOver),
            new WatchlistWritten([new ContractQuery("ES", SecurityType.Future, "", "", "202612"), new ContractQuery("SPY")]),
            new OrderIdsReserved(1, 1_000),
            new SettingWritten("Risk:OrderQuantityMax", "500", "api", Given.Now),
        ];
        using (FileJournal journal = Given.OpenJournal(_folder)) journal.Append(entries);

        using FileJournal reopened = Given.OpenJournal(_folder);

        Assert.Equal(1, reopened.LastSequence);
        Assert.Equal([Given.Text(entries)], Given.Texts(reopened));
    }

    [Property(MaxTest = 50)]
    public void Entries_out_are_entries_in_for_any_appends_and_segment_size(decimal[] prices, DateTimeOffset time, byte perAppend, ushort segment)
    {
        using var folder = new TemporaryFolder();
        List<JournalEntry[]> appends = [.. prices
            .Select((p, i) => (JournalEntry)new FillWritten(Given.Fill($"e{i}.01", i, p) with { Time = time.ToUniversalTime() }))
            .Chunk(perAppend % 7 + 1)];
        using (FileJournal journal = Given.OpenJournal(folder, segment)) appends.ForEach(journal.Append);

        using FileJournal reopened = Given.OpenJournal(folder);

        Assert.Equal(appends.Select(a => Given.Text(a)), Given.Texts(reopened));
    }

    [Fact]
    public void An_append_survives_the_death_of_the_process_without_any_flush()
    {
        // The first journal is never disposed: its process was killed. Only its lock-free file handle stays.
        FileJournal killed = Given.OpenJournal(_folder);
        killed.Append([new OrderIdsReserved(1, 100)]);

        string copy = _folder.Below("copy");
        Directory.CreateDirectory(Path.Combine(copy, "journal"));
        foreach (string file in Directory.GetFiles(_folder.Below("journal"))) File.WriteAllBytes(Path.Combine(copy, "journal", Path.GetFileName(file)), SegmentReader.ReadAll(file));
        using var after = new FileJournal(Path.Combine(copy, "journal"), new PersistenceOptions(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<FileJournal>.Instance);
        after.Open();

        Assert.Equal(1, after.LastSequence);
        killed.Dispose();
    }

    [Fact]
    public void A_file_torn_at_any_byte_opens_with_every_whole_append_before_it()
    {
        using (FileJournal journal = Given.OpenJournal(_folder))
        {
            journal.Append([new OrderIdsReserved(1, 100)]);
            journal.Append([new OrderIdsReserved(1, 200), new OrderIdsReserved(2, 7)]);
        }
        string file = Directory.GetFiles(_folder.Below("journal"), "*.journal").Single();
        byte[] whole = File.ReadAllBytes(file);
        int firstEnd = SegmentReader.GoodLength(whole.AsSpan(0, whole.Length - 1), 1, out _);

        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            using (FileJournal torn = Given.OpenJournal(_folder))
            {
                Assert.Equal(length >= firstEnd ? 1 : 0, torn.LastSequence);
                torn.Append([new OrderIdsReserved(3, length)]);
            }
            using FileJournal again = Given.OpenJournal(_folder);
            Assert.Equal(length >= firstEnd ? 2 : 1, again.LastSequence);
            Assert.Contains($"\"UpTo\":{length}", Given.Texts(again)[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_before_the_last_append_stops_the_start_and_names_the_place()
    {
        using (FileJournal journal = Given.OpenJournal(_folder))
        {
            journal.Append([new OrderIdsReserved(1, 100)]);
            journal.Append([new OrderIdsReserved(1, 200)]);
        }
        string file = Directory.GetFiles(_folder.Below("journal"), "*.journal").Single();
        byte[] whole = File.ReadAllBytes(file);
        int firstEnd = SegmentReader.GoodLength(whole.AsSpan(0, whole.Length - 1), 1, out _);

        for (int i = 0; i < firstEnd; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            File.WriteAllBytes(file, damaged);
            using FileJournal journal = Given.Journal(_folder);

            PersistenceException e = Assert.Throws<PersistenceException>(journal.Open);

            Assert.Contains("Entry 1 of the journal is damaged", e.Message, StringComparison.Ordinal);
            Assert.Contains("backup", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_segment_stops_the_start()
    {
        using (FileJournal journal = Given.OpenJournal(_folder, segmentBytesMax: 1))
            for (int i = 1; i <= 3; i++) journal.Append([new OrderIdsReserved(1, i)]);
        File.Delete(Path.Combine(_folder.Below("journal"), SegmentReader.FileName(2)));
        using FileJournal gap = Given.Journal(_folder);

        PersistenceException e = Assert.Throws<PersistenceException>(gap.Open);

        Assert.Contains("has a gap: after entry 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_refuses_the_append_and_the_journal_goes_on_when_there_is_space()
    {
        var disk = new FullDisk();
        using (FileJournal journal = Given.OpenJournal(_folder, openFile: disk.Open))
        {
            journal.Append([new OrderIdsReserved(1, 100)]);

            disk.BytesLeft = 11;
            JournalException e = Assert.Throws<JournalException>(() => journal.Append([new OrderIdsReserved(1, 200)]));
            Assert.Contains("No space left", e.Message, StringComparison.Ordinal);
            Assert.Contains("No space left", journal.Failure, StringComparison.Ordinal);

            disk.BytesLeft = long.MaxValue;
            journal.Append([new OrderIdsReserved(1, 300)]);
            Assert.Empty(journal.Failure);
        }

        using FileJournal reopened = Given.OpenJournal(_folder);
        Assert.Equal([Given.Text([new OrderIdsReserved(1, 100)]), Given.Text([new OrderIdsReserved(1, 300)])], Given.Texts(reopened));
    }

    [Fact]
    public void A_part_that_could_not_be_cut_off_is_cut_off_before_the_next_append()
    {
        var disk = new FullDisk();
        using FileJournal journal = Given.OpenJournal(_folder, openFile: disk.Open);
        disk.BytesLeft = 11;
        disk.FailsToCut = true;
        Assert.Throws<JournalException>(() => journal.Append([new OrderIdsReserved(1, 200)]));

        disk.BytesLeft = long.MaxValue;
        Assert.Throws<JournalException>(() => journal.Append([new OrderIdsReserved(1, 300)]));
        disk.FailsToCut = false;
        journal.Append([new OrderIdsReserved(1, 400)]);

        Assert.Equal([Given.Text([new OrderIdsReserved(1, 400)])], Given.Texts(journal));
    }

    [Fact]
    public void A_full_disk_at_the_start_of_a_segment_leaves_the_journal_readable()
    {
        var disk = new FullDisk();
        using (FileJournal journal = Given.OpenJournal(_folder, segmentBytesMax: 1, openFile: disk.Open))
        {
            journal.Append([new OrderIdsReserved(1, 100)]);
            disk.BytesLeft = 3;
            Assert.Throws<JournalException>(() => journal.Append([new OrderIdsReserved(1, 200)]));
        }

        using FileJournal reopened = Given.OpenJournal(_folder);

        reopened.Append([new OrderIdsReserved(1, 300)]);
        Assert.Equal(2, reopened.LastSequence);
    }

    [Fact]
    public void Nothing_can_be_appended_before_it_is_open_or_after_it_is_closed()
    {
        FileJournal journal = Given.Journal(_folder);
        Assert.Throws<JournalException>(() => journal.Append([new OrderIdsReserved(1, 100)]));
        journal.Open();
        journal.Dispose();

        JournalException e = Assert.Throws<JournalException>(() => journal.Append([new OrderIdsReserved(1, 100)]));

        Assert.Contains("closed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_of_an_older_version_get_the_defaults_of_members_they_do_not_have()
    {
        byte[] old = [.. "[{\"order\":{\"order\":{\"orderRef\":\"TB-1\",\"contract\":{\"ticker\":\"SPY\",\"symbol\":\"SPY\"},\"quantity\":1}}}]"u8];

        JournalFrame frame = SegmentReader.Parse(1, old);

        Order order = Assert.IsType<OrderWritten>(Assert.Single(frame.Entries)).Order;
        Assert.Equal("", order.Reason);
        Assert.Empty(order.History);
        Assert.Equal("SMART", order.Contract.Exchange);
        Assert.Equal(1m, order.Contract.Multiplier);
    }

    [Fact]
    public void An_entry_of_a_newer_version_is_not_skipped_in_silence()
    {
        byte[] newer = [.. "[{\"optionExercised\":{\"id\":1}}]"u8];

        PersistenceException e = Assert.Throws<PersistenceException>(() => SegmentReader.Parse(7, newer));

        Assert.Contains("Entry 7", e.Message, StringComparison.Ordinal);
        Assert.Contains("newer version", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A disk on which a write stops in the middle, as a full one does.</summary>
    private sealed class FullDisk
    {
        public long BytesLeft { get; set; } = long.MaxValue;
        public bool FailsToCut { get; set; }

        public IJournalFile Open(string path) => new Limited(new DiskJournalFile(path), this);

        private sealed class Limited(DiskJournalFile file, FullDisk disk) : IJournalFile
        {
            public void Write(ReadOnlySpan<byte> bytes, long offset)
            {
                int possible = (int)Math.Min(bytes.Length, disk.BytesLeft);
                file.Write(bytes[..possible], offset);
                if (possible < bytes.Length) throw new IOException("No space left on device");
            }

            public void SetLength(long length)
            {
                if (disk.FailsToCut) throw new IOException("Input/output error");
                file.SetLength(length);
            }

            public void FlushToDisk() => file.FlushToDisk();

            public void Dispose() => file.Dispose();
        }
    }
}
