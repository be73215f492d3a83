using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Access;
using TradingBlazor.Settings;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Tests.Hosting;

/// <summary>Backups that are made by themselves.</summary>
public sealed class BackupScheduleTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 3, 20, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_is_made_every_day_and_can_be_read_the_newest_are_kept_and_those_of_people_stay()
    {
        using Backups backups = Make(host.Services.GetRequiredService<DataFolder>());
        var person = new CommandJudgement(new CallerAccess(CallerKind.User, "1", "mira", Roles.Of("admin")), "", "203.0.113.9");
        (string own, string fault) = await backups.MakeAsync(withRecordings: false, person, Stop);
        using BackupSchedule schedule = Schedule(backups, new BackupOptions { Every = Day, Keep = 2 });
        await schedule.StartAsync(Stop);

        List<string> made = [];
        for (int day = 0; day < 3; day++)
        {
            await UntilMadeAsync(schedule, made.LastOrDefault());
            made.Add(schedule.Last!.Name);
        }
        await Until.TrueAsync("the oldest to be deleted", () => Task.FromResult(backups.List().Count(b => b.IsScheduled) == 2), Stop);
        await schedule.StopAsync(Stop);

        Assert.Equal("", fault);
        Assert.Equal([made[2], made[1], own], backups.List().Select(b => b.Name));
        (bool isWhole, string message) = await backups.VerifyAsync(made[2], Stop);
        Assert.True(isWhole, message);
        foreach (BackupLine line in backups.List()) File.Delete(Path.Combine(backups.Folder, line.Name));
    }

    [Fact]
    public async Task A_failure_is_told_and_tried_again_after_an_hour_and_not_every_minute()
    {
        using var temporary = new TemporaryFolder();
        using DataFolder folder = DataFolder.Open(temporary.Path);
        // A file where the folder of the backups should be.
        await File.WriteAllTextAsync(folder.Backups, "in the way", Stop);
        using Backups backups = Make(folder);
        using BackupSchedule schedule = Schedule(backups, new BackupOptions { Every = Day });
        await schedule.StartAsync(Stop);
        _clock.Advance(BackupSchedule.AfterStart);

        await Until.TrueAsync("the failure", () => { if (schedule.Fault.Length == 0) _clock.Advance(TimeSpan.FromMinutes(1)); return Task.FromResult(schedule.Fault.Length > 0); }, Stop);
        DateTimeOffset next = schedule.Next!.Value;
        await schedule.StopAsync(Stop);

        Assert.Contains("could not be made", schedule.Fault, StringComparison.Ordinal);
        Assert.InRange(next - _clock.GetUtcNow(), TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_failure_is_told_no_more_once_a_person_has_made_one()
    {
        using var temporary = new TemporaryFolder();
        using DataFolder folder = DataFolder.Open(temporary.Path);
        await File.WriteAllTextAsync(folder.Backups, "in the way", Stop);
        using Backups backups = Make(folder);
        using BackupSchedule schedule = Schedule(backups, new BackupOptions { Every = Day });
        await schedule.StartAsync(Stop);
        _clock.Advance(BackupSchedule.AfterStart);
        await Until.TrueAsync("the failure", () => { if (schedule.Fault.Length == 0) _clock.Advance(TimeSpan.FromMinutes(1)); return Task.FromResult(schedule.Fault.Length > 0); }, Stop);
        await schedule.StopAsync(Stop);

        File.Delete(folder.Backups);
        Directory.CreateDirectory(folder.Backups);
        await File.WriteAllTextAsync(Path.Combine(folder.Backups, "backup-20310101T000000Z.zip"), "of a clock that was ahead", Stop);
        string before = schedule.Fault;
        _clock.Advance(TimeSpan.FromSeconds(1));
        (_, string fault) = await backups.MakeAsync(withRecordings: false, new CommandJudgement(new CallerAccess(CallerKind.User, "1", "mira", Roles.Of("admin")), "", "203.0.113.9"), Stop);

        Assert.Contains("could not be made", before, StringComparison.Ordinal);
        Assert.Equal(("", ""), (fault, schedule.Fault));
    }

    [Fact]
    public async Task One_from_a_clock_that_was_ahead_keeps_no_other_from_being_made_and_takes_no_place_of_one()
    {
        using var temporary = new TemporaryFolder();
        using DataFolder folder = DataFolder.Open(temporary.Path);
        using Backups backups = Make(folder);
        Directory.CreateDirectory(folder.Backups);
        string ahead = Path.Combine(folder.Backups, "backup-20310101T000000Z-scheduled.zip"), old = Path.Combine(folder.Backups, "backup-20260301T000000Z-scheduled.zip");
        await File.WriteAllTextAsync(ahead, "", Stop);
        await File.WriteAllTextAsync(old, "", Stop);
        using BackupSchedule schedule = Schedule(backups, new BackupOptions { Every = Day, Keep = 1 });
        await schedule.StartAsync(Stop);

        await UntilMadeAsync(schedule, schedule.Last?.Name);
        await Until.TrueAsync("the old one to be deleted", () => Task.FromResult(!File.Exists(old)), Stop);
        await schedule.StopAsync(Stop);

        Assert.Equal("", schedule.Fault);
        Assert.Equal(2, backups.List().Count);
        Assert.Equal(_clock.GetUtcNow().Date, schedule.Last!.Time.Date);
    }

    [Fact]
    public async Task A_file_that_only_looks_like_a_backup_ends_neither_the_schedule_nor_the_program()
    {
        using var temporary = new TemporaryFolder();
        using DataFolder folder = DataFolder.Open(temporary.Path);
        using Backups backups = Make(folder);
        Directory.CreateDirectory(folder.Backups);
        await File.WriteAllTextAsync(Path.Combine(folder.Backups, "backup-20261399T000000Z-scheduled.zip"), "a month that there is not", Stop);
        using BackupSchedule schedule = Schedule(backups, new BackupOptions { Every = Day, Keep = 1 });
        await schedule.StartAsync(Stop);

        await UntilMadeAsync(schedule, null);

        Assert.Equal(("", false), (schedule.Fault, schedule.ExecuteTask!.IsCompleted));
        Assert.Equal(schedule.Last!.Name, Assert.Single(backups.List()).Name);
        await schedule.StopAsync(Stop);
    }

    [Fact]
    public async Task Zero_makes_none()
    {
        using Backups backups = Make(host.Services.GetRequiredService<DataFolder>());
        using BackupSchedule schedule = Schedule(backups, new BackupOptions { Every = TimeSpan.Zero });

        await schedule.StartAsync(Stop);

        await schedule.ExecuteTask!.WaitAsync(Stop);
        Assert.Null(schedule.Next);
    }

    // With the tables elsewhere: what is tried here is when, not what.
    private static DeskSettings Settings
    {
        get
        {
            string[] args = ["--Persistence:Provider=PostgreSql", "--Persistence:ConnectionString=Host=127.0.0.1;Database=trading;Username=trader"];
            var configuration = new ConfigurationManager();
            DeskSettings.AddSources(configuration, args);
            return DeskSettings.Read(configuration, args);
        }
    }

    private Backups Make(DataFolder folder) => new(folder, Settings, host.Services.GetRequiredService<PersistenceStatus>(), new FakeAudit(), _clock);

    private BackupSchedule Schedule(Backups backups, BackupOptions options) => new(backups, options, _clock, NullLogger<BackupSchedule>.Instance);

    private Task UntilMadeAsync(BackupSchedule schedule, string? before)
    {
        _clock.Advance(before is null ? BackupSchedule.AfterStart : Day);
        return Until.TrueAsync("the next backup", () =>
        {
            if (schedule.Last?.Name != before) return Task.FromResult(true);
            _clock.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(false);
        }, Stop);
    }
}
