//! Types, checks and signatures as text: knows where prettier breaks each of them.

use super::docs;
use super::layout::Doc;
use super::types::{Check, Property, Ts};

/// What a type stands in; prettier breaks unions differently in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Alone,
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
                Place::Alone
            };
            let items = items.iter().map(|item| type_doc(item, place)).collect();
            Doc::list("[", items, "]")
        }
        Ts::Union(items) => union_doc(items, place),
        Ts::Index(key, value) => braces(&format!("[key: {key}]: "), value),
        Ts::Mapped(key, value) => braces(&format!("[key in {key}]?: "), value),
        Ts::Object(properties) => Doc::block(properties.iter().map(property_doc).collect()),
    }
}

/// An object type with one member that is no property.
fn braces(head: &str, value: &Ts) -> Doc {
    Doc::Concat(vec![
        Doc::text("{"),
        Doc::Concat(vec![
            Doc::Line,
            Doc::text(head),
            type_doc(value, Place::Alone),
            Doc::text(";").if_broken(),
        ])
        .indent(),
        Doc::Line,
        Doc::text("}"),
    ])
    .group()
}

fn union_doc(items: &[Ts], place: Place) -> Doc {
    let is_object = |ty: &Ts| matches!(ty, Ts::Index(..) | Ts::Mapped(..) | Ts::Object(_));
    let nulls = items
        .iter()
        .filter(|ty| **ty == Ts::Word("null".to_owned()))
        .count();
    let bar = Doc::Concat(vec![Doc::Line, Doc::text("| ")]);
    // `{ … } | null` stays together.
    if items.len() == nulls + 1 && items.iter().any(is_object) {
        let members = items.iter().map(|ty| type_doc(ty, Place::Alone));
        let joined = Doc::join(members, &Doc::text(" | "));
        return match place {
            Place::Array => Doc::Concat(vec![Doc::text("("), joined, Doc::text(")")]),
            _ => joined,
        };
    }
    let members = Doc::join(
        items.iter().map(|ty| type_doc(ty, Place::Alone).indent()),
        &bar,
    );
    let start = |before: Vec<Doc>| Doc::Concat(before).if_broken();
    match place {
        Place::Alone => Doc::Concat(vec![start(vec![bar]), members])
            .indent()
            .group(),
        Place::Array => {
            let union = Doc::Concat(vec![start(vec![bar]), members]).indent();
            let union = Doc::Concat(vec![union, Doc::Softline]).group();
            Doc::Concat(vec![Doc::text("("), union, Doc::text(")")])
        }
        Place::Tuple => {
            let open = start(vec![Doc::text("("), Doc::Softline]);
            let union = Doc::Concat(vec![open, start(vec![Doc::text("| ")]), members]).indent();
            let close = start(vec![Doc::text(")")]);
            Doc::Concat(vec![union, Doc::Softline, close]).group()
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
        Ts::Word(_) | Ts::Array(_) => {
            let ty = Doc::Concat(vec![Doc::Line, type_doc(ty, Place::Alone), Doc::text(";")]);
            let head = Doc::text(format!("export type {name} ="));
            Doc::Concat(vec![head, ty.indent()]).group().print(0)
        }
        _ => {
            let head = Doc::text(format!("export type {name} = "));
            Doc::Concat(vec![head, type_doc(ty, Place::Alone), Doc::text(";")]).print(0)
        }
    }
}

/// A type on a line indented by `indent` that begins with `head` and ends with `;`.
pub(super) fn member(head: &str, ty: &Ts, indent: usize) -> String {
    let parts = vec![Doc::text(head), type_doc(ty, Place::Alone), Doc::text(";")];
    Doc::Concat(parts).print(indent)
}

/// A method's line up to its body: `name(…): Promise<…> {`
pub(super) fn signature(name: &str, params: Option<&Ts>, result: &Ts) -> String {
    let mut items = vec![];
    if let Some(params) = params {
        items.push(Doc::Concat(vec![
            Doc::text("params: "),
            type_doc(params, Place::Alone),
        ]));
    }
    items.push(Doc::text("options?: RPCCallOptions"));
    let comma = Doc::Concat(vec![Doc::text(","), Doc::Line]);
    let params = vec![
        Doc::text("("),
        Doc::Concat(vec![Doc::Softline, Doc::join(items, &comma)]).indent(),
        Doc::text(",").if_broken(),
        Doc::Softline,
        Doc::text("): "),
        promise(result),
    ];
    let parts = vec![
        Doc::text(name),
        Doc::Concat(params).group(),
        Doc::text(" {"),
    ];
    Doc::Concat(parts).print(2)
}

fn promise(result: &Ts) -> Doc {
    let item = match result {
        // The members of a type argument's union are not indented once more.
        Ts::Union(items) => match union_doc(items, Place::Alone) {
            Doc::Group(group) => match *group {
                Doc::Indent(union) => Doc::Group(union),
                other => Doc::Group(Box::new(other)),
            },
            other => other,
        },
        other => type_doc(other, Place::Alone),
    };
    if matches!(
        result,
        Ts::Word(_) | Ts::Index(..) | Ts::Mapped(..) | Ts::Object(_)
    ) {
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

/// `head` and the check, on a line indented by `indent`.
pub(super) fn check(head: &str, check: &Check, names: CheckNames, indent: usize) -> String {
    Doc::Concat(vec![Doc::text(head), check_doc(check, names)]).print(indent)
}

fn check_doc(check: &Check, names: CheckNames) -> Doc {
    let entry = |key: &str, check: &Check| {
        let value = check_doc(check, names);
        Doc::Concat(vec![Doc::text(format!("{key}: ")), value, Doc::text(",")])
    };
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
