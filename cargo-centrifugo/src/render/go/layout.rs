//! Columns as gofmt aligns them: text/tabwriter, in which a column ends at a line without it.

/// A field of a struct.
#[derive(Debug)]
pub(super) struct Line {
    /// Whole lines, indented.
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) ty: String,
    /// With its quotes; may be empty.
    pub(super) tag: String,
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
pub(super) fn fields(lines: &[Line]) -> String {
    if lines.is_empty() {
        return "struct{}".to_owned();
    }
    let apart = lines.iter().any(|line| !line.docs.is_empty());
    let names = if apart {
        0
    } else {
        widest(lines.iter().map(|line| line.name.as_str()))
    };
    let mut body = "struct {\n".to_owned();
    for (index, line) in lines.iter().enumerate() {
        if apart && index > 0 {
            body.push('\n');
        }
        body.push_str(&line.docs);
        let types = if apart { 0 } else { type_width(lines, index) };
        let (name, ty) = (&line.name, &line.ty);
        body.push_str(format!("\t{name:names$} {ty:types$} {}", line.tag).trim_end());
        body.push('\n');
    }
    body + "}"
}

/// How wide the types are in the lines around `index` that have tags.
fn type_width(lines: &[Line], index: usize) -> usize {
    let tagged = |line: &&Line| !line.tag.is_empty();
    let before = lines[..index].iter().rev().take_while(tagged);
    let after = lines[index..].iter().take_while(tagged);
    if lines[index].tag.is_empty() {
        0
    } else {
        widest(before.chain(after).map(|line| line.ty.as_str()))
    }
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
    texts
        .map(|text| text.chars().count())
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, ty: &str, tag: &str) -> Line {
        Line {
            docs: String::new(),
            name: name.to_owned(),
            ty: ty.to_owned(),
            tag: tag.to_owned(),
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
