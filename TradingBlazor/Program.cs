return await TradingBlazor.Hosting.DeskApplication.RunAsync(args);
