//! The crates that are measured: of files with some fifty types each, of which `typeshare` takes all,
//! or of many methods with two types each.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use centrifugo_tests::folder;

/// Types of one file.
const A_FILE: usize = 50;

/// What a crate has many of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Size {
    /// So many types, and a method a file, which reaches all of them.
    Types(usize),
    /// So many methods.
    Methods(usize),
}

/// A crate on disk.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) folder: PathBuf,
    pub(crate) size: Size,
}

impl Crate {
    /// Makes the crate anew.
    pub(crate) fn make(size: Size) -> anyhow::Result<Self> {
        let name = match size {
            Size::Types(count) => format!("types{count}"),
            Size::Methods(count) => format!("methods{count}"),
        };
        let folder = folder::empty(&format!("bench-{name}"))?;
        fs::create_dir(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), cargo_toml(&name))?;
        fs::write(
            folder.join("build.rs"),
            "fn main() {\n    centrifugo_build::configure().compile();\n}\n",
        )?;
        let (files, text): (usize, fn(usize) -> String) = match size {
            Size::Types(count) => (count / A_FILE, types),
            Size::Methods(count) => (count / 20, methods),
        };
        let mut root = "centrifugo_runtime::include_dispatch!();\n\n".to_owned();
        for file in 0..files {
            let _ = writeln!(root, "pub mod part{file};");
            let path = folder.join("src").join(format!("part{file}.rs"));
            fs::write(path, text(file))?;
        }
        fs::write(folder.join("src/lib.rs"), root)?;
        Ok(Self { folder, size })
    }

    /// The folder of its source.
    pub(crate) fn source(&self) -> PathBuf {
        self.folder.join("src")
    }

    /// Changes one of its files, each time.
    pub(crate) fn touch(&self, time: usize) -> anyhow::Result<()> {
        let path = self.source().join("part0.rs");
        let text = fs::read_to_string(&path)?;
        let more = format!("{text}\n/// One more.\npub struct More{time};\n");
        Ok(fs::write(path, more)?)
    }
}

fn cargo_toml(name: &str) -> String {
    let path = |package: &str| -> String {
        let path: &Path = &folder::workspace().join(package);
        format!("{{ path = {:?} }}", path.display().to_string())
    };
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [package.metadata.centrifugo]\noutput = \"sdk\"\n\n[dependencies]\n\
         centrifugo-runtime = {}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\n\
         [build-dependencies]\ncentrifugo-build = {}\n",
        path("centrifugo-runtime"),
        path("centrifugo-build"),
    )
}

const HEAD: &str = "\
use std::collections::HashMap;

use centrifugo_runtime::{ConnectionContext, RpcError, websocket_rpc};
use serde::{Deserialize, Serialize};
";

/// A file of types in groups of five. The first half is sent, the second received, what is between
/// them both.
fn types(file: usize) -> String {
    let groups = A_FILE / 5;
    let mut text = HEAD.to_owned();
    for group in 0..groups {
        let number = file * groups + group;
        let next = |last: usize| {
            if group == last {
                "String".to_owned()
            } else {
                format!("Folder{}", number + 1)
            }
        };
        // The middle group ends the one chain and is in the other, too.
        let next = if group < groups / 2 {
            next(groups / 2)
        } else {
            next(groups - 1)
        };
        text += &GROUP
            .replace("{n}", &number.to_string())
            .replace("{next}", &next);
    }
    let (first, middle) = (file * groups, file * groups + groups / 2);
    text + &format!(
        "\n/// Looks through part {file}.\n#[websocket_rpc(\"part{file}.search\")]\n\
             pub async fn search(\n    _conn: ConnectionContext,\n    params: Folder{first},\n\
             ) -> Result<Folder{middle}, RpcError> {{\n    let _ = params;\n    \
             Err(RpcError::new(404, \"none\"))\n}}\n"
    )
}

/// Nobody compiles it: `typeshare` leads nowhere, so that it is no attribute macro to us.
const GROUP: &str = r#"
/// How far a task is.
#[typeshare]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State{n} {
    /// Nobody took it yet.
    Open,
    InProgress,
    /// It waits for somebody else.
    Blocked,
    Done,
}

/// Who works on it, and since when.
///
/// Names are shown as they are written.
#[typeshare]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Person{n} {
    /// Never changes.
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    pub age: u32,
    pub score: f64,
    pub active: bool,
}

#[typeshare]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task{n} {
    pub task_id: String,
    /// What has to be done, in one line.
    pub title: String,
    pub state: State{n},
    pub assigned_to: Option<Person{n}>,
    pub watchers: Vec<Person{n}>,
    #[serde(default)]
    pub labels: Vec<String>,
    pub estimates: HashMap<String, i32>,
}

/// What happened to a task.
#[typeshare]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value")]
pub enum Event{n} {
    /// It is new.
    Created(Task{n}),
    Renamed { from: String, to: String },
    Moved(State{n}),
    Removed,
}

/// Tasks that belong together.
#[typeshare]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Folder{n} {
    pub path: String,
    #[serde(rename = "taskList")]
    pub tasks: Vec<Task{n}>,
    pub history: Vec<Event{n}>,
    pub owners: HashMap<String, Person{n}>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<i32>,
    pub next: Option<Box<{next}>>,
}
"#;

/// A file of twenty methods.
fn methods(file: usize) -> String {
    let mut text = HEAD.to_owned();
    for method in 0..20 {
        let number = (file * 20 + method).to_string();
        text += &METHOD.replace("{n}", &number);
    }
    text
}

const METHOD: &str = r#"
#[derive(Debug, Deserialize)]
pub struct Count{n}Params {
    pub user_id: String,
    #[serde(default)]
    pub include_completed: bool,
}

#[derive(Debug, Serialize)]
pub struct Count{n}Result {
    pub total: u32,
    pub completed: u32,
    pub by_label: HashMap<String, u32>,
}

/// Counts of one user's tasks.
#[websocket_rpc("tasks.count_{n}")]
pub async fn count_{n}(
    _conn: ConnectionContext,
    params: Count{n}Params,
) -> Result<Count{n}Result, RpcError> {
    Err(RpcError::new(404, params.user_id))
}
"#;
