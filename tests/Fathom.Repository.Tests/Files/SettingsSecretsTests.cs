using Fathom.Repository.Files;

namespace Fathom.Repository.Tests.Files;

/// <summary>What counts as a secret in a file of settings. The examples are put together here, so that the file itself holds none.</summary>
public sealed class SettingsSecretsTests
{
    private const string Key = "9f8e7d6c5b4a39281706";

    [Theory]
    [InlineData("{ \"Smtp\": { \"Pass", "word\": \"correct-horse\" } }")]
    [InlineData("{ \"AzureAd\": { \"Client", "Secret\": \"a~b8Q~correcthorse\" } }")]
    [InlineData("{ \"Stripe:Api", "Key\": \"" + Key + "\" }")]
    [InlineData("{ \"jwt\": { \"sec", "ret\": \"battery-staple\" } }")]
    [InlineData("<add key=\"Clear", "TextPassword\" value=\"correct-horse\" />")]
    [InlineData("<add key=\"Storage.Access", "Key\" value=\"" + Key + "\" />")]
    [InlineData("<Signing><Certificate", "Password>correct-horse</CertificatePassword></Signing>")]
    [InlineData("database:\n  pass", "word: correct-horse\n")]
    [InlineData("api_", "key = " + Key)]
    [InlineData("access_", "token: " + Key)]
    [InlineData("POSTGRES_PASS", "WORD=correct-horse")]
    public void A_setting_that_names_a_secret_and_gives_it_a_value_holds_one(string start, string rest) => Assert.True(SettingsSecrets.AreIn(start + rest));

    [Theory]
    [InlineData("{ \"Smtp\": { \"Password\": \"\" } }")]
    [InlineData("{ \"Password\": \"${SMTP_PASSWORD}\" }")]
    [InlineData("{ \"Password\": \"<to be filled in>\" }")]
    [InlineData("{ \"Password\": \"your-password-here\" }")]
    [InlineData("{ \"PasswordPolicy\": \"required-and-long\", \"RequirePassword\": true }")]
    [InlineData("password: $(DbPassword)\ntoken: ${{ secrets.NUGET_TOKEN }}")]
    [InlineData("{ \"dependencies\": { \"@octokit/auth-token\": \"^10.0.0\", \"js-tokens\": \"4.0.0\", \"secret-handshake\": \"20.1.1-beta.4\" } }")]
    [InlineData("<assemblyIdentity name=\"System.Memory\" publicKeyToken=\"cc7b13ffcd2ddd51\" culture=\"neutral\" />")]
    [InlineData("<SignAssembly>true</SignAssembly><AssemblyOriginatorKeyFile>key.snk</AssemblyOriginatorKeyFile>")]
    [InlineData("<PackageReference Include=\"Microsoft.Extensions.Configuration.UserSecrets\" Version=\"10.0.0\" />")]
    [InlineData("<UserSecretsId>aspnet-Shop-3f2504e0-4f89-41d3-9a0c-0305e82c3301</UserSecretsId>")]
    [InlineData("{ \"name\": \"Forgotten password\", \"tokenizer\": \"byte-level-bpe-8192\", \"keyword\": \"cancellationToken\" }")]
    public void Names_alone_and_what_is_to_be_filled_in_are_none(string text) => Assert.False(SettingsSecrets.AreIn(text));
}
