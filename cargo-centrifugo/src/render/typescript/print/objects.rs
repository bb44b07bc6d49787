//! Object types as text.

use std::borrow::Cow;

use super::super::layout::Doc;
use super::super::ts::{Index, Object, Property, Ts};
use super::{Place, add_type};

/// An object with one member a line.
pub(super) fn add_object<'a>(doc: &mut Doc<'a>, object: &'a Object<'_>) {
    let lines = object.properties.iter().map(Line::Property);
    let mut lines: Vec<Line<'_>> = lines.collect();
    lines.extend(object.index.as_ref().map(Line::Index));
    doc.block(lines.into_iter(), |doc, line| match line {
        Line::Property(property) => {
            add_comment(doc, &property.docs);
            doc.text(&*property.key);
            add_member(doc, property.optional, &property.r#type);
        }
        Line::Index(index) => {
            add_comment(doc, &index.docs);
            add_index(doc, ["key: ", index.key]);
            add_member(doc, false, &index.value);
        }
    });
}

/// An object type with one member that is no property: `{ [KEY]MARK: T }`
pub(super) fn add_braces<'a>(
    doc: &mut Doc<'a>,
    key: [&'a str; 2],
    mark: &'static str,
    value: &'a Ts<'_>,
) {
    doc.group(|doc| {
        doc.text("{");
        doc.indent(|doc| {
            doc.line();
            add_index(doc, key);
            doc.texts([mark, ": "]);
            add_type(doc, value, Place::Alone);
            doc.if_broken(";");
        });
        doc.line();
        doc.text("}");
    });
}

/// `[KEY]`
pub(super) fn add_index<'a>(doc: &mut Doc<'a>, key: [&'a str; 2]) {
    doc.group(|doc| {
        doc.text("[");
        doc.indent(|doc| {
            doc.softline();
            doc.texts(key);
        });
        doc.softline();
        doc.text("]");
    });
}

/// What a line of an object says.
enum Line<'a> {
    Property(&'a Property<'a>),
    Index(&'a Index<'a>),
}

/// The comment on lines of its own, as [`super::super::docs::comment`] has it.
fn add_comment<'a>(doc: &mut Doc<'a>, lines: &'a [Cow<'_, str>]) {
    match lines {
        [] => {}
        [line] => {
            doc.texts(["/** ", line, " */"]);
            doc.hardline();
        }
        lines => {
            doc.text("/**");
            doc.hardline();
            for line in lines {
                doc.texts([" * ", line]);
                doc.hardline();
            }
            doc.text(" */");
            doc.hardline();
        }
    }
}

/// What follows a key.
pub(super) fn add_member<'a>(doc: &mut Doc<'a>, optional: bool, ty: &'a Ts<'_>) {
    doc.text(if optional { "?: " } else { ": " });
    add_type(doc, ty, Place::Alone);
    doc.text(";");
}
