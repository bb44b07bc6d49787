//! Where in a JSON text a value stands. It costs nothing until a fault names it.

use super::Fault;

/// The way to a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// A fault of the value here.
    pub(super) fn fault(&self, reason: impl Into<String>) -> Fault {
        let mut path = String::new();
        self.write(&mut path);
        Fault {
            path,
            reason: reason.into(),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Root => out.push('$'),
            Self::Key(parent, key) => {
                parent.write(out);
                if is_plain(key) {
                    out.push('.');
                    out.push_str(key);
                } else {
                    out.push_str(&format!("[{key:?}]"));
                }
            }
            Self::Index(parent, index) => {
                parent.write(out);
                out.push_str(&format!("[{index}]"));
            }
        }
    }
}

fn is_plain(key: &str) -> bool {
    key.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_like_an_expression() {
        let tasks = Path::Key(&Path::Root, "tasks");
        let first = Path::Index(&tasks, 0);
        let odd = Path::Key(&first, "the \"title\"");
        assert_eq!(first.fault("x").path, "$.tasks[0]");
        assert_eq!(odd.fault("x").path, r#"$.tasks[0]["the \"title\""]"#);
    }
}
