//! Doc comments of the manifest as TSDoc.

use std::borrow::Cow;

use centrifugo_build::manifest::{
    Content, Deprecated, Field, Presence, Shape, Tagging, Type, Variant,
};

use super::literals;
use super::ts::Lines;
use super::types::{format_docs, is_untagged};

/// The lines of a doc comment: what the source says, paragraphs of ours, and the deprecation.
pub(super) fn item<'a>(
    docs: Option<&'a str>,
    paragraphs: &[String],
    deprecated: Option<&Deprecated>,
) -> Lines<'a> {
    let mut lines: Lines<'a> = docs
        .iter()
        .flat_map(|docs| docs.lines())
        .map(escape)
        .collect();
    for paragraph in paragraphs {
        separate(&mut lines);
        lines.extend(
            paragraph
                .lines()
                .map(|line| line.trim_end().replace("*/", "*\\/").into()),
        );
    }
    if let Some(deprecated) = deprecated {
        separate(&mut lines);
        let since = deprecated
            .since
            .as_ref()
            .map(|since| format!("since {since}"));
        let parts: Vec<String> = since.into_iter().chain(deprecated.note.clone()).collect();
        let text = parts.join(": ").replace('\n', " ").replace("*/", "*\\/");
        lines.push(format!("@deprecated {text}").trim_end().to_owned().into());
    }
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// The lines of a field's doc comment.
pub(super) fn field(field: &Field) -> Lines<'_> {
    let mut paragraphs = vec![];
    if field.docs.is_none()
        && let Some(format) = format_of(&field.r#type)
    {
        paragraphs.push(format.to_owned());
    }
    // `null` goes without saying.
    if let Presence::Default(value) = &field.presence
        && !value.is_null()
    {
        paragraphs.push(format!("@defaultValue `{value}`"));
    }
    item(
        field.docs.as_deref(),
        &paragraphs,
        field.deprecated.as_ref(),
    )
}

/// The lines of a variant's doc comment.
pub(super) fn variant(variant: &Variant) -> Lines<'_> {
    item(variant.docs.as_deref(), &[], variant.deprecated.as_ref())
}

/// What the docs of an enum say of its variants that are no objects with a key of their own:
/// prettier moves comments between the members of a union, so they stand in the enum's.
pub(super) fn variants(shape: &Shape) -> Vec<String> {
    let Shape::Enum {
        variants, tagging, ..
    } = shape
    else {
        return vec![];
    };
    let mut lines = vec![];
    for variant in variants {
        let name = if is_untagged(tagging, variant) {
            match variant.content {
                Content::Unit => "null".to_owned(),
                _ => variant.name.clone(),
            }
        } else if *tagging == Tagging::External && variant.content.is_unit() {
            literals::string(&variant.wire_name)
        } else {
            continue;
        };
        let docs = variant.docs.as_deref().unwrap_or_default();
        let deprecated = variant.deprecated.as_ref().map(|_| "Deprecated.");
        let text: Vec<&str> = docs.lines().map(str::trim).chain(deprecated).collect();
        if !text.is_empty() {
            lines.push(format!("- `{name}`: {}", text.join(" ").trim()));
        }
    }
    if lines.is_empty() {
        vec![]
    } else {
        vec![lines.join("\n")]
    }
}

fn format_of(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::String { format } => format.map(format_docs),
        Type::Option { item } => format_of(item),
        _ => None,
    }
}

/// The comment as it stands on a line indented by `indent`, with its line end; empty if there are
/// no lines.
pub(super) fn comment(lines: &[Cow<'_, str>], indent: usize) -> String {
    let pad = " ".repeat(indent);
    match lines {
        [] => String::new(),
        [line] => [&pad, "/** ", line, " */\n"].concat(),
        lines => {
            let mut comment = [&pad, "/**\n"].concat();
            for line in lines {
                comment.extend([&pad, " * ", line]);
                comment.truncate(comment.trim_end().len());
                comment.push('\n');
            }
            comment + &pad + " */\n"
        }
    }
}

fn separate(lines: &mut Lines<'_>) {
    if lines.last().is_some_and(|line| !line.is_empty()) {
        lines.push("".into());
    }
}

/// A line of prose: it must neither end the comment nor begin a tag.
fn escape(line: &str) -> Cow<'_, str> {
    let line = match line.trim_end() {
        line if line.contains("*/") => line.replace("*/", "*\\/").into(),
        line => Cow::Borrowed(line),
    };
    let text = line.trim_start();
    if text.starts_with('@') {
        let indent = line.len() - text.len();
        return format!("{}\\{text}", &line[..indent]).into();
    }
    line
}
