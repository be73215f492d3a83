using System.Globalization;

namespace TwsSimulator.Market;

/// <summary>The instruments the simulator knows out of the box, and how a request's partial contract finds them.</summary>
internal static class InstrumentCatalog
{
    private const string StockExchanges = "SMART,AMEX,NYSE,CBOE,PHLX,ISE,CHX,ARCA,NASDAQ,DRCTEDGE,BEX,BATS,EDGEA,BYX,IEX,EDGX,PEARL,NYSENAT,LTSE,MEMX,PSX";
    private const int QuarterlyFutures = 4;
    private const int TreasuryFutures = 2;
    private const int CornFutures = 2;

    /// <summary>Names that <c>--symbols</c> accepts, in the order of the list.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Build(new DateOnly(2026, 1, 2)).Select(i => i.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>All instruments as of a day: futures are the next four quarterly contracts.</summary>
    public static IReadOnlyList<Instrument> Build(DateOnly today)
    {
        List<Instrument> all =
        [
            Etf(756733, "SPY", "ARCA", "SPDR S&P 500 ETF TRUST", 430, 85e6, 140, "US78462F1030") with { OwnVolatility = 0, Sector = "" },
            Etf(320227571, "QQQ", "NASDAQ", "INVESCO QQQ TRUST SERIES 1", 365, 48e6, 130, "US46090E1038") with { Beta = 1.1, Sector = "tech", OwnVolatility = 0.001 },
            Etf(9579970, "IWM", "ARCA", "ISHARES RUSSELL 2000 ETF", 182, 32e6, 150, "US4642876555") with { Beta = 1.15, OwnVolatility = 0.006 },
            Etf(73128548, "DIA", "ARCA", "SPDR DJIA TRUST", 338, 3.6e6, 80, "US78467X1090") with { Beta = 0.9, OwnVolatility = 0.002, SpreadTicks = 2, QuietShare = 0.08 },
            Etf(4215230, "XLF", "ARCA", "FINANCIAL SELECT SECTOR SPDR", 33.4, 44e6, 400, "US81369Y6059") with { Beta = 0.9, Sector = "bank", OwnVolatility = 0.002, QuoteSize = 6000 },
            Etf(4215220, "XLE", "ARCA", "ENERGY SELECT SECTOR SPDR", 88.2, 18e6, 150, "US81369Y5069") with { Beta = 0.7, Sector = "energy", OwnVolatility = 0.003 },
            Etf(15547841, "TLT", "NASDAQ", "ISHARES 20+ YEAR TREASURY BD", 96.4, 26e6, 180, "US4642874329") with { Beta = -0.2, OwnVolatility = 0.007, QuoteSize = 1500 },
            Etf(51529211, "GLD", "ARCA", "SPDR GOLD SHARES", 181.5, 8e6, 110, "US78463V1070") with { Beta = 0.05, OwnVolatility = 0.008 },
            Stock(265598, "AAPL", "NASDAQ", "APPLE INC", 178, 58e6, "tech", 1.1, 0.007, "US0378331005", "Technology", "Computers", "Computers"),
            Stock(272093, "MSFT", "NASDAQ", "MICROSOFT CORP", 332, 24e6, "tech", 1.05, 0.007, "US5949181045", "Technology", "Software", "Applications Software"),
            Stock(4815747, "NVDA", "NASDAQ", "NVIDIA CORP", 447, 46e6, "tech", 1.6, 0.016, "US67066G1040", "Technology", "Semiconductors", "Electronic Compo-Semicon"),
            Stock(3691937, "AMZN", "NASDAQ", "AMAZON.COM INC", 131, 52e6, "tech", 1.2, 0.010, "US0231351067", "Communications", "Internet", "E-Commerce/Products"),
            Stock(208813719, "GOOGL", "NASDAQ", "ALPHABET INC-CL A", 137, 27e6, "tech", 1.1, 0.009, "US02079K3059", "Communications", "Internet", "Web Portals/ISP"),
            Stock(107113386, "META", "NASDAQ", "META PLATFORMS INC-CLASS A", 312, 18e6, "tech", 1.25, 0.013, "US30303M1027", "Communications", "Internet", "Internet Content-Entmnt"),
            Stock(76792991, "TSLA", "NASDAQ", "TESLA INC", 258, 110e6, "tech", 1.5, 0.022, "US88160R1014", "Consumer, Cyclical", "Auto Manufacturers", "Auto-Cars/Light Trucks"),
            Stock(4391, "AMD", "NASDAQ", "ADVANCED MICRO DEVICES", 107, 55e6, "tech", 1.6, 0.018, "US0079031078", "Technology", "Semiconductors", "Electronic Compo-Semicon"),
            Stock(270639, "INTC", "NASDAQ", "INTEL CORP", 35.6, 36e6, "tech", 1.1, 0.013, "US4581401001", "Technology", "Semiconductors", "Electronic Compo-Semicon") with { QuoteSize = 3000, TradeSize = 220 },
            Stock(15124833, "NFLX", "NASDAQ", "NETFLIX INC", 378, 5.5e6, "tech", 1.2, 0.015, "US64110L1061", "Communications", "Internet", "Internet Content-Entmnt") with { SpreadTicks = 4, QuoteSize = 250, QuietShare = 0.06 },
            Stock(1520593, "JPM", "NYSE", "JPMORGAN CHASE & CO", 145, 9.5e6, "bank", 1.0, 0.006, "US46625H1005", "Financial", "Banks", "Diversified Banking Inst"),
            Stock(10098, "BAC", "NYSE", "BANK OF AMERICA CORP", 27.4, 45e6, "bank", 1.1, 0.007, "US0605051046", "Financial", "Banks", "Diversified Banking Inst") with { QuoteSize = 7000, TradeSize = 350 },
            Stock(61319701, "AIG", "NYSE", "AMERICAN INTERNATIONAL GROUP", 61.2, 3.8e6, "bank", 1.0, 0.008, "US0268747849", "Financial", "Insurance", "Multi-line Insurance") with { QuietShare = 0.10 },
            Stock(13977, "XOM", "NYSE", "EXXON MOBIL CORP", 111, 17e6, "energy", 0.7, 0.005, "US30231G1022", "Energy", "Oil&Gas", "Oil Comp-Integrated"),
            Stock(8719, "JNJ", "NYSE", "JOHNSON & JOHNSON", 157, 7e6, "", 0.5, 0.007, "US4781601046", "Consumer, Non-cyclical", "Pharmaceuticals", "Medical-Drugs") with { QuietShare = 0.06 },
            Stock(13824, "WMT", "NYSE", "WALMART INC", 160, 6.5e6, "", 0.5, 0.007, "US9311421039", "Consumer, Cyclical", "Retail", "Retail-Discount") with { QuietShare = 0.06 },
            Stock(8894, "KO", "NYSE", "COCA-COLA CO/THE", 56.3, 14e6, "", 0.5, 0.006, "US1912161007", "Consumer, Non-cyclical", "Beverages", "Beverages-Non-alcoholic") with { QuoteSize = 2500 },
            Stock(6459, "DIS", "NYSE", "WALT DISNEY CO/THE", 81.7, 13e6, "", 1.1, 0.010, "US2546871060", "Communications", "Media", "Multimedia"),
            Stock(4762, "BA", "NYSE", "BOEING CO/THE", 191, 6e6, "", 1.2, 0.012, "US0970231058", "Industrial", "Aerospace/Defense", "Aerospace/Defense") with { SpreadTicks = 2, QuietShare = 0.05 },
            Stock(8314, "IBM", "NYSE", "INTL BUSINESS MACHINES CORP", 142, 4e6, "tech", 0.6, 0.006, "US4592001014", "Technology", "Computers", "Computer Services") with { QuietShare = 0.08 },
            .. Futures(today),
            .. Treasuries(today, "ZN", "10 Year US Treasury Note", ticksPerUnit: 64, marketRuleId: 103, basePrice: 110.5, dailyVolume: 1.5e6, quoteSize: 1_200, volatility: 0.0035, marginRate: 0.02m),
            .. Treasuries(today, "ZB", "US Treasury Bond", ticksPerUnit: 32, marketRuleId: 106, basePrice: 117.25, dailyVolume: 0.35e6, quoteSize: 150, volatility: 0.006, marginRate: 0.035m),
            .. Corn(today),
            new Instrument
            {
                ConId = 12087792, Symbol = "EUR", SecType = "CASH", Exchange = "IDEALPRO", LocalSymbol = "EUR.USD", TradingClass = "EUR.USD", TicksPerUnit = 20000,
                MarketRuleId = 239, ValidExchanges = "IDEALPRO", LongName = "European Monetary Union Euro", Hours = HoursKind.Forex, BasePrice = 1.085, Beta = 0.05,
                OwnVolatility = 0.0045, DailyVolume = 0, TradeSize = 100_000, SpreadTicks = 2, QuoteSize = 2_000_000, QuietShare = 0, InitialMarginRate = 0.025m,
                MaintenanceMarginRate = 0.02m, NoiseName = "EUR.USD", SizeIncrement = 0.01m,
            },
            new Instrument
            {
                ConId = 479624278, Symbol = "BTC", SecType = "CRYPTO", Exchange = "PAXOS", LocalSymbol = "BTC.USD", TradingClass = "BTC", TicksPerUnit = 4,
                MarketRuleId = 1976, ValidExchanges = "PAXOS", LongName = "Bitcoin cryptocurrency", Hours = HoursKind.Crypto, BasePrice = 34_500, Beta = 0.8, OwnVolatility = 0.025,
                DailyVolume = 9_000, TradeSize = 0.08, SpreadTicks = 8, QuoteSize = 1.2, QuietShare = 0.03, InitialMarginRate = 1, MaintenanceMarginRate = 1, NoiseName = "BTC",
                SizeIncrement = 0.00000001m,
            },
            new Instrument
            {
                ConId = 416904, Symbol = "SPX", SecType = "IND", Exchange = "CBOE", LocalSymbol = "SPX", TradingClass = "SPX", TicksPerUnit = 100, MarketRuleId = 26,
                ValidExchanges = "CBOE", LongName = "S&P 500 Stock Index", Industry = "Indices", Category = "Broad Range Equity Index", Subcategory = "*",
                Hours = HoursKind.UsIndex, BasePrice = 4300, Beta = 1, NoiseName = "SPX", QuietShare = 0,
            },
        ];
        return all;
    }

