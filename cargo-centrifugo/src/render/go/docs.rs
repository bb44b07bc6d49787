//! Doc comments that gofmt leaves as they are, whatever stands in them.
//!
//! In: Markdown, as Rust's doc comments have it. Out: Go's own form of it, which gofmt knows and
//! rewrites: <https://go.dev/doc/comment>. What it would take for something else is changed.

use std::borrow::Cow;

use centrifugo_build::manifest::Deprecated;

/// A part of a comment; a blank line is between two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Paragraph(Vec<String>),
    Heading(String),
    /// Items of a list, each with its lines.
    List(Vec<Item>),
    Code(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    /// `1`, if it is numbered.
    number: Option<String>,
    lines: Vec<String>,
}

/// The comment of a declaration. It begins with `name`: with the docs or, without them, `fallback`.
pub(super) fn item(
    name: &str,
    docs: Option<&str>,
    fallback: &str,
    paragraphs: &[String],
    deprecated: Option<&Deprecated>,
) -> String {
    let mut blocks = docs.map(parse).unwrap_or_default();
    match blocks.first_mut() {
        None => blocks.push(Block::Paragraph(vec![format!("{name} {fallback}")])),
        Some(Block::Paragraph(lines)) => lines[0] = format!("{name}: {}", lines[0]),
        Some(_) => blocks.insert(0, Block::Paragraph(vec![format!("{name}:")])),
    }
    blocks.extend(paragraphs.iter().flat_map(|text| parse(text)));
    blocks.extend(deprecated.map(deprecation));
    print(&settle(blocks), "")
}

/// The comment of a field or constant, indented; none if there is nothing to say.
pub(super) fn member(
    name: &str,
    docs: Option<&str>,
    paragraphs: &[String],
    deprecated: Option<&Deprecated>,
) -> String {
    let mut blocks = docs.map(parse).unwrap_or_default();
    blocks.extend(paragraphs.iter().flat_map(|text| parse(text)));
    if blocks.is_empty() && deprecated.is_some() {
        blocks.push(Block::Paragraph(vec![format!("{name} is deprecated.")]));
    }
    blocks.extend(deprecated.map(deprecation));
    print(&settle(blocks), "\t")
}

fn deprecation(deprecated: &Deprecated) -> Block {
    let since = deprecated
        .since
        .iter()
        .map(|since| format!("since {since}"));
    let note = deprecated.note.iter().map(|note| one_line(note));
    let parts: Vec<String> = since.chain(note).collect();
    let text = if parts.is_empty() {
        "do not use it.".to_owned()
    } else {
        parts.join(": ")
    };
    Block::Paragraph(vec![format!("Deprecated: {text}")])
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    clean(&words.join(" ")).into_owned()
}

/// Control characters and byte order marks cannot stand in Go source.
fn clean(line: &str) -> Cow<'_, str> {
    let refused = |c: char| c == '\u{feff}' || c.is_control() && c != '\t';
    if !line.contains(refused) {
        return line.into();
    }
    let line = line.replace('\u{feff}', "");
    line.replace(refused, " ").into()
}

fn parse(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = vec![];
    // Does the next line belong to the last block?
    let mut open = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = clean(line);
        let text = line.trim();
        if text.is_empty() {
            open = false;
        } else if let Some(fence) = ["```", "~~~"].into_iter().find(|f| text.starts_with(f)) {
            let code = lines
                .by_ref()
                .take_while(|line| !line.trim().starts_with(fence));
            let code = dedent(&code.map(clean).collect::<Vec<_>>());
            if !code.is_empty() {
                blocks.push(Block::Code(code));
            }
            open = false;
        } else if let Some(heading) = heading(text) {
            blocks.push(Block::Heading(heading));
            open = false;
        } else if let Some((number, rest)) = list_marker(text) {
            let item = Item {
                number,
                lines: vec![rest],
            };
            match blocks.last_mut() {
                Some(Block::List(items)) => items.push(item),
                _ => blocks.push(Block::List(vec![item])),
            }
            open = true;
        } else {
            let text = text.to_owned();
            match blocks.last_mut() {
                Some(Block::Paragraph(lines)) if open => lines.push(text),
                Some(Block::List(items)) if open => {
                    if let Some(item) = items.last_mut() {
                        item.lines.push(text);
                    }
                }
                _ => blocks.push(Block::Paragraph(vec![text])),
            }
            open = true;
        }
    }
    blocks
}

