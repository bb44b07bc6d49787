//! Types, checks and signatures as text: knows where prettier breaks each of them.

use super::docs;
use super::layout::Doc;
use super::types::{Check, Property, Ts};

/// What a type stands in; prettier breaks unions differently in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Alone,
    /// In brackets of any sort that break around it.
    Bare,
    Array,
    Tuple,
}

fn type_doc(ty: &Ts, place: Place) -> Doc {
    match ty {
        Ts::Word(word) => Doc::text(word),
        Ts::Array(item) => Doc::Concat(vec![type_doc(item, Place::Array), Doc::text("[]")]),
        Ts::Tuple(items) => {
            let place = if items.len() > 1 {
                Place::Tuple
            } else {
                Place::Bare
            };
            let items = items.iter().map(|item| type_doc(item, place)).collect();
            Doc::list("[", items, "]")
        }
        Ts::Union(items) => union_doc(items, place),
        Ts::Index(key, value) => braces(&format!("key: {key}"), "", value),
        Ts::Mapped(key, value) => braces(&format!("key in {key}"), "?", value),
        Ts::Object(properties) => Doc::block(properties.iter().map(property_doc).collect()),
    }
}

/// An object type with one member that is no property: `{ [KEY]MARK: T }`
fn braces(key: &str, mark: &str, value: &Ts) -> Doc {
    let key = Doc::Concat(vec![Doc::Softline, Doc::text(key)]).indent();
    let key = vec![Doc::text("["), key, Doc::Softline, Doc::text("]")];
    Doc::Concat(vec![
        Doc::text("{"),
        Doc::Concat(vec![
            Doc::Line,
            Doc::Concat(key).group(),
            Doc::text(format!("{mark}: ")),
            type_doc(value, Place::Alone),
            Doc::text(";").if_broken(),
        ])
        .indent(),
        Doc::Line,
        Doc::text("}"),
    ])
    .group()
}

/// Does the union stay together, as `T | null` does?
fn stays_together(items: &[Ts]) -> bool {
    let is_null = |ty: &Ts| *ty == Ts::Word("null".to_owned());
    let holds_together = |ty: &Ts| match ty {
        Ts::Word(word) => !KEYWORDS.contains(&word.as_str()) && !word.starts_with(['"', '\'']),
        Ts::Index(..) | Ts::Object(_) => true,
        _ => false,
    };
    let others: Vec<&Ts> = items.iter().filter(|ty| !is_null(ty)).collect();
    matches!(others.as_slice(), [one] if holds_together(one))
}

/// The words among types that are no names.
const KEYWORDS: &[&str] = &[
    "boolean", "never", "null", "number", "string", "unknown", "void",
];

fn union_doc(items: &[Ts], place: Place) -> Doc {
    if stays_together(items) {
        let members = items.iter().map(|ty| type_doc(ty, Place::Alone));
        let union = Doc::join(members, &Doc::text(" | "));
        return match place {
            Place::Array => Doc::Concat(vec![Doc::text("("), union, Doc::text(")")]),
            _ => union,
        };
    }
    let bar = Doc::Concat(vec![Doc::Line, Doc::text("| ")]);
    let members = Doc::join(
        items.iter().map(|ty| type_doc(ty, Place::Alone).indent()),
        &bar,
    );
    let union = Doc::Concat(vec![Doc::text("| ").if_broken(), members]).group();
    match place {
        Place::Bare => union,
        Place::Alone => Doc::Concat(vec![Doc::Softline, union]).indent().group(),
        Place::Array => {
            let union = Doc::Concat(vec![Doc::Softline, union]).indent();
            let union = Doc::Concat(vec![union, Doc::Softline]).group();
            Doc::Concat(vec![Doc::text("("), union, Doc::text(")")])
        }
        Place::Tuple => {
            let open = Doc::Concat(vec![Doc::text("("), Doc::Softline]).if_broken();
            let union = Doc::Concat(vec![open, union]).indent();
            Doc::Concat(vec![union, Doc::Softline, Doc::text(")").if_broken()]).group()
        }
    }
}

