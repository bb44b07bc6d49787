//! Go identifiers. Exported ones begin with a capital, so no keyword and no predeclared name is in
//! their way, and neither is the name of an imported package.

use heck::ToUpperCamelCase as _;

/// Words that Go's own style writes in one case.
/// Source: `commonInitialisms` of golang.org/x/lint.
const INITIALISMS: [&str; 39] = [
    "acl", "api", "ascii", "cpu", "css", "dns", "eof", "guid", "html", "http", "https", "id", "ip",
    "json", "lhs", "qps", "ram", "rhs", "rpc", "sla", "smtp", "sql", "ssh", "tcp", "tls", "ttl",
    "udp", "ui", "uid", "uuid", "uri", "url", "utf8", "vm", "xml", "xmpp", "xsrf", "xss", "db",
];

/// The exported form of a snake_case name: `user_id` is `UserId`, or `UserID` with initialisms.
pub(super) fn exported(name: &str, initialisms: bool) -> String {
    let word = |word: &str| {
        if initialisms && INITIALISMS.contains(&word.to_lowercase().as_str()) {
            word.to_uppercase()
        } else {
            word.to_upper_camel_case()
        }
    };
    let joined: String = if initialisms {
        name.split('_')
            .filter(|part| !part.is_empty())
            .map(word)
            .collect()
    } else {
        name.to_upper_camel_case()
    };
    // Go exports by a capital; what has none, as a name in Chinese, needs one before it.
    if joined.starts_with(char::is_uppercase) {
        joined
    } else {
        format!("X{joined}")
    }
}

/// Names that the package itself exports, other than those that the build refuses already.
pub(super) const OWN: [&str; 18] = [
    "APIClient",
    "Caller",
    "ConnectionError",
    "ErrDisconnected",
    "NewAPIClient",
    "NewAPIClientWithCaller",
    "RPCError",
    "Tuple2",
    "Tuple3",
    "Tuple4",
    "Tuple5",
    "Tuple6",
    "Uint8s",
    "WithConnectTimeout",
    "WithMaxRequestSize",
    "WithRequireUserChannel",
    "WithTimeout",
    "WithUserMessageHandler",
];

/// Can `encoding/json` have this key in a field's tag?
/// Source: `isValidTag` of encoding/json; a comma would begin the tag's options.
pub(super) fn is_tag(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|c| "!#$%&()*+-./:;<=>?@[]^_{|}~ ".contains(c) || c.is_alphanumeric())
}

/// A Go string literal.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
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
    fn exported_names() {
        assert_eq!(exported("user_id", false), "UserId");
        assert_eq!(exported("user_id", true), "UserID");
        assert_eq!(exported("type", false), "Type");
        assert_eq!(exported("_x", false), "X");
    }

    #[test]
    fn tags_and_strings() {
        assert!(is_tag("with space"));
        assert!(!is_tag("a,b"));
        assert!(!is_tag("quo\"te"));
        assert_eq!(quoted("a\"b\\\u{7}\n"), "\"a\\\"b\\\\\\U00000007\\n\"");
    }
}
