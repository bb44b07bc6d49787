//! Go identifiers: exported ones of the manifest's names, and those that are the package's own.
//!
//! Exported names begin with a capital, so no keyword, no predeclared name and no imported package
//! is in their way.

use std::borrow::Cow;
use std::collections::BTreeSet;

use anyhow::bail;
use centrifugo_build::manifest::{Field, Manifest};
use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

/// Words that Go's own style writes in one case.
/// Source: `initialisms` of staticcheck's default configuration.
const INITIALISMS: [&str; 43] = [
    "acl", "amqp", "api", "ascii", "cpu", "css", "db", "dns", "eof", "gid", "guid", "html", "http",
    "https", "id", "ip", "json", "qps", "ram", "rpc", "rtp", "sip", "sla", "smtp", "sql", "ssh",
    "tcp", "tls", "ts", "ttl", "udp", "ui", "uid", "uri", "url", "utf8", "uuid", "vm", "xml",
    "xmpp", "xsrf", "xss", "lhs",
];

/// Words that cannot name a package. Source: "Keywords" of the Go specification.
const KEYWORDS: [&str; 25] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

/// What the package itself exports, whatever the manifest's types are called. Those of [`YIELDING`]
/// are not among them.
pub(super) const RESERVED_TYPES: [&str; 28] = [
    "APIClient",
    "APIVersion",
    "CallError",
    "CallTimeout",
    "ConnectionError",
    "ErrDisconnected",
    "ErrUnauthorized",
    "NewAPIClient",
    "NewAPIClientWithCaller",
    "RPCError",
    "TestCodecs",
    "WithCentrifugeConfig",
    "WithConnectTimeout",
    "WithHeader",
    "WithInterceptor",
    "WithLogger",
    "WithMaxRequestSize",
    "WithMaxRetries",
    "WithMaxTimeout",
    "WithNoWaitErrorHandler",
    "WithReconnectBackoff",
    "WithRequireUserChannel",
    "WithStateHandler",
    "WithTimeout",
    "WithTokenSource",
    "WithTokenURL",
    "WithUserMessageHandler",
    "WithVersionCheck",
];

/// What the package exports under another name if a user's type has this one, see [`own`], and what
/// else it names after it.
pub(super) const YIELDING: [(&str, &[&str]); 13] = [
    ("Option", &[]),
    ("Caller", &[]),
    ("FakeCaller", &["NewFakeCaller"]),
    ("FakeCall", &[]),
    (
        "State",
        &["StateDisconnected", "StateConnecting", "StateConnected"],
    ),
    ("StateEvent", &[]),
    ("Invocation", &[]),
    ("Interceptor", &[]),
    (
        "VersionCheck",
        &["VersionCheckOff", "VersionCheckWarn", "VersionCheckRefuse"],
    ),
    ("VersionError", &[]),
    ("ParamsError", &[]),
    ("ResultError", &[]),
    ("RequestTooLargeError", &[]),
];

/// Methods that `APIClient` has of its own.
pub(super) const RESERVED_METHODS: [&str; 6] = [
    "Call",
    "Close",
    "Connect",
    "Disconnect",
    "State",
    "UserChannel",
];

/// Methods of generated structs, which no field can share its name with.
pub(super) const STRUCT_METHODS: &[&str] = &["MarshalJSON", "UnmarshalJSON"];

/// Methods of declared errors.
pub(super) const ERROR_METHODS: &[&str] = &["Error", "MarshalJSON", "Unwrap", "UnmarshalJSON"];

/// The name of the package's own `Option` or another of [`YIELDING`], which a user's type of that name
/// takes.
pub(super) fn own(manifest: &Manifest, name: &str) -> String {
    let types = manifest.types.iter().map(|ty| &ty.name);
    let mut taken = types.chain(manifest.errors.iter().map(|error| &error.name));
    if taken.any(|taken| taken == name) {
        format!("Client{name}")
    } else {
        name.to_owned()
    }
}