/// The lines without the indent that all of them have, and without blank ones around them.
fn dedent(lines: &[Cow<'_, str>]) -> Vec<String> {
    let filled = || lines.iter().filter(|line| !line.trim().is_empty());
    let indent = |line: &Cow<'_, str>| {
        let text = line.trim_start_matches([' ', '\t']);
        line[..line.len() - text.len()].to_owned()
    };
    let common = filled().map(indent).reduce(|a, b| {
        let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
        same.map(|(a, _)| a).collect()
    });
    let common = common.unwrap_or_default();
    let lines = lines
        .iter()
        .map(|line| line.strip_prefix(&common).unwrap_or_default().trim_end());
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = text.trim_matches('\n');
    if text.is_empty() {
        vec![]
    } else {
        text.split('\n').map(str::to_owned).collect()
    }
}

fn heading(text: &str) -> Option<String> {
    let rest = text.trim_start_matches('#');
    let heading = rest.trim();
    (rest.len() < text.len() && rest.starts_with([' ', '\t']) && !heading.is_empty())
        .then(|| heading.to_owned())
}

/// Source: `listMarker` of go/doc/comment.
fn list_marker(text: &str) -> Option<(Option<String>, String)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = if digits > 0 {
        let rest = text[digits..].strip_prefix(['.', ')'])?;
        (Some(text[..digits].to_owned()), rest)
    } else {
        (None, text.strip_prefix(['-', '*', '+', '•'])?)
    };
    let content = rest.trim();
    (rest.starts_with([' ', '\t']) && !content.is_empty()).then(|| (number, content.to_owned()))
}

/// Changes what gofmt would take for something else.
fn settle(blocks: Vec<Block>) -> Vec<Block> {
    let mut settled: Vec<Block> = vec![];
    for block in blocks {
        let after_indented = matches!(settled.last(), Some(Block::List(_) | Block::Code(_)));
        let block = match block {
            // Two indented blocks would be one, and code that begins like a list is one.
            Block::Code(lines) if after_indented || list_marker(lines[0].trim()).is_some() => {
                let lines = lines.iter().map(|line| line.trim());
                let lines = lines.filter(|line| !line.is_empty());
                Block::Paragraph(lines.map(str::to_owned).collect())
            }
            Block::List(items) if after_indented => {
                let lines = items.into_iter().flat_map(|item| {
                    let mut lines = item.lines;
                    lines[0].insert_str(0, "– ");
                    lines
                });
                Block::Paragraph(lines.collect())
            }
            // Numbers and bullets do not mix.
            Block::List(mut items) if items.iter().any(|item| item.number.is_none()) => {
                for item in &mut items {
                    if let Some(number) = item.number.take() {
                        item.lines[0].insert_str(0, &format!("{number}. "));
                    }
                }
                Block::List(items)
            }
            block => block,
        };
        settled.push(block);
    }
    for block in &mut settled {
        match block {
            Block::Paragraph(lines) => lines.iter_mut().for_each(settle_prose),
            Block::List(items) => {
                let lines = items.iter_mut().flat_map(|item| &mut item.lines);
                lines.for_each(settle_prose);
            }
            Block::Heading(_) | Block::Code(_) => {}
        }
    }
    for index in 1..settled.len() {
        let unindented = matches!(
            settled.get(index + 1),
            Some(Block::Paragraph(_) | Block::Heading(_))
        );
        if let Block::Paragraph(lines) = &mut settled[index]
            && let [line] = lines.as_mut_slice()
        {
            if let Some(text) = heading(line) {
                *line = text;
            }
            if unindented && is_old_heading(line) {
                line.push('.');
            }
        }
    }
    settled
}