    /// <summary>
    /// The instrument of a replay file that starts with <paramref name="prefix"/>: from the list, or an unknown US stock.
    /// </summary>
    /// <param name="prefix">First part of the file name, e.g. <c>spy</c>, <c>eurusd</c>, <c>es</c>.</param>
    /// <param name="detail">Second part of the file name; the contract month of a future, e.g. <c>201312</c>.</param>
    /// <param name="firstDay">First day of the file.</param>
    public static Instrument ForReplay(string prefix, string detail, DateOnly firstDay)
    {
        string name = prefix.ToUpperInvariant();
        if (name == "ES")
        {
            DateOnly month = DateOnly.TryParseExact(detail + "01", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly given) ? given : firstDay;
            return Future(ThirdFriday(month.Year, month.Month));
        }

        Instrument? known = Build(firstDay).FirstOrDefault(i => i.Symbol == name || i.Name == name || i.Name.Replace(".", "", StringComparison.Ordinal) == name || i.Symbol + i.Currency == name);
        return known ?? Stock(GenericConId(name), name, "NYSE", name, 100, 1e6, "", 1, 0.01, "", "", "", "");
    }

    /// <summary>Third Friday of a month, the last trading day of equity index futures.</summary>
    public static DateOnly ThirdFriday(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        int toFriday = ((int)DayOfWeek.Friday - (int)first.DayOfWeek + 7) % 7;
        return first.AddDays(toFriday + 14);
    }

