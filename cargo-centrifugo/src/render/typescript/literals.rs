//! Strings as TypeScript writes them: property keys and string literals.

use std::borrow::Cow;

/// `interface Object` of TypeScript's library.
const INHERITED: &[&str] = &[
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Does every object have a property of this name?
pub(super) fn is_inherited(key: &str) -> bool {
    INHERITED.contains(&key)
}

/// A key in a type or an object literal, as prettier leaves it: quoted only if it is no identifier
/// of ES5, so without quotes for most letters of the world.
pub(super) fn key(wire_name: &str) -> Cow<'_, str> {
    let ascii_start = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '$';
    let ascii = |c: char| ascii_start(c) || c.is_ascii_digit();
    if wire_name.starts_with(|c| ascii_start(c) || is_letter(c))
        && wire_name.chars().all(|c| ascii(c) || is_letter(c))
    {
        wire_name.into()
    } else if wire_name.starts_with(|c: char| c.is_ascii_digit())
        || wire_name.is_empty()
        || wire_name.chars().any(|c| c.is_ascii() && !ascii(c))
    {
        string(wire_name).into()
    } else {
        // Whether it is an identifier depends on the version of Unicode; this is always a key.
        format!("[{}]", string(wire_name)).into()
    }
}

/// Is it a letter in every version of Unicode that matters? There are more that it says no to.
fn is_letter(c: char) -> bool {
    let cased = c.is_lowercase() || c.is_uppercase();
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{386}'..='\u{556}' | '\u{1e00}'..='\u{1fbc}') && cased
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}')
        || matches!(c, '\u{4e00}'..='\u{9fa5}' | '\u{ac00}'..='\u{d7a3}')
}

/// A key in an object literal, where `__proto__` would set the prototype.
pub(super) fn literal_key(wire_name: &str) -> Cow<'_, str> {
    if wire_name == "__proto__" {
        r#"["__proto__"]"#.into()
    } else {
        key(wire_name)
    }
}

/// Is it the text of a string literal?
pub(super) fn is_string(text: &str) -> bool {
    text.starts_with(['"', '\''])
}

/// May the key be one of those that are like `${number}`?
pub(super) fn is_number(key: &str) -> bool {
    key.trim_matches(['"', '\'']).parse::<f64>().is_ok()
}

/// A string literal, in the quotes that need fewer escapes; double ones if equal.
pub(super) fn string(text: &str) -> String {
    let count = |quote| text.bytes().filter(|byte| *byte == quote).count();
    let quote = if count(b'"') > count(b'\'') {
        '\''
    } else {
        '"'
    };
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push(quote);
    for c in text.chars() {
        match c {
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '\\' => literal.push_str("\\\\"),
            c if c == quote => literal.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                literal.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => literal.push(c),
        }
    }
    literal.push(quote);
    literal
}
