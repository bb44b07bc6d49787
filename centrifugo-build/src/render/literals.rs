//! Values of results as Rust writes them, each with the JSON that the manifest says it has.
//!
//! In: a result's Rust type, the manifest. Out: expressions, and why there is none of some part. The
//! JSON is compared at the user's: where it is not known here, it has one of the marks.

mod items;
mod known;

use std::collections::{BTreeMap, HashMap};

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Value, json};

use crate::manifest::{Manifest, Type, TypeDef};
use crate::resolve::{RustTy, Written};

/// Anything may be there. The marks are those of the runtime's `contract/literal.rs`.
const ANY: &str = "\0any";
/// A key may be missing.
const OPTIONAL: &str = "\0optional";
/// There may be more keys.
const MORE: &str = "\0more";

/// Values of one result, unless its enums have more variants.
const ROUNDS: usize = 3;
const MOST_ROUNDS: usize = 24;

/// From this depth on, what holds nothing is chosen; deeper than the end, there is no value.
const DEEP: usize = 4;
const END: usize = 16;

/// Parts of one value, and of all values of a crate; then each result has one.
const LARGE: usize = 2_000;
const LARGE_CRATE: usize = 20_000;

/// A value: the expression and its JSON.
type Made = (TokenStream, Value);

/// Values of one result.
#[derive(Debug, Default)]
pub(super) struct Literals {
    /// Expression and JSON, as text.
    pub(super) values: Vec<(String, String)>,
    /// A part of which there is no value, and why.
    pub(super) gap: Option<String>,
}

/// Makes values. Variants take turns, over all results.
#[derive(Debug)]
pub(super) struct Writer<'m> {
    written: &'m Written,
    types: HashMap<&'m str, &'m TypeDef>,
    /// How many variants of an enum had their turn.
    turns: BTreeMap<&'m str, usize>,
    /// Enums of this result, with the number of their variants.
    met: BTreeMap<&'m str, usize>,
    gap: Option<String>,
    round: usize,
    depth: usize,
    size: usize,
    total: usize,
}

impl<'m> Writer<'m> {
    pub(super) fn new(manifest: &'m Manifest, written: &'m Written) -> Self {
        Self {
            written,
            types: manifest.types_by_id(),
            turns: BTreeMap::new(),
            met: BTreeMap::new(),
            gap: None,
            round: 0,
            depth: 0,
            size: 0,
            total: 0,
        }
    }

    /// Values of a method's result; none if other proofs will do.
    pub(super) fn literals(&mut self, method: &str, result: &'m Type) -> Literals {
        let mut literals = Literals::default();
        let Some(ty) = self.written.results.get(method) else {
            return literals;
        };
        self.met.clear();
        self.gap = None;
        for round in 0..MOST_ROUNDS {
            let is_enough = round >= ROUNDS && self.had_all_variants();
            if is_enough || round > 0 && self.total > LARGE_CRATE {
                break;
            }
            self.round = round;
            self.depth = 0;
            self.size = 0;
            if let Some((code, json)) = self.value(ty, Some(result)) {
                let code = code.to_string();
                if !literals.values.iter().any(|(other, _)| *other == code) {
                    literals.values.push((code, json.to_string()));
                }
            }
            self.total += self.size;
        }
        literals.gap = self.gap.take();
        literals
    }

    fn had_all_variants(&self) -> bool {
        let mut met = self.met.iter();
        met.all(|(id, variants)| self.turns.get(id).is_some_and(|turns| turns >= variants))
    }

    /// `json` is what the manifest says of it, none if that is of another form.
    fn value(&mut self, ty: &'m RustTy, json: Option<&'m Type>) -> Option<Made> {
        self.size += 1;
        if self.depth >= END || self.size >= LARGE {
            return self.no_value("a value of it is too large");
        }
        self.depth += 1;
        let made = self.made(ty, json);
        self.depth -= 1;
        made
    }

    fn made(&mut self, ty: &'m RustTy, json: Option<&'m Type>) -> Option<Made> {
        match ty {
            RustTy::Primitive(name) => Some(self.primitive(name)),
            RustTy::Tuple(items) => {
                let types: Vec<Option<&Type>> = match json {
                    Some(Type::Tuple { items }) => items.iter().map(Some).collect(),
                    _ => vec![None; items.len()],
                };
                if items.is_empty() {
                    return Some((quote!(()), Value::Null));
                }
                let items = items.iter().zip(types);
                let items = items.map(|(item, json)| self.value(item, json));
                let (codes, values): (Vec<_>, Vec<_>) =
                    items.collect::<Option<Vec<_>>>()?.into_iter().unzip();
                Some((quote!((#(#codes,)*)), Value::Array(values)))
            }
            RustTy::Array(item, len) => {
                let (code, value) = self.value(item, item_of(json))?;
                let values = (0..*len).map(|_| value.clone()).collect();
                Some((quote!(::core::array::from_fn(|_| #code)), values))
            }
            RustTy::Slice(_) => self.no_value("a slice has no literal"),
            RustTy::Reference(inner) => match &**inner {
                RustTy::Primitive("str") => Some(self.text()),
                RustTy::Slice(item) => {
                    let (code, value) = self.value(item, item_of(json))?;
                    let code = quote!(&*::std::vec::Vec::leak(::std::vec::Vec::from([#code])));
                    Some((code, json!([value])))
                }
                inner => {
                    let (code, value) = self.value(inner, json)?;
                    let code = quote!(&*::std::boxed::Box::leak(::std::boxed::Box::new(#code)));
                    Some((code, value))
                }
            },
            RustTy::Item(id) => self.item(id, json),
            RustTy::Known(path, args) => self.known(path, args, json),
            RustTy::Other(what) => self.no_value(&format!("{what} has no literal")),
        }
    }

    fn no_value(&mut self, why: &str) -> Option<Made> {
        self.gap.get_or_insert_with(|| why.to_owned());
        None
    }

    /// Is it time for a value that holds nothing?
    fn is_empty_turn(&self) -> bool {
        self.round % 2 == 1 || self.depth > DEEP
    }

    fn text(&self) -> Made {
        let text = ["text", "", "\"é\\\n😀"][self.round % 3];
        (quote!(#text), json!(text))
    }

    fn primitive(&self, name: &str) -> Made {
        // The ends of ranges where every target and `Value` have them.
        let number = match name {
            "bool" => ["true", "false", "true"],
            "char" => {
                let value = ['a', '"', '😀'][self.round % 3];
                return (quote!(#value), json!(value));
            }
            "str" => return self.text(),
            "f32" | "f64" => ["0.5", "-1.5", "0.0"],
            "i8" => ["1", "127", "-128"],
            "i16" => ["1", "32767", "-32768"],
            "i32" => ["1", "2147483647", "-2147483648"],
            "i64" => ["1", "9223372036854775807", "-9223372036854775808"],
            "u8" => ["1", "255", "0"],
            "u16" => ["1", "65535", "0"],
            "u32" => ["1", "4294967295", "0"],
            "u64" => ["1", "18446744073709551615", "0"],
            _ => ["1", "7", "0"],
        }[self.round % 3];
        let suffix = if name == "bool" { "" } else { name };
        let code = format!("{number}{suffix}");
        let code: TokenStream = code.parse().expect("a number with its type");
        let value = serde_json::from_str(number).expect("a number is JSON");
        (code, value)
    }
}

/// The elements of an array, if it is one.
fn item_of(json: Option<&Type>) -> Option<&Type> {
    match json {
        Some(Type::List { item, .. } | Type::Array { item, .. }) => Some(item),
        _ => None,
    }
}

fn any() -> Value {
    json!({ ANY: null })
}
