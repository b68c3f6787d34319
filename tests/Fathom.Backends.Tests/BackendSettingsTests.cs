namespace Fathom.Backends.Tests;

public sealed class BackendSettingsTests
{
    private static readonly BackendKey s_key = new(Ask.Secret);

    [Theory]
    [InlineData(BackendKind.DeepSeek, "https://api.deepseek.com/")]
    [InlineData(BackendKind.LlamaCpp, "http://localhost:8080/")]
    [InlineData(BackendKind.Ollama, "http://localhost:11434/")]
    public void The_usual_address_of_a_kind_need_not_be_given(BackendKind kind, string address) =>
        Assert.Equal(address, BackendSettings.Of(new BackendChoice(kind, Model: "m", Key: s_key), _ => null).Address.ToString());

    [Theory]
    [InlineData("http://10.0.0.5:8000")]
    [InlineData("http://models.example.com")]
    public void A_key_is_not_sent_in_the_clear_to_another_machine(string url)
    {
        var failure = Assert.Throws<BackendException>(() => BackendSettings.Of(new BackendChoice(BackendKind.OpenAi, url, "m", s_key), _ => null));

        Assert.StartsWith("The key is not sent to", failure.Message, StringComparison.Ordinal);
        Assert.Contains("https://", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8000", true)]
    [InlineData("http://127.0.0.1:8000", true)]
    [InlineData("http://[::1]:8000", true)]
    [InlineData("https://models.example.com", true)]
    [InlineData("http://10.0.0.5:8000", false)]
    public void Everywhere_else_it_may_be_used(string url, bool hasKey) =>
        Assert.Equal(hasKey, BackendSettings.Of(new BackendChoice(BackendKind.OpenAi, url, "m", hasKey ? s_key : null), _ => null).Key is not null);

    [Theory]
    [InlineData(BackendKind.DeepSeek, null, "m", "The DeepSeek API needs a key; set fathom.backend.key, or DEEPSEEK_API_KEY in the environment of Fathom.")]
    [InlineData(BackendKind.OpenAi, null, "m", "The back end openai needs an address; set fathom.backend.url (--url), as in http://localhost:8000.")]
    [InlineData(BackendKind.OpenAi, "localhost:8000", "m", "The setting fathom.backend.url (--url) has to be an address that begins with http:// or https://.")]
    [InlineData(BackendKind.OpenAi, "http://user:secret@localhost", "m", "The setting fathom.backend.url (--url) must hold neither a name and password nor a query; the key belongs into fathom.backend.key, or FATHOM_API_KEY in the environment of Fathom.")]
    [InlineData(BackendKind.Ollama, null, " ", "The back end ollama needs the name of a model; set fathom.backend.model (--model); 'fathom backend check' lists those of the server.")]
    public void What_is_missing_or_wrong_is_one_sentence(BackendKind kind, string? url, string? model, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<BackendException>(() => BackendSettings.Of(new BackendChoice(kind, url, model), _ => null)).Message);

    [Theory]
    [InlineData(BackendKind.DeepSeek, "FATHOM_API_KEY", true)]
    [InlineData(BackendKind.DeepSeek, "DEEPSEEK_API_KEY", true)]
    [InlineData(BackendKind.OpenAi, "FATHOM_API_KEY", true)]
    [InlineData(BackendKind.OpenAi, "DEEPSEEK_API_KEY", false)]
    public void The_key_may_stand_in_the_environment_and_that_of_deepseek_goes_nowhere_else(BackendKind kind, string variable, bool isUsed)
    {
        BackendSettings settings = BackendSettings.Of(new BackendChoice(kind, "https://models.example.com", "m"), name => name == variable ? Ask.Secret : kind == BackendKind.DeepSeek ? "" : null);

        Assert.Equal(isUsed ? s_key : null, settings.Key);
    }

    [Theory]
    [InlineData("ключ", null, "fathom.backend.key")]
    [InlineData("sk-\nsecret", null, "fathom.backend.key")]
    [InlineData("sk-\u0001secret", null, "fathom.backend.key")]
    [InlineData("Bearer sk-secret", null, "fathom.backend.key")]
    [InlineData("sk-ä", "FATHOM_API_KEY", "FATHOM_API_KEY")]
    [InlineData("sk-ä", "DEEPSEEK_API_KEY", "DEEPSEEK_API_KEY")]
    public void A_key_that_no_header_carries_is_refused_by_its_place(string key, string? variable, string place)
    {
        var choice = new BackendChoice(BackendKind.DeepSeek, Model: "m", Key: variable is null ? new BackendKey(key) : null);

        var failure = Assert.Throws<BackendException>(() => BackendSettings.Of(choice, name => name == variable ? key : null));

        Assert.StartsWith($"The key in {place} holds a blank, a control character or a letter outside ASCII", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_prints_settings_does_not_print_the_key()
    {
        var choice = new BackendChoice(BackendKind.OpenAi, "https://models.example.com", "m", s_key);

        Assert.DoesNotContain(Ask.Secret, $"{choice} {BackendSettings.Of(choice, _ => null)} {s_key}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Qwen/Qwen2.5-Coder-7B", "qwen")]
    [InlineData("deepseek-ai/DeepSeek-V4-Flash-Base", "deepseek")]
    [InlineData("codellama:7b-code", "codellama")]
    [InlineData("mystery", null)]
    public void The_name_of_a_model_tells_its_layout(string model, string? layout) =>
        Assert.Equal(layout, BackendSettings.Of(new BackendChoice(BackendKind.OpenAi, "http://localhost", model), _ => null).Layout?.Name);
}
