//! Which `#[cfg(…)]` hold, as rustc would say for the build that the manifest is for.

use std::collections::{BTreeMap, BTreeSet};

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitBool, LitStr, Token};

/// The configuration of a build: `unix`, `feature = "x"`, `target_os = "linux"` …
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cfg {
    names: BTreeSet<String>,
    values: BTreeMap<String, BTreeSet<String>>,
    target: Option<String>,
}

impl Cfg {
    /// Reads `CARGO_CFG_*` and `TARGET` from the environment of a build script.
    pub fn from_build_script() -> Self {
        let mut cfg = Self {
            target: std::env::var("TARGET").ok(),
            ..Self::default()
        };
        for (key, value) in std::env::vars_os() {
            let (Some(key), Some(value)) = (key.to_str(), value.to_str()) else {
                continue;
            };
            let Some(name) = key.strip_prefix("CARGO_CFG_") else {
                continue;
            };
            let name = name.to_lowercase();
            if value.is_empty() {
                cfg.names.insert(name);
            } else {
                cfg.values
                    .entry(name)
                    .or_default()
                    .extend(value.split(',').map(str::to_owned));
            }
        }
        cfg
    }

    /// Reads what `rustc --print cfg` prints: a `name` or `name="value"` a line.
    pub fn from_rustc(printed: &str) -> Self {
        let mut cfg = Self::default();
        printed.lines().for_each(|line| cfg.add(line));
        cfg
    }

    /// Adds `name` or `name="value"`.
    pub fn add(&mut self, entry: &str) {
        match entry.split_once('=') {
            Some((name, value)) => {
                let value = value.trim().trim_matches('"').to_owned();
                self.values
                    .entry(name.trim().to_owned())
                    .or_default()
                    .insert(value);
            }
            None => {
                self.names.insert(entry.trim().to_owned());
            }
        }
    }

    /// Adds a feature of the package.
    pub fn add_feature(&mut self, feature: &str) {
        self.values
            .entry("feature".to_owned())
            .or_default()
            .insert(feature.to_owned());
    }

    /// Says which target it is: which dependencies there are depends on it.
    pub fn set_target(&mut self, triple: &str) {
        self.target = Some(triple.to_owned());
    }

    /// The target's triple.
    pub(crate) fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// The package's features.
    pub(crate) fn features(&self) -> impl Iterator<Item = &str> {
        let features = self.values.get("feature").into_iter().flatten();
        features.map(String::as_str)
    }

    /// The same target, and another package with these features.
    pub(crate) fn of_dependency(&self, features: &[String]) -> Self {
        let mut cfg = self.clone();
        cfg.values.remove("feature");
        features.iter().for_each(|feature| cfg.add_feature(feature));
        cfg
    }

    pub(crate) fn holds(&self, predicate: &Predicate) -> bool {
        match predicate {
            Predicate::Name(name) => self.names.contains(name),
            Predicate::Value(name, value) => self
                .values
                .get(name)
                .is_some_and(|values| values.contains(value)),
            Predicate::Literal(value) => *value,
            Predicate::All(all) => all.iter().all(|predicate| self.holds(predicate)),
            Predicate::Any(any) => any.iter().any(|predicate| self.holds(predicate)),
            Predicate::Not(predicate) => !self.holds(predicate),
        }
    }
}

/// What stands in `cfg(…)`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Predicate {
    Name(String),
    Value(String, String),
    Literal(bool),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
}

impl Parse for Predicate {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitBool) {
            return Ok(Self::Literal(input.parse::<LitBool>()?.value));
        }
        let name: Ident = input.call(syn::ext::IdentExt::parse_any)?;
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            return Ok(Self::Value(
                name.to_string(),
                input.parse::<LitStr>()?.value(),
            ));
        }
        if !input.peek(syn::token::Paren) {
            return Ok(Self::Name(name.to_string()));
        }
        let content;
        syn::parenthesized!(content in input);
        let list = Punctuated::<Self, Token![,]>::parse_terminated(&content)?;
        let mut list: Vec<Self> = list.into_iter().collect();
        match (name.to_string().as_str(), list.len()) {
            ("all", _) => Ok(Self::All(list)),
            ("any", _) => Ok(Self::Any(list)),
            ("not", 1) => Ok(Self::Not(Box::new(list.remove(0)))),
            _ => Err(syn::Error::new(
                name.span(),
                "expected `all(…)`, `any(…)` or `not(…)`",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(cfg: &Cfg, predicate: &str) -> bool {
        cfg.holds(&syn::parse_str(predicate).unwrap())
    }

    #[test]
    fn predicates_hold_as_in_rustc() {
        let mut cfg = Cfg::from_rustc("unix\ntarget_os=\"linux\"\n");
        cfg.add_feature("extra");
        assert!(holds(&cfg, "unix"));
        assert!(!holds(&cfg, "windows"));
        assert!(holds(
            &cfg,
            "all(unix, target_os = \"linux\", feature = \"extra\")"
        ));
        assert!(holds(&cfg, "not(any(windows, feature = \"other\"))"));
        assert!(holds(&cfg, "all()"));
        assert!(!holds(&cfg, "any()"));
        assert!(!holds(&cfg, "test"));
        assert!(holds(&cfg, "true"));
    }

    #[test]
    fn a_dependency_has_the_target_and_features_of_its_own() {
        let mut cfg = Cfg::from_rustc("unix");
        cfg.add_feature("extra");
        let other = cfg.of_dependency(&["std".to_owned()]);
        assert!(holds(&other, "all(unix, feature = \"std\")"));
        assert!(!holds(&other, "feature = \"extra\""));
    }
}