/// gofmt makes quotes of two accents, and moves what looks like the target of a link.
fn settle_prose(line: &mut String) {
    if !line.contains(['`', '\'']) && !line.starts_with('[') {
        return;
    }
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some(c) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(c).len();
        match c {
            '`' if run == 2 => out.push('“'),
            '\'' => {
                out.push_str(&"”".repeat(run / 2));
                out.push_str(&"'".repeat(run % 2));
            }
            _ => out.push_str(&rest[..run]),
        }
        rest = &rest[run..];
    }
    if out.starts_with('[') {
        out = out.replacen("]:", "] :", 1);
    }
    *line = out;
}

/// Source: `isOldHeading` of go/doc/comment.
fn is_old_heading(line: &str) -> bool {
    let begins = line.starts_with(char::is_uppercase);
    let ends = line.ends_with(|c: char| c.is_alphanumeric());
    begins && ends && !line.contains(|c| ";:!?+*/=[]{}_^°&§~%#@<\">\\".contains(c))
}

fn print(blocks: &[Block], indent: &str) -> String {
    let mut out = String::new();
    let mut add = |before: &[&str], line: &str| {
        out.push_str(indent);
        out.push_str("//");
        before.iter().for_each(|text| out.push_str(text));
        out.push_str(line);
        out.truncate(out.trim_end().len());
        out.push('\n');
    };
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            add(&[], "");
        }
        match block {
            Block::Paragraph(text) => text.iter().for_each(|line| add(&[" "], line)),
            Block::Heading(text) => add(&[" # "], text),
            Block::Code(code) => code.iter().for_each(|line| add(&["\t"], line)),
            Block::List(items) => {
                for Item { number, lines } in items {
                    for (index, line) in lines.iter().enumerate() {
                        match number {
                            _ if index > 0 => add(&["     "], line),
                            Some(number) => add(&["  ", number, ". "], line),
                            None => add(&["   - "], line),
                        }
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(docs: &str) -> String {
        item("X", Some(docs), "", &[], None)
    }

    #[test]
    fn a_comment_begins_with_the_name() {
        assert_eq!(
            comment("A task.\nOf two lines."),
            "// X: A task.\n// Of two lines.\n"
        );
        assert_eq!(item("X", None, "is new.", &[], None), "// X is new.\n");
        assert_eq!(comment("- a\n- b"), "// X:\n//\n//   - a\n//   - b\n");
    }

    #[test]
    fn markdown_becomes_what_gofmt_writes() {
        assert_eq!(
            comment(
                "Text.\n## Head\n1. one\n   more\n2) two\n\n```rust\n    let x;\n\n      y\n```"
            ),
            "// X: Text.\n//\n// # Head\n//\n//  1. one\n//     more\n//  2. two\n//\n// let x;\n// y\n"
        );
        assert_eq!(
            comment("Text.\n```\n  a\n\n    b\n```\nmore"),
            "// X: Text.\n//\n//\ta\n//\n//\t  b\n//\n// more\n"
        );
    }

    #[test]
    fn what_gofmt_would_rewrite_is_changed() {
        assert_eq!(comment("``a'' ```b"), "// X: “a” ```b\n");
        assert_eq!(
            comment("a\n\n[x]: https://y"),
            "// X: a\n//\n// [x] : https://y\n"
        );
        assert_eq!(
            comment("a\n\nNo dot\n\nb"),
            "// X: a\n//\n// No dot.\n//\n// b\n"
        );
    }

    #[test]
    fn deprecation_is_a_paragraph() {
        let deprecated = Deprecated {
            since: Some("0.2.0".into()),
            note: Some("use\n`y`".into()),
        };
        assert_eq!(
            member("X", None, &[], Some(&deprecated)),
            "\t// X is deprecated.\n\t//\n\t// Deprecated: since 0.2.0: use `y`\n"
        );
    }
}
