//! Doc comments that gofmt leaves as they are, whatever stands in them.

use centrifugo_build::manifest::Deprecated;

/// A doc comment, each line ended, `indent` before it. It begins with `name`, as Go's do.
pub(super) fn comment(
    name: &str,
    docs: Option<&str>,
    deprecated: Option<&Deprecated>,
    indent: &str,
) -> String {
    let mut paragraphs: Vec<String> = vec![];
    if let Some(docs) = docs {
        let text = plain(docs);
        paragraphs.push(if name.is_empty() {
            text
        } else {
            format!("{name}: {text}")
        });
    }
    if let Some(deprecated) = deprecated {
        if paragraphs.is_empty() && !name.is_empty() {
            paragraphs.push(format!("{name} is deprecated."));
        }
        let since = deprecated
            .since
            .as_deref()
            .map(|since| format!("since {since}"));
        let note = deprecated
            .note
            .as_deref()
            .map(plain)
            .map(|note| note.replace("\n\n", "\n"));
        let parts: Vec<String> = since.into_iter().chain(note).collect();
        let text = if parts.is_empty() {
            "do not use it.".to_owned()
        } else {
            parts.join(": ")
        };
        paragraphs.push(format!("Deprecated: {text}"));
    }
    let text = paragraphs.join("\n\n");
    text.lines()
        .map(|line| {
            if line.is_empty() {
                format!("{indent}//\n")
            } else {
                format!("{indent}// {line}\n")
            }
        })
        .collect()
}

/// Paragraphs only: gofmt would move what it takes for lists, code, headings or link definitions.
/// <https://go.dev/doc/comment>
fn plain(docs: &str) -> String {
    let mut lines: Vec<String> = vec![];
    for line in docs.lines() {
        let line = line
            .trim()
            .replace(|c: char| c.is_control() || c == '\u{feff}', " ");
        if line.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        lines.push(paragraph_line(line.trim()));
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

fn paragraph_line(line: &str) -> String {
    let line = line.trim_start_matches('#').trim_start();
    if let Some(rest) = line.strip_prefix(['-', '*', '+', '•']) {
        return format!("– {}", rest.trim_start()).trim_end().to_owned();
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0
        && let Some(rest) = line[digits..].strip_prefix(['.', ')'])
    {
        return format!("({}){rest}", &line[..digits]);
    }
    if line.starts_with('[') {
        return line.replacen("]:", "] :", 1);
    }
    line.to_owned()
}
