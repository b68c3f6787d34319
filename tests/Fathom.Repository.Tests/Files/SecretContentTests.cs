using Fathom.Repository.Files;

namespace Fathom.Repository.Tests.Files;

/// <summary>What counts as a secret. The examples are put together here, so that the file itself holds none.</summary>
public sealed class SecretContentTests
{
    private const string Forty = "abcdefghij0123456789ABCDEFGHIJ0123456789";

    [Theory]
    [InlineData("sk-", Forty)]
    [InlineData("sk-", "0123456789abcdef0123456789abcdef")]
    [InlineData("sk-proj-", "Ab_d-" + Forty)]
    [InlineData("sk-ant-api03-", Forty)]
    [InlineData("sk-or-v1-", Forty)]
    [InlineData("hf_", "abcdefghijklmnopqrstuvwxyzABCDEFGH")]
    [InlineData("npm_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("SG.", "abcdefghijklmnopqrstuv." + Forty + "abc")]
    [InlineData("xapp-", "1-A0123456789-0123456789012-" + Forty)]
    [InlineData("xoxb-", "0123456789-" + Forty)]
    [InlineData("ghu_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("ghr_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("ASIA", "ABCDEFGHIJKLMNOP")]
    [InlineData("AKIA", "ABCDEFGHIJKLMNOP")]
    [InlineData("ghp_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("gho_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("ghs_", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("github_pat_", Forty + "_" + Forty)]
    [InlineData("glpat-", "abcdefghij_0123456-8")]
    [InlineData("xoxp-", "0123456789-" + Forty)]
    [InlineData("sk_live_", "abcdefghij0123456789")]
    [InlineData("rk_live_", "abcdefghij0123456789")]
    [InlineData("AIza", "abcdefghijklmnopqrstuvwxyz-_ABCDEFG")]
    [InlineData("sk-svcacct-", Forty)]
    [InlineData("sk-admin-", Forty)]
    [InlineData("-----BEGIN PRIVATE", " KEY-----")]
    [InlineData("-----BEGIN RSA PRIVATE", " KEY-----")]
    [InlineData("Endpoint=sb://a.example/;SharedAccessKeyName=all;SharedAccess", "Key=" + Forty + "abc=")]
    [InlineData("-----BEGIN PGP PRIVATE KEY", " BLOCK-----")]
    [InlineData("-----BEGIN OPENSSH PRIVATE", " KEY-----")]
    [InlineData("AccountEndpoint=https://a.example/;Account", "Key=" + Forty + Forty + "abcdef==;")]
    public void Tokens_of_published_shapes_are_secrets(string start, string rest) => Assert.True(SecretContent.IsIn($"var key = \"{start}{rest}\";"));

    [Theory]
    [InlineData("<div class=\"sk-button sk-loading-indicator-container-large-rounded\">")]
    [InlineData(".sk-folding-cube .sk-cube2 { } .sk-ant-design-buttons-of-the-dialogue { }")]
    [InlineData("the task-0123456789abcdef0123456789 of disk-0123456789abcdef0123456789")]
    [InlineData("string key = \"sk-\" + rest; // as sk-...")]
    [InlineData("sk-internationalisationservice")]
    [InlineData("int hf_size; npm_config_registry_of_the_user; SG.Core.Model.Names")]
    [InlineData("string FANTASIA0123456789ABCDEFGH; ASIAN;")]
    [InlineData("$\"AccountKey={key};SharedAccessKey={other}\"")]
    public void Names_that_only_begin_alike_are_none(string text) => Assert.False(SecretContent.IsIn(text));

    [Theory]
    [InlineData("\"Server=db;User Id=sa;Pass", "word=hunter22;Encrypt=true\"")]
    [InlineData("\"Server=db;User Id=sa;Pass", "word=hunter22\"")]
    [InlineData("'DRIVER=x;UID=sa;P", "WD=hunter22'")]
    [InlineData("\"pass", "word = hunter22; Host = db\"")]
    [InlineData("<add name=\"main\" connectionString=\"Server=db;Pass", "word=hunter22;\" />")]
    [InlineData("var json = \"{ \\\"main\\\": \\\"Server=db;Pass", "word=hunter22;\\\" }\";")]
    public void A_password_in_a_connection_string_is_a_secret(string start, string rest) => Assert.True(SecretContent.IsIn(start + rest));

    [Theory]
    [InlineData("const string Db = \"\"\"\n    Server=db;User Id=sa;Pass", "word=S3cretPw99;\n    \"\"\";")]
    [InlineData("var db = @\"Server=db;\n    User Id=sa;\n    Pass", "word=S3cretPw99;\";")]
    public void A_password_in_a_connection_string_over_several_lines_is_a_secret(string start, string rest) => Assert.True(SecretContent.IsIn(start + rest));

    [Theory]
    [InlineData("{0}")]
    [InlineData("{settings.Password}")]
    [InlineData("...")]
    [InlineData("........")]
    [InlineData("$PASSWORD")]
    [InlineData("$(DbPassword)")]
    [InlineData("${DB_PASSWORD}")]
    [InlineData("<password>")]
    [InlineData("********")]
    [InlineData("%DB_PASSWORD%")]
    [InlineData("[password]")]
    [InlineData("your-password")]
    [InlineData("xxxxxxxx")]
    [InlineData("short")]
    [InlineData("")]
    public void A_password_that_is_to_be_filled_in_is_none(string value)
    {
        Assert.False(SecretContent.IsIn($"\"Server=db;User Id=sa;Password={value};Encrypt=true\""));
        Assert.False(SecretContent.IsIn($"\"Server=db;User Id=sa;Password={value}\""));
        Assert.False(SecretContent.IsIn($"\"Pwd={value};Server=db\""));
    }

    [Theory]
    [InlineData("Name=other; Password=another;")]
    [InlineData("Host = host; Password = password1;")]
    [InlineData("Log(\"a\"); Password=another; Log(\"b\");")]
    [InlineData("\"Server=db;Password=\" + password + \";\"")]
    [InlineData("\"The field Password=required\"")]
    [InlineData("// we don't keep the user's password=anything here")]
    [InlineData("bool PasswordRequired { get; set; }")]
    public void What_is_no_connection_string_is_none(string text) => Assert.False(SecretContent.IsIn(text));
}
