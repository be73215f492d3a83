using TradingBlazor.Hosting;

SharedBuffers.MakeRoom();
return await DeskApplication.RunAsync(args);
