//! Where settings come from: the environment, a `.env` file, a TOML file. Files in, text by the
//! variable's name out, with where each was found; it knows no setting.
//!
//! It is not left to a crate for settings, since those stop at the first fault, show values in what they
//! say, and know no two names of one setting.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use super::fault::{Fault, Origin};
use super::file;

pub(super) const PREFIX: &str = "CENTRIFUGO__";
/// Says where the TOML file is.
const FILE_VARIABLE: &str = "CENTRIFUGO__CONFIG_FILE";
/// The TOML file where nothing is said, in the working directory or above it.
const FILE_NAME: &str = "centrifugo-rpc.toml";

/// A setting as text.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) value: String,
    pub(super) origin: Origin,
}

/// Settings by the names of their variables.
pub(super) type Settings = BTreeMap<String, Setting>;

/// One place that settings come from. What is in an earlier one counts.
#[derive(Default)]
pub(super) struct Layers {
    pub(super) environment: Settings,
    pub(super) dotenv: Settings,
    pub(super) file: Settings,
    pub(super) faults: Vec<Fault>,
}

impl Layers {
    /// Reads all three. `file` is the TOML file, if the caller knows it.
    pub(super) fn read(file: Option<&Path>) -> Self {
        let mut layers = Self::default();
        layers.read_environment();
        if let Some(path) = find(".env") {
            layers.read_dotenv(&path);
        }
        let path = match file {
            Some(file) => Some(file.to_owned()),
            None => layers.take_file(),
        };
        if let Some(path) = path.or_else(|| find(FILE_NAME)) {
            match file::read(&path, &mut layers.faults) {
                Ok(settings) => layers.file = settings,
                Err(fault) => layers.faults.push(fault),
            }
        }
        layers
    }

    /// The setting with one of these names, all of which are taken out, and the name that counted: in
    /// the first layer that has one, the first one.
    pub(super) fn take(&mut self, names: &[&'static str]) -> Option<(&'static str, Setting)> {
        let layers = [&mut self.environment, &mut self.dotenv, &mut self.file];
        let mut found = None;
        for layer in layers {
            for name in names {
                let setting = layer.remove(*name).map(|setting| (*name, setting));
                found = found.or(setting);
            }
        }
        found
    }

    /// A variable of another program, left where it is.
    pub(super) fn peek(&self, name: &str) -> Option<&Setting> {
        self.environment.get(name).or_else(|| self.dotenv.get(name))
    }

    fn take_file(&mut self) -> Option<PathBuf> {
        self.take(&[FILE_VARIABLE])
            .map(|(_, setting)| PathBuf::from(setting.value))
    }

    fn read_environment(&mut self) {
        for (name, value) in env::vars_os() {
            let Some(name) = name.to_str().filter(|name| name.starts_with("CENTRIFUGO_")) else {
                continue;
            };
            match value.into_string() {
                Ok(value) => {
                    insert(&mut self.environment, name, value, Origin::Environment);
                }
                // What another program makes of its own variables is its own business.
                Err(_) if !name.starts_with(PREFIX) => {}
                Err(_) => self
                    .faults
                    .push(Fault::new(name.to_owned(), "is not UTF-8")),
            }
        }
    }

    fn read_dotenv(&mut self, path: &Path) {
        let lines = match dotenvy::from_path_iter(path) {
            Ok(lines) => lines,
            Err(fault) => return self.faults.push(dotenv_fault(path, &fault)),
        };
        for line in lines {
            match line {
                Ok((name, value)) => {
                    let origin = Origin::File {
                        path: path.to_owned(),
                        line: None,
                    };
                    insert(&mut self.dotenv, &name, value, origin);
                }
                Err(fault) => self.faults.push(dotenv_fault(path, &fault)),
            }
        }
    }
}

/// What is empty is not set.
pub(super) fn insert(settings: &mut Settings, name: &str, value: String, origin: Origin) {
    if !value.trim().is_empty() {
        settings.insert(name.to_owned(), Setting { value, origin });
    }
}

fn dotenv_fault(path: &Path, fault: &dotenvy::Error) -> Fault {
    // The parser's own text shows the line, and a line may hold a secret.
    let reason = match fault {
        dotenvy::Error::LineParse(_, at) => {
            format!("has a line that is no `NAME=value` (near character {at} of it)")
        }
        dotenvy::Error::Io(fault) => format!("cannot be read: {fault}"),
        _ => String::from("cannot be read"),
    };
    Fault::new(".env", reason).found_in(Origin::File {
        path: path.to_owned(),
        line: None,
    })
}

/// A file in the working directory or the nearest folder above it.
fn find(name: &str) -> Option<PathBuf> {
    let folder = env::current_dir().ok()?;
    folder
        .ancestors()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}