    /// <summary>Last trading day of Treasury note and bond futures: the seventh business day before the last one of the delivery month.</summary>
    /// <remarks>Source: CBOT rulebook, chapters 18 and 19.</remarks>
    public static DateOnly TreasuryExpiry(int year, int month)
    {
        DateOnly day = new DateOnly(year, month, 1).AddMonths(1);
        for (int business = 0; business < 8;)
        {
            day = day.AddDays(-1);
            if (!UsHolidays.IsClosed(day))
                business++;
        }

        return day;
    }

    private static int GenericConId(string name) => 900_000_000 + (int)(Noise.StreamKey(0, name) % 90_000_000);

    private static IEnumerable<Instrument> Futures(DateOnly today)
    {
        DateOnly month = new(today.Year, today.Month, 1);
        int made = 0;
        for (; made < QuarterlyFutures; month = month.AddMonths(1))
        {
            if (month.Month % 3 != 0 || ThirdFriday(month.Year, month.Month) < today)
                continue;
            // Later months trade above the front by about the interest on the index, and thinner.
            yield return Future(ThirdFriday(month.Year, month.Month)) with
            {
                BasePrice = 4300 * (1 + (0.008 * (made + 1))),
                DailyVolume = 1.6e6 / Math.Pow(12, made),
                QuietShare = made == 0 ? 0.01 : 0.5,
                SpreadTicks = made == 0 ? 1 : 3,
                QuoteSize = made == 0 ? 60 : 8,
            };
            made++;
        }
    }

