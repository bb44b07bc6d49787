//! Columns as gofmt aligns them: text/tabwriter, in which a column ends at a line without it.

use std::borrow::Cow;

/// A field of a struct.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Whole lines, indented.
    pub(super) docs: String,
    pub(super) name: &'a str,
    pub(super) ty: Cow<'a, str>,
    /// With its quotes; may be empty.
    pub(super) tag: Cow<'a, str>,
}

/// A typed constant.
#[derive(Debug)]
pub(super) struct Constant {
    /// Whole lines, indented.
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) value: String,
}

/// The type of a struct. Fields stand apart if there are comments between them.
pub(super) fn fields(lines: &[Line<'_>]) -> String {
    if lines.is_empty() {
        return "struct{}".to_owned();
    }
    let apart = lines.iter().any(|line| !line.docs.is_empty());
    let mut body = "struct {\n".to_owned();
    if apart {
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                body.push('\n');
            }
            body.push_str(&line.docs);
            add_field(&mut body, line, 0, 0);
        }
        return body + "}";
    }
    let names = widest(lines.iter().map(|line| line.name));
    for lines in lines.chunk_by(|a, b| a.tag.is_empty() == b.tag.is_empty()) {
        let types = match lines[0].tag.is_empty() {
            true => 0,
            false => widest(lines.iter().map(|line| &*line.ty)),
        };
        for line in lines {
            add_field(&mut body, line, names, types);
        }
    }
    body + "}"
}

/// Adds its line, the columns as wide as they are to be.
fn add_field(body: &mut String, line: &Line<'_>, names: usize, types: usize) {
    body.push('\t');
    add_padded(body, line.name, names);
    body.push(' ');
    if line.tag.is_empty() {
        body.push_str(&line.ty);
    } else {
        add_padded(body, &line.ty, types);
        body.push(' ');
        body.push_str(&line.tag);
    }
    body.push('\n');
}

fn add_padded(body: &mut String, text: &str, width: usize) {
    body.push_str(text);
    let padding = width.saturating_sub(chars(text));
    body.extend(std::iter::repeat_n(' ', padding));
}

/// The lines of a group of constants.
pub(super) fn constants(constants: &[Constant]) -> Vec<String> {
    let apart = constants.iter().any(|constant| !constant.docs.is_empty());
    let names = if apart {
        0
    } else {
        widest(constants.iter().map(|constant| constant.name.as_str()))
    };
    let mut lines = vec![];
    for (index, constant) in constants.iter().enumerate() {
        if apart && index > 0 {
            lines.push(String::new());
        }
        lines.extend(constant.docs.lines().map(str::to_owned));
        let Constant {
            name, ty, value, ..
        } = constant;
        lines.push(format!("\t{name:names$} {ty} = {value}"));
    }
    lines
}

/// In characters, as tabwriter counts.
fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(chars).max().unwrap_or_default()
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'a>(name: &'a str, ty: &'a str, tag: &'a str) -> Line<'a> {
        Line {
            docs: String::new(),
            name,
            ty: ty.into(),
            tag: tag.into(),
        }
    }

    #[test]
    fn a_column_ends_where_a_tag_is_missing() {
        let lines = [
            line("A", "string", "`a`"),
            line("Long", "map[string]string", ""),
            line("B", "int", "`b`"),
            line("C", "float64", "`c`"),
        ];
        assert_eq!(
            fields(&lines),
            "struct {\n\tA    string `a`\n\tLong map[string]string\n\tB    int     `b`\n\tC    float64 `c`\n}"
        );
    }

    #[test]
    fn comments_end_columns() {
        let mut lines = [line("A", "string", "`a`"), line("Long", "int", "`b`")];
        lines[1].docs = "\t// Doc.\n".to_owned();
        assert_eq!(
            fields(&lines),
            "struct {\n\tA string `a`\n\n\t// Doc.\n\tLong int `b`\n}"
        );
    }
}
