using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Security;

/// <summary>Writes over REST with a person's session.</summary>
internal static class PersonCalls
{
    extension(Person person)
    {
        /// <summary>Sends and reads the answer.</summary>
        public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string method, string path, object body, string tag = "")
        {
            using HttpResponseMessage answer = await person.AnswerAsync(method, path, body, tag);
            return (answer.StatusCode, await ApiHost.BodyAsync(answer));
        }

        /// <summary>Sends.</summary>
        public async Task<HttpResponseMessage> AnswerAsync(string method, string path, object body, string tag = "")
        {
            string token = (await ApiHost.BodyAsync(await person.Http.GetAsync("api/v1/session", ApiHost.Stop))).GetProperty("csrfToken").GetString()!;
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "DELETE" ? null : JsonContent.Create(body) };
            request.Headers.Add("X-Csrf-Token", token);
            if (tag.Length > 0) request.Headers.TryAddWithoutValidation("If-Match", tag);
            return await person.Http.SendAsync(request, ApiHost.Stop);
        }

        /// <summary>What became of something that waits for a second person.</summary>
        public async Task<JsonElement> ApprovalAsync(string id) => await ApiHost.BodyAsync(await person.Http.GetAsync($"api/v1/approvals/{id}", ApiHost.Stop));
    }
}
