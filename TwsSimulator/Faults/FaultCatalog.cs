namespace TwsSimulator.Faults;

/// <summary>All faults by name, and how each reads its keys. The README's table has a row for each.</summary>
internal static class FaultCatalog
{
    private static readonly Dictionary<string, Func<StepFields, int, Func<Fault>>> Readers = new(StringComparer.Ordinal)
    {
        ["dropConnection"] = (f, _) => Act(f, client => new DropConnection { Client = client }),
        ["refuseConnections"] = (f, _) => { TimeSpan? time = f.Time("for"); return () => new RefuseConnections { For = time }; },
        ["stopReading"] = (f, _) => Lasting(f, (client, time) => new StopReading { Client = client, For = time }),
        ["stopSending"] = (f, _) => Lasting(f, (client, time) => new StopSending { Client = client, For = time }),
        ["delay"] = ReadDelay,
        ["partialFrame"] = (f, _) => Act(f, client => new PartialFrame { Client = client }),
        ["garbage"] = (f, _) => { int bytes = f.Int("bytes", min: 4) ?? 64; return Act(f, client => new Garbage { Client = client, Bytes = bytes }); },
        ["badFrame"] = (f, _) => Act(f, client => new BadFrame { Client = client }),
        ["notice"] = ReadNotice,
        ["messageRate"] = (f, _) => Act(f, client => new Notice { Client = client, Code = 100, Text = "Max rate of messages per second has been exceeded:max=50 rec=51 (1)" }),
        ["connectionLost"] = (f, _) => { TimeSpan? time = f.Time("for"); return () => new ConnectionLost { For = time }; },
        ["connectionRestored"] = (f, _) => { bool isLost = f.Flag("dataLost") ?? false; return () => new ConnectionRestored(isLost); },
        ["reset"] = (f, _) => { TimeSpan time = f.Time("for") ?? TimeSpan.FromSeconds(10); int back = f.Int("rollBack", min: 0) ?? 0; return () => new Reset { For = time, RollBack = back }; },
        ["farmDown"] = (f, _) => { string farm = f.Text("farm") ?? "usfarm"; TimeSpan? time = f.Time("for"); return () => new FarmDown(farm) { For = time }; },
        ["farmUp"] = (f, _) => { string farm = f.Text("farm") ?? "usfarm"; return () => new FarmUp(farm); },
        ["farmInactive"] = (f, _) => { string farm = f.Text("farm") ?? "usfarm"; return () => new FarmInactive(farm); },
        ["silence"] = ReadSilence,
        ["stalePrices"] = (f, _) => { string? symbol = f.Text("symbol"); TimeSpan? time = f.Time("for"); return () => new StalePrices { Symbol = symbol, For = time }; },
        ["wrongBars"] = (f, count) => { string? symbol = f.Text("symbol"); decimal by = f.Number("by") ?? 1m; return Act(f, client => new WrongBars { Client = client, Count = count, Symbol = symbol, By = by }); },
        ["competingSession"] = (f, _) => { TimeSpan? time = f.Time("for"); return () => new CompetingSession { For = time }; },
        ["clientIdInUse"] = (f, count) => Act(f, client => new ClientIdInUse { Client = client, Count = count }),
        ["pacingViolation"] = (f, count) => Act(f, client => new PacingViolation { Client = client, Count = count }),
        ["loseOrder"] = (f, count) => Act(f, client => new LoseOrder { Client = client, Count = count }),
        ["loseCancel"] = (f, count) => Act(f, client => new LoseCancel { Client = client, Count = count }),
        ["loseOrderAck"] = ReadLoseOrderAck,
        ["loseCancelAck"] = (f, count) => Act(f, client => new LoseCancelAck { Client = client, Count = count }),
        ["rejectOrder"] = (f, count) => ReadRejection(f, count, isModify: false),
        ["rejectModify"] = (f, count) => ReadRejection(f, count, isModify: true),
        ["duplicateOrderId"] = (f, count) => { bool isAccepted = f.Flag("accepted") ?? true; return Act(f, client => new DuplicateOrderId { Client = client, Count = count, IsAccepted = isAccepted }); },
        ["duplicatePermId"] = (_, _) => () => new DuplicatePermId(),
        ["loseExecution"] = (f, count) => Act(f, client => new LoseExecution { Client = client, Count = count }),
        ["duplicateExecution"] = (_, _) => () => new DuplicateExecution(),
        ["rollBackNextValidId"] = (f, _) => { int? to = f.Int("to", min: 1), by = f.Int("by", min: 1); return Act(f, client => new RollBackNextValidId(to, by) { Client = client }); },
        ["haltSymbol"] = (f, _) => { string symbol = f.RequiredText("symbol"); TimeSpan? time = f.Time("for"); return () => new HaltSymbol(symbol) { For = time }; },
        ["correctExecution"] = (f, _) => { decimal? price = f.Number("price"), quantity = f.Number("quantity"); return () => new CorrectExecution(price, quantity); },
        ["manualOrder"] = ReadManualOrder,
        ["manualFill"] = ReadManualFill,
        ["wrongPosition"] = ReadWrongPosition,
        ["wrongCash"] = ReadWrongCash,
        ["wrongPnl"] = ReadWrongPnl,
        ["clear"] = (f, _) => { string? kind = f.Text("kind"); return () => new ClearFaults(kind); },
    };