    /// <summary>Futures on US Treasuries, priced in points of 1,000 dollars and quoted in 32nds: the next two quarterly contracts.</summary>
    private static IEnumerable<Instrument> Treasuries(
        DateOnly today, string symbol, string name, double ticksPerUnit, int marketRuleId, double basePrice, double dailyVolume, double quoteSize, double volatility, decimal marginRate)
    {
        DateOnly month = new(today.Year, today.Month, 1);
        for (int made = 0; made < TreasuryFutures; month = month.AddMonths(1))
        {
            DateOnly expiry = TreasuryExpiry(month.Year, month.Month);
            if (month.Month % 3 != 0 || expiry < today)
                continue;
            yield return new Instrument
            {
                ConId = (symbol == "ZN" ? 700_000_000 : 710_000_000) + (month.Year * 100) + month.Month,
                Symbol = symbol,
                SecType = "FUT",
                Exchange = "CBOT",
                LocalSymbol = LocalSymbol(symbol, expiry),
                TradingClass = symbol,
                LastTradeDate = expiry,
                Multiplier = 1_000,
                TicksPerUnit = ticksPerUnit,
                MarketRuleId = marketRuleId,
                ValidExchanges = "CBOT,QBALGO",
                LongName = name,
                Hours = HoursKind.CmeFuture,
                // A later month is cheaper by about what the coupon earns above the interest until then.
                BasePrice = basePrice - (0.25 * made),
                Beta = -0.05,
                OwnVolatility = volatility,
                DailyVolume = dailyVolume / Math.Pow(12, made),
                TradeSize = 12,
                SpreadTicks = made == 0 ? 1 : 3,
                QuoteSize = made == 0 ? quoteSize : quoteSize / 8,
                QuietShare = made == 0 ? 0.01 : 0.5,
                InitialMarginRate = marginRate,
                MaintenanceMarginRate = marginRate * 0.9m,
                NoiseName = symbol,
            };
            made++;
        }
    }

