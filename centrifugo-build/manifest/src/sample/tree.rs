//! JSON that is not written yet.

use std::fmt;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    String(String),
    Array(Vec<Json>),
    /// There may be several keys of one name.
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(super) fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    pub(super) fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// The value within it that this way of positions leads to.
    pub(super) fn at(&mut self, way: &[usize]) -> &mut Self {
        let Some((index, way)) = way.split_first() else {
            return self;
        };
        match self {
            Self::Array(items) => items[*index].at(way),
            Self::Object(entries) => entries[*index].1.at(way),
            _ => unreachable!("a way leads through arrays and objects only"),
        }
    }

    /// Calls `f` with it and all within, with the way there and what the places have in common.
    pub(super) fn each(&self, f: &mut impl FnMut(&Self, &[usize], &str)) {
        self.each_below(&mut Vec::new(), "", f);
    }

    fn each_below(
        &self,
        way: &mut Vec<usize>,
        place: &str,
        f: &mut impl FnMut(&Self, &[usize], &str),
    ) {
        f(self, way, place);
        let mut descend = |index, child: &Self, place: &str| {
            way.push(index);
            child.each_below(way, place, f);
            way.pop();
        };
        match self {
            Self::Array(items) => {
                let place = format!("{place}[]");
                for (index, item) in items.iter().enumerate() {
                    descend(index, item, &place);
                }
            }
            Self::Object(entries) => {
                for (index, (key, value)) in entries.iter().enumerate() {
                    descend(index, value, &format!("{place}.{key}"));
                }
            }
            _ => {}
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => f.write_str(&quote(text)),
            Self::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Self::Object(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{}:{value}", quote(key))?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("every string is JSON")
}
