//! Settings from a TOML file: its table `[centrifugo]`, whose keys are the variables' names in lower
//! case without their prefix. Other tables are the application's.

use std::fs;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Origin};
use super::layers::{PREFIX, Settings, insert};

const TABLE: &str = "centrifugo";

/// What is wrong with the file as a whole is the error; what is wrong with a value goes to `faults`.
pub(super) fn read(path: &Path, faults: &mut Vec<Fault>) -> Result<Settings, Fault> {
    let name = "CENTRIFUGO__CONFIG_FILE";
    let fault = |line, message: String| Fault::new(name, message).found_in(origin(path, line));
    let text = fs::read_to_string(path)
        .map_err(|error| fault(None, format!("cannot be read: {error}")))?;
    let line = |at: usize| {
        text.get(..at)
            .map(|before| before.matches('\n').count() + 1)
    };
    // The parser's own text shows the line, and a line may hold a secret.
    let document = DeTable::parse(&text).map_err(|error| {
        let line = error.span().and_then(|span| line(span.start));
        fault(line, format!("is not TOML: {}", error.message()))
    })?;
    let table = document
        .get_ref()
        .get(TABLE)
        .and_then(|table| table.get_ref().as_table())
        .ok_or_else(|| fault(None, format!("has no table `[{TABLE}]`")))?;
    let mut settings = Settings::new();
    for (key, value) in table {
        let variable = format!("{PREFIX}{}", key.get_ref().to_ascii_uppercase());
        let origin = origin(path, line(key.span().start));
        match value_of(value) {
            Some(value) => insert(&mut settings, &variable, value, origin),
            None => {
                let message = "must be a text, a whole number, true or false";
                faults.push(Fault::new(variable, message).found_in(origin));
            }
        }
    }
    Ok(settings)
}

fn origin(path: &Path, line: Option<usize>) -> Origin {
    Origin::File {
        path: path.to_owned(),
        line,
    }
}

/// As it would stand in the environment.
fn value_of(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        _ => None,
    }
}
