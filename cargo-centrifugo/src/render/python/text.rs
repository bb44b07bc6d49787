//! Strings and docstrings, spelled as ruff spells them.

use std::borrow::Cow;

use centrifugo_build::manifest::Deprecated;

/// How long a line may be: ruff's default.
pub(super) const WIDTH: usize = 88;

/// A string literal.
pub(super) fn string(value: &str) -> String {
    let count = |quote| value.bytes().filter(|byte| *byte == quote).count();
    let quote = if count(b'"') > count(b'\'') {
        '\''
    } else {
        '"'
    };
    let mut out = String::with_capacity(value.len() + 2);
    out.push(quote);
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c => push_visible(&mut out, c),
        }
    }
    out.push(quote);
    out
}

/// Control characters as escapes: some end a line for Python's tools, or cannot stand at all.
fn push_visible(out: &mut String, c: char) {
    match u32::from(c) {
        code @ (0x00..=0x1f | 0x7f..=0x9f) => out.push_str(&format!("\\x{code:02x}")),
        code @ (0x2028 | 0x2029 | 0x200b..=0x200f | 0x202a..=0x202e | 0x2066..=0x2069 | 0xfeff) => {
            out.push_str(&format!("\\u{code:04x}"));
        }
        _ => out.push(c),
    }
}

/// A docstring, each of its lines behind `indent` but the first; nothing for empty docs.
pub(super) fn docstring(docs: &str, indent: &str) -> Option<String> {
    let lines = lines(docs);
    let (first, rest) = lines.split_first()?;
    let mut text = String::with_capacity(docs.len() + 6);
    text.push_str(QUOTES);
    push_escaped(&mut text, first);
    for line in rest {
        text.push('\n');
        if !line.is_empty() {
            text.push_str(indent);
            push_escaped(&mut text, line);
        }
    }
    if !rest.is_empty() {
        text.push('\n');
        text.push_str(indent);
    } else if text.ends_with('"') {
        text.push(' ');
    }
    text.push_str(QUOTES);
    Some(text)
}

/// Without blank lines around, spaces at line ends, tabs and common indentation: ruff removes them.
fn lines(docs: &str) -> Vec<Cow<'_, str>> {
    let mut lines: Vec<Cow<'_, str>> = docs
        .split('\n')
        .map(|line| match line.trim_end() {
            line if line.contains('\t') => line.replace('\t', "    ").into(),
            line => line.into(),
        })
        .collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.is_empty()).count();
    lines.drain(..blank);
    let Some((first, rest)) = lines.split_first_mut() else {
        return lines;
    };
    without_start(first, first.len() - first.trim_start().len());
    let indent = |line: &Cow<'_, str>| line.len() - line.trim_start_matches(' ').len();
    let common = rest
        .iter()
        .filter(|line| !line.is_empty())
        .map(indent)
        .min()
        .unwrap_or(0);
    for line in rest.iter_mut().filter(|line| !line.is_empty()) {
        without_start(line, common);
    }
    lines
}

fn without_start(line: &mut Cow<'_, str>, count: usize) {
    match line {
        Cow::Borrowed(line) => *line = &line[count..],
        Cow::Owned(line) => drop(line.drain(..count)),
    }
}

/// What a docstring stands in.
const QUOTES: &str = "\"\"\"";

/// Python's own escapes of what is not visible are the same inside a docstring.
fn push_escaped(out: &mut String, line: &str) {
    let mut rest = line;
    loop {
        let plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'\\' | b'"');
        let (before, special) = rest.split_at(rest.bytes().take_while(plain).count());
        out.push_str(before);
        let Some(c) = special.chars().next() else {
            return;
        };
        rest = &special[c.len_utf8()..];
        match c {
            '"' if special.starts_with(QUOTES) => {
                out.push_str("\\\"\\\"\\\"");
                rest = &special[QUOTES.len()..];
            }
            '\\' => out.push_str("\\\\"),
            c => push_visible(out, c),
        }
    }
}

/// Docs, and that the item is deprecated.
pub(super) fn documented(docs: Option<&str>, deprecated: Option<&Deprecated>) -> Option<String> {
    let note = deprecated.map(|deprecated| format!("Deprecated{}.", note(deprecated)));
    match (docs, note) {
        (Some(docs), Some(note)) => Some(format!("{docs}\n\n{note}")),
        (docs, note) => docs.map(str::to_owned).or(note),
    }
}

/// ` since 0.2.0: use this`
pub(super) fn note(deprecated: &Deprecated) -> String {
    let since = deprecated
        .since
        .as_ref()
        .map(|since| format!(" since {since}"));
    let note = deprecated.note.as_ref().map(|note| format!(": {note}"));
    since.unwrap_or_default() + &note.unwrap_or_default()
}

/// Where isort puts a name in an import: constants, classes, the rest; numbers by their value.
pub(super) fn isort_key(name: &str) -> (u8, Vec<(String, u64)>, &str) {
    (kind(name), natural(&name.to_lowercase()), name)
}

/// Where ruff puts a name in `__all__`.
pub(super) fn all_key(name: &str) -> (u8, Vec<(String, u64)>) {
    (kind(name), natural(name))
}

fn kind(name: &str) -> u8 {
    let upper = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    let class = name.chars().next().is_some_and(char::is_uppercase);
    match (upper && name.chars().count() > 1, class) {
        (true, _) => 0,
        (_, true) => 1,
        _ => 2,
    }
}

/// The name in pairs of a text and the number behind it.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut pairs: Vec<(String, u64)> = vec![(String::new(), 0)];
    let mut in_number = false;
    for c in name.chars() {
        let digit = c.to_digit(10).map(u64::from);
        if digit.is_none() && in_number {
            pairs.push((String::new(), 0));
        }
        in_number = digit.is_some();
        if let Some((text, number)) = pairs.last_mut() {
            match digit {
                Some(digit) => *number = number.saturating_mul(10).saturating_add(digit),
                None => text.push(c),
            }
        }
    }
    pairs
}

/// How many columns it takes.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    unicode_width::UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_take_the_quote_that_needs_fewer_escapes() {
        assert_eq!(string("plain"), r#""plain""#);
        assert_eq!(string("it's"), r#""it's""#);
        assert_eq!(string(r#"a "q""#), r#"'a "q"'"#);
        assert_eq!(string(r#"'"\"#), r#""'\"\\""#);
        assert_eq!(string("a\n\u{1}\u{2028}"), r#""a\n\x01\u2028""#);
    }

    #[test]
    fn docs_cannot_end_the_docstring() {
        assert_eq!(
            docstring(r#"""" and \"#, "").as_deref(),
            Some(r#""""\"\"\" and \\""""#)
        );
        assert_eq!(
            docstring("a \"quoted\"", "").as_deref(),
            Some(r#""""a "quoted" """"#)
        );
    }

    #[test]
    fn docs_of_several_lines_keep_their_shape() {
        assert_eq!(
            docstring("One.\n\n    code\n  \n    \tmore\n\n", "  ").as_deref(),
            Some("\"\"\"One.\n\n  code\n\n      more\n  \"\"\"")
        );
        assert_eq!(docstring(" \n", ""), None);
    }
}
