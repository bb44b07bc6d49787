//! Types of std and of well-known crates, in expressions that name nothing but std: whatever else is
//! left to inference.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};

use super::{Made, Writer, any, item_of};
use crate::manifest::Type;
use crate::resolve::RustTy;

impl<'m> Writer<'m> {
    pub(super) fn known(
        &mut self,
        path: &str,
        args: &'m [RustTy],
        json: Option<&'m Type>,
    ) -> Option<Made> {
        let name = path.rsplit("::").next().unwrap_or(path);
        if let Some(value) = self.plain(path, name) {
            return Some(value);
        }
        match (path.split("::").next().unwrap_or_default(), name, args) {
            (_, "Option", [item]) => self.option(item, json),
            (
                "std",
                "Box" | "Rc" | "Arc" | "Cow" | "Cell" | "RefCell" | "Mutex" | "RwLock" | "Reverse"
                | "Wrapping" | "Saturating",
                [inner],
            ) => self.wrapped(name, inner, json),
            ("std", "NonZero", [RustTy::Primitive(of)]) => Some(nonzero(of)),
            ("std", "Range", [index]) if path == "std::ops::Range" => {
                let (code, value) = self.value(index, None)?;
                let range = quote!(::core::ops::Range { start: #code, end: #code });
                Some((range, json!({"start": value, "end": value})))
            }
            ("std", "RangeInclusive", [index]) => {
                let (code, value) = self.value(index, None)?;
                let range = quote!(::core::ops::RangeInclusive::new(#code, #code));
                Some((range, json!({"start": value, "end": value})))
            }
            ("std", "RangeFrom", [index]) => {
                let (code, value) = self.value(index, None)?;
                let range = quote!(::core::ops::RangeFrom { start: #code });
                Some((range, json!({ "start": value })))
            }
            ("std", "RangeTo", [index]) => {
                let (code, value) = self.value(index, None)?;
                let range = quote!(::core::ops::RangeTo { end: #code });
                Some((range, json!({ "end": value })))
            }
            ("std", "Bound", [value]) => {
                if self.is_empty_turn() {
                    return Some((quote!(::core::ops::Bound::Unbounded), json!("Unbounded")));
                }
                let (code, value) = self.value(value, None)?;
                Some((
                    quote!(::core::ops::Bound::Included(#code)),
                    json!({ "Included": value }),
                ))
            }
            ("std", "Result", [ok, err]) => {
                let (variant, of) = if self.round.is_multiple_of(2) {
                    ("Ok", ok)
                } else {
                    ("Err", err)
                };
                let (code, value) = self.value(of, None)?;
                let name = format_ident!("{variant}");
                Some((
                    quote!(::core::result::Result::#name(#code)),
                    json!({ variant: value }),
                ))
            }
            (
                _,
                "Vec" | "VecDeque" | "LinkedList" | "BinaryHeap" | "HashSet" | "BTreeSet"
                | "IndexSet" | "DashSet",
                [item],
            ) => self.list(item, json),
            (_, "HashMap" | "BTreeMap" | "IndexMap" | "DashMap" | "Map", [key, value]) => {
                self.map(key, value, json)
            }
            _ => self.no_value(&format!("`{path}` has no literal")),
        }
    }

    /// Types without arguments.
    fn plain(&self, path: &str, name: &str) -> Option<Made> {
        let parsed = |text: &str| Some((quote!(__codegen::contract::parsed(#text)), any()));
        let into =
            |code: TokenStream, value| Some((quote!(::core::convert::Into::into(#code)), value));
        if let Some(of) = path.strip_prefix("std::num::NonZero")
            && !of.is_empty()
        {
            return Some(nonzero(&of.to_lowercase()));
        }
        if let Some(of) = path.strip_prefix("std::sync::atomic::Atomic") {
            let (code, value) = self.primitive(&of.to_lowercase());
            return into(code, value);
        }
        match (path, name) {
            (_, "String") if path.starts_with("std::") => {
                let (text, value) = self.text();
                Some((quote!(::std::string::String::from(#text)), value))
            }
            ("std::path::PathBuf", _)
            | ("smol_str::SmolStr" | "compact_str::CompactString" | "camino::Utf8PathBuf", _) => {
                let (text, value) = self.text();
                into(text, value)
            }
            ("std::marker::PhantomData", _) => {
                Some((quote!(::core::marker::PhantomData), Value::Null))
            }
            ("std::time::Duration", _) => Some((
                quote!(::core::time::Duration::from_millis(1_500)),
                json!({"secs": 1, "nanos": 500_000_000}),
            )),
            ("std::time::SystemTime", _) => Some((
                quote!(::std::time::UNIX_EPOCH),
                json!({"secs_since_epoch": 0, "nanos_since_epoch": 0}),
            )),
            (_, "Ipv4Addr") | ("std::net::IpAddr", _) => parsed("127.0.0.1"),
            (_, "Ipv6Addr") => parsed("::1"),
            (_, "SocketAddrV4" | "SocketAddr") => parsed("127.0.0.1:80"),
            (_, "SocketAddrV6") => parsed("[::1]:80"),
            ("uuid::Uuid", _) => parsed("936da01f-9abd-4d9d-80c7-02af85c822a8"),
            ("url::Url", _) => parsed("https://example.com/"),
            (_, "Decimal") if path.starts_with("rust_decimal::") => parsed("1.20"),
            ("semver::Version" | "semver::VersionReq", _) => parsed("1.2.3"),
            ("ulid::Ulid", _) => parsed("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            (_, "DateTime") if path.starts_with("chrono::") => parsed("2024-02-29T23:59:59.5Z"),
            (_, "NaiveDateTime") if path.starts_with("chrono::") => parsed("2024-02-29T23:59:59"),
            (_, "NaiveDate") if path.starts_with("chrono::") => parsed("2024-02-29"),
            (_, "NaiveTime") if path.starts_with("chrono::") => parsed("23:59:59"),
            (_, "Value") if path.starts_with("serde_json::") => into(quote!(true), json!(true)),
            (_, "Number") if path.starts_with("serde_json::") => into(quote!(7u8), json!(7)),
            _ => None,
        }
    }

    fn option(&mut self, item: &'m RustTy, json: Option<&'m Type>) -> Option<Made> {
        let none = (quote!(::core::option::Option::None), Value::Null);
        if self.is_empty_turn() {
            return Some(none);
        }
        let json = match json {
            Some(Type::Option { item }) => Some(&**item),
            json => json,
        };
        Some(match self.value(item, json) {
            Some((code, value)) => (quote!(::core::option::Option::Some(#code)), value),
            None => none,
        })
    }

    fn wrapped(&mut self, name: &str, inner: &'m RustTy, json: Option<&'m Type>) -> Option<Made> {
        match inner {
            RustTy::Primitive("str") => {
                let (text, value) = self.text();
                return Some((quote!(::core::convert::Into::into(#text)), value));
            }
            RustTy::Slice(item) => {
                let (code, value) = self.value(item, item_of(json))?;
                let list = match name {
                    "Cow" => quote!(::std::borrow::Cow::Owned(::std::vec::Vec::from([#code]))),
                    _ => quote!(::core::iter::FromIterator::from_iter([#code])),
                };
                return Some((list, json!([value])));
            }
            _ => {}
        }
        let (code, value) = self.value(inner, json)?;
        let code = match name {
            "Box" => quote!(::std::boxed::Box::new(#code)),
            "Rc" => quote!(::std::rc::Rc::new(#code)),
            "Arc" => quote!(::std::sync::Arc::new(#code)),
            "Cow" => quote!(::std::borrow::Cow::Owned(#code)),
            "Cell" => quote!(::core::cell::Cell::new(#code)),
            "RefCell" => quote!(::core::cell::RefCell::new(#code)),
            "Mutex" => quote!(::std::sync::Mutex::new(#code)),
            "RwLock" => quote!(::std::sync::RwLock::new(#code)),
            "Reverse" => quote!(::core::cmp::Reverse(#code)),
            "Wrapping" => quote!(::core::num::Wrapping(#code)),
            _ => quote!(::core::num::Saturating(#code)),
        };
        Some((code, value))
    }

    fn list(&mut self, item: &'m RustTy, json: Option<&'m Type>) -> Option<Made> {
        let empty = (quote!(::core::default::Default::default()), json!([]));
        if self.is_empty_turn() {
            return Some(empty);
        }
        Some(match self.value(item, item_of(json)) {
            Some((code, value)) => {
                let code = quote!(::core::iter::FromIterator::from_iter([#code]));
                (code, json!([value]))
            }
            None => empty,
        })
    }

    fn map(&mut self, key: &'m RustTy, value: &'m RustTy, json: Option<&'m Type>) -> Option<Made> {
        let empty = (quote!(::core::default::Default::default()), json!({}));
        if self.is_empty_turn() {
            return Some(empty);
        }
        let types = match json {
            Some(Type::Map { key, value }) => (Some(&**key), Some(&**value)),
            _ => (None, None),
        };
        let (Some((key, name)), Some((value, json))) =
            (self.value(key, types.0), self.value(value, types.1))
        else {
            return Some(empty);
        };
        let name = match name {
            Value::String(name) => Some(name),
            name @ (Value::Number(_) | Value::Bool(_)) => Some(name.to_string()),
            _ => None,
        };
        let code = quote!(::core::iter::FromIterator::from_iter([(#key, #value)]));
        let json = name.map_or_else(any, |name| Value::Object(Map::from_iter([(name, json)])));
        Some((code, json))
    }
}

fn nonzero(of: &str) -> Made {
    let number: TokenStream = format!("1{of}").parse().expect("a number with its type");
    (quote!(__codegen::contract::tried(#number)), json!(1))
}