fn property_doc(property: &Property) -> Doc {
    let mut lines: Vec<Doc> = docs::comment(&property.docs, 0)
        .lines()
        .map(Doc::text)
        .collect();
    let mark = if property.optional { "?" } else { "" };
    lines.push(Doc::Concat(vec![
        Doc::text(format!("{}{mark}: ", property.key)),
        type_doc(&property.r#type, Place::Alone),
        Doc::text(";"),
    ]));
    Doc::join(lines, &Doc::Hardline)
}

/// `interface X { … }` or `type X = …;`
pub(super) fn declaration(name: &str, ty: &Ts) -> String {
    match ty {
        // An interface without members would take anything.
        Ts::Object(properties) if properties.is_empty() => {
            format!("export interface {name} {{\n  [key: string]: never;\n}}")
        }
        Ts::Object(_) => {
            let head = Doc::text(format!("export interface {name} "));
            Doc::Concat(vec![head, type_doc(ty, Place::Alone)]).print(0)
        }
        Ts::Union(items) if !stays_together(items) => {
            let union = Doc::Concat(vec![Doc::Line, union_doc(items, Place::Bare)]);
            let head = Doc::text(format!("export type {name} ="));
            let parts = vec![head, union.indent().group(), Doc::text(";")];
            Doc::Concat(parts).print(0)
        }
        _ => {
            let head = Doc::text(format!("export type {name} ="));
            let ty = type_doc(ty, Place::Alone).assigned();
            Doc::Concat(vec![head, ty, Doc::text(";")]).print(0)
        }
    }
}

/// A variant's `name`, and its constructor if it has fields.
pub(super) fn class_name(name: &str) -> String {
    let head = Doc::text("override readonly name: string =");
    let literal = Doc::text(format!("\"{name}\""));
    let literal = Doc::Concat(vec![Doc::Line, literal]).indent().group();
    Doc::Concat(vec![head, literal, Doc::text(";")]).print(2)
}

/// The line of a constructor of a variant with fields.
pub(super) fn constructor(fields: &str) -> String {
    let params = vec![
        Doc::text("answer: $RPCAnswer"),
        Doc::text(format!("fields: {fields}")),
    ];
    let params = Doc::list("(", params, ")");
    Doc::Concat(vec![Doc::text("constructor"), params, Doc::text(" {")]).print(2)
}

/// A method's line up to its body: `name(…): Promise<…> {`
pub(super) fn signature(name: &str, params: Option<&Ts>, result: &Ts) -> String {
    let mut items = vec![];
    if let Some(params) = params {
        let ty = type_doc(params, Place::Alone);
        items.push(Doc::Concat(vec![Doc::text("params: "), ty]));
    }
    items.push(Doc::text("options?: RPCCallOptions"));
    let single = items.len() == 1;
    let comma = Doc::Concat(vec![Doc::text(","), Doc::Line]);
    let params = Doc::Concat(vec![
        Doc::text("("),
        Doc::Concat(vec![Doc::Softline, Doc::join(items, &comma)]).indent(),
        Doc::text(",").if_broken(),
        Doc::Softline,
        Doc::text(")"),
    ]);
    let print = |params: Doc, result: Doc| {
        let both = Doc::Concat(vec![params, Doc::text(": "), result]);
        Doc::Concat(vec![Doc::text(name), both.group(), Doc::text(" {")]).print(2)
    };
    let text = print(params.clone(), promise(result));
    // With an object that is broken in the result, a single param stays on its line: prettier's
    // `shouldGroupFunctionParameters`.
    if single
        && text
            .lines()
            .any(|line| line.ends_with('{') && !line.ends_with(" {") || line.trim_start() == "{")
    {
        return print(params.group(), promise(result));
    }
    text
}

fn promise(result: &Ts) -> Doc {
    let stays = match result {
        Ts::Word(_) | Ts::Index(..) | Ts::Mapped(..) | Ts::Object(_) => true,
        Ts::Union(items) => stays_together(items),
        Ts::Array(_) | Ts::Tuple(_) => false,
    };
    let item = type_doc(result, Place::Bare);
    if stays {
        return Doc::Concat(vec![Doc::text("Promise<"), item, Doc::text(">")]);
    }
    Doc::Concat(vec![
        Doc::text("Promise<"),
        Doc::Concat(vec![Doc::Softline, item]).indent(),
        Doc::Softline,
        Doc::text(">"),
    ])
    .group()
}

/// `key: [a, b],` on a line indented by `indent`.
pub(super) fn array_entry(key: &str, items: Vec<String>, indent: usize) -> String {
    let items = items.into_iter().map(Doc::text).collect();
    let parts = vec![
        Doc::text(format!("{key}: ")),
        Doc::list("[", items, "]"),
        Doc::text(","),
    ];
    Doc::Concat(parts).print(indent)
}

/// How names are written where a check is.
#[derive(Debug, Clone, Copy)]
pub(super) struct CheckNames {
    /// The constant for an integer.
    pub(super) int: &'static str,
    /// What stands before the name of a type's check.
    pub(super) prefix: &'static str,
    /// Are all checks there when this one is made? If not, they are named in functions.
    pub(super) all_there: bool,
}

/// `export const checkX: $Check = …;`
pub(super) fn check_constant(name: &str, check: &Check, names: CheckNames) -> String {
    let head = Doc::text(format!("export const check{name}: $Check ="));
    Doc::Concat(vec![head, value_doc(check, names), Doc::text(";")]).print(0)
}

/// `key: …,` on a line indented by `indent`.
pub(super) fn check_entry(key: &str, check: &Check, names: CheckNames, indent: usize) -> String {
    property_of(key, check, names).print(indent)
}

fn property_of(key: &str, check: &Check, names: CheckNames) -> Doc {
    // prettier breaks after a key only if that gains enough: `isObjectPropertyWithShortKey`.
    let value = if key.chars().count() < 5 {
        Doc::Concat(vec![Doc::text(" "), check_doc(check, names)])
    } else {
        value_doc(check, names)
    };
    Doc::Concat(vec![Doc::text(format!("{key}:")), value, Doc::text(",")])
}

/// A check after the `:` or `=` that it is assigned with.
fn value_doc(check: &Check, names: CheckNames) -> Doc {
    let doc = check_doc(check, names);
    match check {
        // An arrow stays with its key.
        Check::Named(_) if !names.all_there => Doc::Concat(vec![Doc::text(" "), doc]),
        _ => doc.assigned(),
    }
}

fn check_doc(check: &Check, names: CheckNames) -> Doc {
    let entry = |key: &str, check: &Check| property_of(key, check, names);
    let entries = |checks: &[(String, Check)]| {
        Doc::block(
            checks
                .iter()
                .map(|(key, check)| entry(key, check))
                .collect(),
        )
    };
    match check {
        Check::Integer => Doc::text(names.int),
        Check::Named(name) if names.all_there => Doc::text(format!("{}{name}", names.prefix)),
        Check::Named(name) => {
            let name = Doc::text(format!("{}{name}", names.prefix));
            let body = Doc::Concat(vec![Doc::Line, name]).indent().group();
            Doc::Concat(vec![Doc::text("() =>"), body])
        }
        Check::Each(item) => Doc::block(vec![entry("each", item)]),
        Check::Fields(fields) => {
            let fields = Doc::Concat(vec![Doc::text("fields: "), entries(fields), Doc::text(",")]);
            Doc::block(vec![fields])
        }
        Check::Tagged(tag, variants) => Doc::block(vec![
            Doc::text(format!("tag: {},", super::names::string(tag))),
            Doc::Concat(vec![
                Doc::text("variants: "),
                entries(variants),
                Doc::text(","),
            ]),
        ]),
    }
}
