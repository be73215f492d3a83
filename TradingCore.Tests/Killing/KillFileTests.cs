using TradingCore.Hosting;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Killing;

public class KillFileTests
{
    [Theory]
    [InlineData("", KillLevel.Cancel, RiskScopeKind.Firm, "", "")]
    [InlineData("K3", KillLevel.Flatten, RiskScopeKind.Firm, "", "")]
    [InlineData("k1 symbol:spy wrong prices\n", KillLevel.Block, RiskScopeKind.Symbol, "SPY", "wrong prices")]
    [InlineData("K1 symbol:\"SPY 261218C400\" wrong prices", KillLevel.Block, RiskScopeKind.Symbol, "SPY 261218C400", "wrong prices")]
    [InlineData("strategy:\"mean reversion\"", KillLevel.Cancel, RiskScopeKind.Strategy, "mean reversion", "")]
    [InlineData("K1 symbol:\"SPY 261218C400", KillLevel.Block, RiskScopeKind.Firm, "", "symbol:\"SPY 261218C400")]
    [InlineData("account:DU1234567", KillLevel.Cancel, RiskScopeKind.Account, "DU1234567", "")]
    [InlineData("K4 firm the model\nran away", KillLevel.Disconnect, RiskScopeKind.Firm, "", "the model ran away")]
    [InlineData("please stop!", KillLevel.Cancel, RiskScopeKind.Firm, "", "please stop!")]
    [InlineData("K9 whatever", KillLevel.Cancel, RiskScopeKind.Firm, "", "K9 whatever")]
    public void What_cannot_be_understood_stops_everything(string text, KillLevel level, RiskScopeKind kind, string name, string reason)
    {
        KillFile file = KillFile.Parse(text);

        Assert.Equal(new KillFile(level, new RiskScope(kind, name), reason), file);
        Assert.Equal(file, KillFile.Parse(file.ToString()));
    }
}