    /// <summary>Corn, 5,000 bushels of it at a price in cents for each: the next two contracts.</summary>
    /// <remarks>Source: CBOT rulebook, chapter 10: months March, May, July, September and December, steps of a quarter of a cent, the last trading day is the business day before the 15th.</remarks>
    private static IEnumerable<Instrument> Corn(DateOnly today)
    {
        DateOnly month = new(today.Year, today.Month, 1);
        for (int made = 0; made < CornFutures; month = month.AddMonths(1))
        {
            DateOnly expiry = month.AddDays(13);
            while (UsHolidays.IsClosed(expiry))
                expiry = expiry.AddDays(-1);
            if (month.Month is not (3 or 5 or 7 or 9 or 12) || expiry < today)
                continue;
            yield return new Instrument
            {
                ConId = 720_000_000 + (month.Year * 100) + month.Month,
                Symbol = "ZC",
                SecType = "FUT",
                Exchange = "CBOT",
                LocalSymbol = LocalSymbol("ZC", expiry),
                TradingClass = "ZC",
                LastTradeDate = expiry,
                Multiplier = 5_000,
                PriceMagnifier = 100,
                TicksPerUnit = 4,
                MarketRuleId = 67,
                ValidExchanges = "CBOT,QBALGO",
                LongName = "Corn Futures",
                Hours = HoursKind.Grain,
                // A later month holds the cost of storing it.
                BasePrice = 450 + (9 * made),
                Beta = 0.05,
                OwnVolatility = 0.012,
                DailyVolume = 180_000 / Math.Pow(3, made),
                TradeSize = 4,
                SpreadTicks = 1,
                QuoteSize = made == 0 ? 150 : 60,
                QuietShare = made == 0 ? 0.05 : 0.3,
                InitialMarginRate = 0.06m,
                MaintenanceMarginRate = 0.054m,
                NoiseName = "ZC",
            };
            made++;
        }
    }

    /// <summary>Symbol of the exchange: product, letter of the month, last digit of the year.</summary>
    private static string LocalSymbol(string symbol, DateOnly expiry) => string.Create(CultureInfo.InvariantCulture, $"{symbol}{"FGHJKMNQUVXZ"[expiry.Month - 1]}{expiry.Year % 10}");

    private static Instrument Future(DateOnly expiry)
    {
        return new Instrument
        {
            ConId = expiry is { Year: 2025, Month: 6 } ? 620731015 : 600_000_000 + (expiry.Year * 100) + expiry.Month,
            Symbol = "ES",
            SecType = "FUT",
            Exchange = "CME",
            LocalSymbol = LocalSymbol("ES", expiry),
            TradingClass = "ES",
            LastTradeDate = expiry,
            Multiplier = 50,
            TicksPerUnit = 4,
            MarketRuleId = 67,
            ValidExchanges = "CME,QBALGO",
            LongName = "E-mini S&P 500",
            UnderConId = 11004968,
            Hours = HoursKind.CmeFuture,
            BasePrice = 4300,
            Beta = 1,
            DailyVolume = 1.6e6,
            TradeSize = 3,
            QuoteSize = 60,
            InitialMarginRate = 0.06m,
            MaintenanceMarginRate = 0.054m,
            NoiseName = "SPX",
        };
    }

    private static Instrument Etf(int conId, string symbol, string primary, string name, double price, double volume, double tradeSize, string isin) => new()
    {
        ConId = conId,
        Symbol = symbol,
        SecType = "STK",
        Exchange = "SMART",
        PrimaryExchange = primary,
        LocalSymbol = symbol,
        TradingClass = symbol == "QQQ" || symbol == "TLT" ? "NMS" : symbol,
        ValidExchanges = StockExchanges,
        LongName = name,
        StockType = "ETF",
        Isin = isin,
        BasePrice = price,
        DailyVolume = volume,
        TradeSize = tradeSize,
        QuoteSize = 900,
        NoiseName = symbol,
    };

    private static Instrument Stock(
        int conId, string symbol, string primary, string name, double price, double volume, string sector, double beta, double ownVolatility, string isin, string industry, string category, string subcategory) => new()
        {
            ConId = conId,
            Symbol = symbol,
            SecType = "STK",
            Exchange = "SMART",
            PrimaryExchange = primary,
            LocalSymbol = symbol,
            TradingClass = primary == "NASDAQ" ? "NMS" : symbol,
            ValidExchanges = StockExchanges,
            LongName = name,
            StockType = "COMMON",
            Industry = industry,
            Category = category,
            Subcategory = subcategory,
            Isin = isin,
            BasePrice = price,
            DailyVolume = volume,
            TradeSize = 90,
            Sector = sector,
            Beta = beta,
            OwnVolatility = ownVolatility,
            NoiseName = symbol,
        };
}
