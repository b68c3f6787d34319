using System.Text.Json;

namespace Fathom.Backends.Protocols;

/// <summary>Reads the events of <c>/v1/completions</c>, which the DeepSeek API and the OpenAI-compatible servers share.</summary>
internal static class TextCompletionAnswer
{
    /// <summary>What an event says; null for one without choices, as the last with the usage.</summary>
    /// <exception cref="InvalidOperationException">It is another kind of event.</exception>
    public static AnswerPart? Read(JsonElement message)
    {
        if (message.Member("choices") is not { ValueKind: JsonValueKind.Array } choices)
        {
            throw new InvalidOperationException("an event has no choices");
        }

        if (choices.GetArrayLength() == 0)
        {
            return null;
        }

        JsonElement choice = choices[0];
        AnswerEnd end = choice.Text("finish_reason") switch
        {
            "" => AnswerEnd.None,
            "stop" => AnswerEnd.Model,
            "length" => AnswerEnd.Limit,
            _ => AnswerEnd.GivenUp,
        };
        string text = choice.Completion("text");
        float?[] probabilities = choice.Member("logprobs") is { } logprobs
            ? [.. logprobs.List("token_logprobs").Select(each => each.ValueKind == JsonValueKind.Number ? (float?)Math.Min(0, each.GetSingle()) : null)]
            : [];
        bool areKnown = probabilities.Length > 0 && probabilities.All(each => each is not null);
        int tokens = Math.Max(probabilities.Length, text.Length > 0 ? 1 : 0);
        return new AnswerPart(text, tokens, areKnown ? probabilities.Sum() : null, end);
    }
}
