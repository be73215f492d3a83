using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace TradingBlazor.Security.Accounts;

/// <summary>A QR code as one SVG path: no image file, no inline style.</summary>
internal static class QrPicture
{
    /// <summary>Draws it; one unit a module, the quiet zone included.</summary>
    public static string Svg(QRCodeData data)
    {
        var path = new StringBuilder();
        for (int y = 0; y < data.ModuleMatrix.Count; y++)
        {
            BitArray row = data.ModuleMatrix[y];
            for (int x = 0; x < row.Length; x++)
            {
                if (!row[x]) continue;
                int begin = x;
                while (x + 1 < row.Length && row[x + 1]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{begin} {y}h{x - begin + 1}v1h-{x - begin + 1}z");
            }
        }
        int size = data.ModuleMatrix.Count;
        return string.Create(CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 {size} {size}" role="img" aria-label="QR code for the authenticator" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>""");
    }
}