    /// <summary>Every name.</summary>
    public static IReadOnlyCollection<string> Names => Readers.Keys;

    /// <summary>Reads the keys of a fault; the result makes it.</summary>
    /// <param name="kind">Its name.</param>
    /// <param name="fields">The keys of the step.</param>
    /// <param name="hasOccasion">Whether <c>count</c> belongs to <c>when</c>; the fault's own count is <c>times</c> then.</param>
    public static Func<Fault> Read(string kind, StepFields fields, bool hasOccasion)
    {
        if (!Readers.TryGetValue(kind, out Func<StepFields, int, Func<Fault>>? read))
            throw fields.Fault(fields.Start, $"there is no fault \"{kind}\"; there are {string.Join(", ", Readers.Keys.Order(StringComparer.Ordinal))}");
        int count = fields.Int("times", min: 1) ?? (hasOccasion ? null : fields.Int("count", min: 1)) ?? 1;
        Func<Fault> create = read(fields, count);
        return () =>
        {
            Fault fault = create();
            fault.Kind = kind;
            return fault;
        };
    }

    private static Func<Fault> Act(StepFields fields, Func<int?, Fault> create)
    {
        int? client = fields.Int("client", min: 0);
        return () => create(client);
    }

    private static Func<Fault> Lasting(StepFields fields, Func<int?, TimeSpan?, Fault> create)
    {
        int? client = fields.Int("client", min: 0);
        TimeSpan? time = fields.Time("for");
        return () => create(client, time);
    }

    private static Func<Fault> ReadDelay(StepFields fields, int count)
    {
        TimeSpan by = fields.Time("by") ?? throw fields.Fault(fields.Start, "the key \"by\" is missing");
        return Lasting(fields, (client, time) => new Delay(by) { Client = client, For = time });
    }

    private static Func<Fault> ReadNotice(StepFields fields, int count)
    {
        int code = fields.Int("code") ?? throw fields.Fault(fields.Start, "the key \"code\" is missing");
        string text = fields.Text("text") ?? "";
        int id = fields.Int("id") ?? -1;
        return Act(fields, client => new Notice { Client = client, Code = code, Text = text, Id = id });
    }

    private static Func<Fault> ReadSilence(StepFields fields, int count)
    {
        string? symbol = fields.Text("symbol");
        TimeSpan? time = fields.Time("for");
        string kind = fields.OneOf("kind", "all", "bars", "quotes") ?? "all";
        return () => new Silence { Symbol = symbol, For = time, SilencesBars = kind != "quotes", SilencesQuotes = kind != "bars" };
    }

    private static Func<Fault> ReadLoseOrderAck(StepFields fields, int count)
    {
        string what = fields.OneOf("what", "all", "openOrder", "status") ?? "all";
        return Act(fields, client => new LoseOrderAck { Client = client, Count = count, LosesOpenOrder = what != "status", LosesStatus = what != "openOrder" });
    }

    private static Func<Fault> ReadRejection(StepFields fields, int count, bool isModify)
    {
        int code = fields.Int("code") ?? 201;
        string text = fields.Text("text") ?? "Order rejected - reason:refused on purpose";
        return Act(fields, client => new RejectOrder { Client = client, Count = count, Code = code, Text = text, IsModify = isModify });
    }

    private static Func<Fault> ReadManualOrder(StepFields fields, int count)
    {
        string symbol = fields.RequiredText("symbol");
        string action = fields.OneOf("action", "BUY", "SELL") ?? "BUY";
        decimal quantity = fields.Number("quantity") ?? 100;
        decimal? limit = fields.Number("limit");
        return () => new ManualOrder(symbol, action, quantity, limit);
    }

    private static Func<Fault> ReadManualFill(StepFields fields, int count)
    {
        string symbol = fields.RequiredText("symbol");
        string action = fields.OneOf("action", "BUY", "SELL") ?? "BUY";
        decimal quantity = fields.Number("quantity") ?? 100;
        bool isLiquidation = fields.Flag("liquidation") ?? false;
        return () => new ManualFill(symbol, action, quantity, isLiquidation);
    }

    private static Func<Fault> ReadWrongCash(StepFields fields, int count)
    {
        string currency = fields.Text("currency") ?? "USD";
        decimal by = fields.Number("by") ?? 1_000m;
        TimeSpan? time = fields.Time("for");
        return () => new WrongCash(currency, by) { For = time };
    }

    private static Func<Fault> ReadWrongPnl(StepFields fields, int count)
    {
        decimal by = fields.Number("by") ?? 1_000m;
        TimeSpan? time = fields.Time("for");
        return () => new WrongPnl(by) { For = time };
    }

    private static Func<Fault> ReadWrongPosition(StepFields fields, int count)
    {
        string symbol = fields.RequiredText("symbol");
        decimal quantity = fields.Number("quantity") ?? throw fields.Fault(fields.Start, "the key \"quantity\" is missing");
        TimeSpan? time = fields.Time("for");
        return () => new WrongPosition(symbol, quantity) { For = time };
    }
}
