//! What the files around types and methods are filled with: all of the package's that is the same for
//! each server but for names.

use askama::Template;
use centrifugo_build::manifest::Manifest;

use super::model::Sdk;
use super::{TIMEOUT_MS, WAY_MS, documentation, groups, names};

/// What the files around types and methods are filled with.
pub(super) struct Go<'a> {
    /// None if the package is to be one of the user's own module.
    pub(super) module: Option<&'a str>,
    pub(super) package: &'a str,
    /// The package's own types, which give way to a user's.
    pub(super) option: String,
    pub(super) caller: String,
    pub(super) optional: String,
    pub(super) fake_caller: String,
    pub(super) fake_call: String,
    pub(super) state: String,
    pub(super) state_event: String,
    pub(super) invocation: String,
    pub(super) interceptor: String,
    pub(super) version_check: String,
    pub(super) version_error: String,
    pub(super) params_error: String,
    pub(super) result_error: String,
    pub(super) too_large: String,
    pub(super) longest_ms: u64,
    /// For people.
    pub(super) max_timeout: String,
    /// The server's package; the others are string literals.
    pub(super) server: &'a str,
    pub(super) server_version: &'a str,
    pub(super) server_name: String,
    pub(super) version: String,
    pub(super) api_version: String,
}

impl<'a> Go<'a> {
    pub(super) fn new(manifest: &'a Manifest) -> Self {
        let own = |name: &str| names::own(manifest, name);
        let timeouts = manifest.methods.iter().filter_map(|m| m.timeout_ms);
        let longest_ms = timeouts
            .max()
            .map_or(0, |longest| longest.saturating_add(WAY_MS));
        Self {
            module: manifest.sdk.go.module.as_deref(),
            package: &manifest.sdk.go.package,
            option: own("Option"),
            caller: own("Caller"),
            optional: own("Optional"),
            fake_caller: own("FakeCaller"),
            fake_call: own("FakeCall"),
            state: own("State"),
            state_event: own("StateEvent"),
            invocation: own("Invocation"),
            interceptor: own("Interceptor"),
            version_check: own("VersionCheck"),
            version_error: own("VersionError"),
            params_error: own("ParamsError"),
            result_error: own("ResultError"),
            too_large: own("RequestTooLargeError"),
            longest_ms,
            max_timeout: groups::time(longest_ms.max(TIMEOUT_MS)),
            server: &manifest.package.name,
            server_version: &manifest.package.version,
            server_name: names::quoted(&manifest.package.name),
            version: names::quoted(&manifest.package.version),
            api_version: names::quoted(&manifest.api_version),
        }
    }

    /// The package's path in an import, with its name if that is another.
    pub(super) fn import(&self) -> String {
        let module = self
            .module
            .unwrap_or("example.org/your/module/path/to/this/folder");
        if module.rsplit('/').next() == Some(self.package) {
            format!("\"{module}\"")
        } else {
            format!("{} \"{module}\"", self.package)
        }
    }

    /// The files by their paths, without headers.
    pub(super) fn files(&self, sdk: &Sdk) -> Result<Vec<(&'static str, String)>, askama::Error> {
        let mut files = vec![
            ("call.go", Call { go: self }.render()?),
            ("client.go", Client { go: self }.render()?),
            ("connection.go", Connection { go: self }.render()?),
            (
                "connection_error.go",
                ConnectionError { go: self }.render()?,
            ),
            ("correlation.go", Correlation { go: self }.render()?),
            ("dialer.go", Dialer { go: self }.render()?),
            ("errors.go", Errors { go: self }.render()?),
            ("fake.go", Fake { go: self }.render()?),
            ("interceptor.go", Interceptor { go: self }.render()?),
            ("invoke.go", Invoke { go: self }.render()?),
            ("mailbox.go", Mailbox { go: self }.render()?),
            ("options.go", Options { go: self }.render()?),
            (
                "options_connection.go",
                OptionsConnection { go: self }.render()?,
            ),
            ("read.go", Read { go: self }.render()?),
            ("read_sums.go", ReadSums { go: self }.render()?),
            ("read_values.go", ReadValues { go: self }.render()?),
            ("session.go", Session { go: self }.render()?),
            ("state.go", State { go: self }.render()?),
            ("timeout.go", Timeout { go: self }.render()?),
            ("token.go", Token { go: self }.render()?),
            ("user_channel.go", UserChannel { go: self }.render()?),
            ("version.go", Version { go: self }.render()?),
            ("write.go", Write { go: self }.render()?),
            ("write_values.go", WriteValues { go: self }.render()?),
        ];
        if self.module.is_some() {
            files.push(("go.mod", GoMod { go: self }.render()?));
        }
        if sdk.has_optional {
            files.push(("optional.go", Optional { go: self }.render()?));
        }
        files.extend(documentation::files(self, sdk)?);
        Ok(files)
    }
}

macro_rules! files {
    ($($name:ident $path:literal)*) => {$(
        #[derive(Template)]
        #[template(path = $path, escape = "none")]
        struct $name<'a> {
            go: &'a Go<'a>,
        }
    )*};
}

files! {
    Call "go/call.go.txt"
    Client "go/client.go.txt"
    Connection "go/connection.go.txt"
    ConnectionError "go/connection_error.go.txt"
    Correlation "go/correlation.go.txt"
    Dialer "go/dialer.go.txt"
    Errors "go/errors.go.txt"
    Fake "go/fake.go.txt"
    GoMod "go/go.mod.txt"
    Interceptor "go/interceptor.go.txt"
    Invoke "go/invoke.go.txt"
    Mailbox "go/mailbox.go.txt"
    Optional "go/optional.go.txt"
    Options "go/options.go.txt"
    OptionsConnection "go/options_connection.go.txt"
    Read "go/read.go.txt"
    ReadSums "go/read_sums.go.txt"
    ReadValues "go/read_values.go.txt"
    Session "go/session.go.txt"
    State "go/state.go.txt"
    Timeout "go/timeout.go.txt"
    Token "go/token.go.txt"
    UserChannel "go/user_channel.go.txt"
    Version "go/version.go.txt"
    Write "go/write.go.txt"
    WriteValues "go/write_values.go.txt"
}
