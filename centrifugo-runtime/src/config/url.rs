//! A URL of which no log shows what may be secret in it.

use std::fmt;

#[derive(Clone)]
pub(super) struct Url(String);

impl Url {
    pub(super) fn new(url: String) -> Self {
        Self(url)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Without a name and password before the host, and without a query.
impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.0.split(['?', '#']).next().unwrap_or_default();
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let host = authority.rsplit('@').next().unwrap_or_default();
        write!(f, "{scheme}://{host}{path}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        for (url, shown) in [
            ("https://host/api", "https://host/api"),
            (
                "https://me:pass@word@host:1/api?key=pass",
                "https://host:1/api",
            ),
            ("http://me:pass@host", "http://host"),
        ] {
            assert_eq!(format!("{:?}", Url::new(url.to_owned())), shown);
        }
    }
}