/// The exported form of a name in any case: `user_id` is `UserId`, or `UserID` with initialisms.
pub(super) fn exported(name: &str, initialisms: bool) -> String {
    let is_plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    let joined = if !initialisms && name.bytes().all(is_plain) {
        name.split('_').fold(String::new(), |mut joined, word| {
            joined.push_str(word);
            let begin = joined.len() - word.len();
            joined[begin..][..word.len().min(1)].make_ascii_uppercase();
            joined
        })
    } else if initialisms {
        let word = |word: &str| {
            if INITIALISMS.contains(&word) {
                word.to_uppercase()
            } else {
                word.to_upper_camel_case()
            }
        };
        name.to_snake_case().split('_').map(word).collect()
    } else {
        name.to_upper_camel_case()
    };
    with_capital(joined)
}

/// The name of a type or variant, which has a capital already if its author follows Rust's style.
pub(super) fn type_name(name: &str) -> Cow<'_, str> {
    if name.starts_with(char::is_uppercase) {
        name.into()
    } else {
        with_capital(name.to_upper_camel_case()).into()
    }
}

/// Go exports by a capital; what cannot have one, as a name in Chinese, needs one before it.
fn with_capital(name: String) -> String {
    if name.starts_with(char::is_uppercase) {
        name
    } else {
        format!("X{name}")
    }
}

/// The names of a struct's fields, given by name and key, in their order. Where two would be equal the
/// later one takes the name of its key, or a `_`: nobody can pin a field's name.
pub(super) fn members(fields: &[(&str, &str)], methods: &[&str], initialisms: bool) -> Vec<String> {
    let mut taken: BTreeSet<String> = methods.iter().map(|&name| name.to_owned()).collect();
    fields
        .iter()
        .map(|(name, key)| {
            let mut name = exported(name, initialisms);
            if taken.contains(&name) {
                let key = exported(key, initialisms);
                if !taken.contains(&key) && is_ident(&key) {
                    name = key;
                }
            }
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            name
        })
        .collect()
}

/// The names of an object's fields.
pub(super) fn fields(fields: &[Field], initialisms: bool) -> Vec<String> {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|field| (field.name.as_str(), field.wire_name.as_str()))
        .collect();
    members(&fields, STRUCT_METHODS, initialisms)
}

fn is_ident(name: &str) -> bool {
    name.chars().all(|c| c == '_' || c.is_alphanumeric())
}

/// Refuses what the settings name the package and Go does not.
pub(super) fn check_package(name: &str) -> anyhow::Result<()> {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric());
    if !begins || !plain || name == "main" || KEYWORDS.contains(&name) {
        bail!("go: `{name}` cannot be the name of a package that others import");
    }
    Ok(())
}

/// Can `encoding/json` have this key in a field's tag? Source: `isValidTag` of encoding/json.
pub(super) fn is_tag(key: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "!#$%&()*+-./:;<=>?@[]^_{|}~ ".contains(c);
    // `-` alone means that there is no key, and staticcheck warns of any other way to say it.
    !key.is_empty() && key != "-" && key.chars().all(plain)
}

/// A Go string literal.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // A byte order mark is refused by Go within a file, whatever it stands in.
            c if c.is_control() || c == '\u{feff}' => {
                out.push_str(&format!("\\U{:08x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exported() {
        assert_eq!(exported("user_id", false), "UserId");
        assert_eq!(exported("user_id", true), "UserID");
        assert_eq!(exported("getV2", false), "GetV2");
        assert_eq!(exported("_x", false), "X");
        assert_eq!(exported("名", false), "X名");
        assert_eq!(type_name("HTTPError"), "HTTPError");
        assert_eq!(type_name("my_type"), "MyType");
    }

    #[test]
    fn only_some_keys_can_stand_in_tags() {
        assert!(is_tag("with space"));
        for key in ["a,b", "quo\"te", "back\\slash", "tick`", "", "-"] {
            assert!(!is_tag(key), "{key}");
        }
    }

    #[test]
    fn strings_are_literals() {
        assert_eq!(
            quoted("a\"b\\\u{7}\n\u{feff}"),
            "\"a\\\"b\\\\\\U00000007\\n\\U0000feff\""
        );
    }

    #[test]
    fn packages_have_names_that_can_be_imported() {
        assert!(check_package("tasksclient").is_ok());
        for name in ["", "main", "type", "a-b", "1a", "ä"] {
            assert!(check_package(name).is_err(), "{name}");
        }
    }
}
