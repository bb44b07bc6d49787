//! The Go code of an SDK's README as programs that can be compiled and run.

use std::path::Path;

use anyhow::{Context as _, ensure};

/// Packages of Go's own that README uses, with what begins their names.
const IMPORTS: [(&str, &str); 9] = [
    ("context", "context."),
    ("encoding/json", "json."),
    ("errors", "errors."),
    ("fmt", "fmt."),
    ("log", "log."),
    ("math/big", "big."),
    ("net/http", "http."),
    ("net/netip", "netip."),
    ("time", "time."),
];

/// What a README has where a reader puts in their own.
#[derive(Debug, Clone, Copy)]
pub struct Server<'a> {
    /// Where Centrifugo is.
    pub url: &'a str,
    /// A token of the user 42.
    pub token: &'a str,
}

/// The shell commands that install the SDK.
///
/// # Errors
/// If there are none.
pub fn install(readme: &str) -> anyhow::Result<Vec<String>> {
    let blocks = blocks(readme, "sh");
    let first = blocks
        .first()
        .context("README does not say how to install")?;
    Ok(first.lines().map(str::to_owned).collect())
}

/// Writes each piece of Go code as a program of its own below `folder`, in folders `0`, `1` and so on.
/// Pieces that are not whole programs get a context and a connected client around them. Returns how
/// many there are.
///
/// # Errors
/// If there are none, or they cannot be written.
pub fn programs(
    readme: &str,
    package: &str,
    server: Server<'_>,
    folder: &Path,
) -> anyhow::Result<usize> {
    let blocks = blocks(readme, "go");
    ensure!(!blocks.is_empty(), "README has no Go code");
    for (number, block) in blocks.iter().enumerate() {
        let program = if block.starts_with("package main") {
            block.clone()
        } else {
            around(block, package)
        };
        let program = program
            .replace("ws://localhost:8000/connection/websocket", server.url)
            .replace("\"TOKEN\"", &format!("\"{}\"", server.token))
            .replace("\"USER_ID\"", "\"42\"");
        let folder = folder.join(number.to_string());
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("main.go"), program)?;
    }
    Ok(blocks.len())
}

fn around(block: &str, package: &str) -> String {
    let uses = |name: &str| {
        let mut found = block.match_indices(name);
        found.any(|(at, _)| !block[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.'))
    };
    let always = ["context", "fmt"];
    let imports: String = IMPORTS
        .iter()
        .filter(|(path, name)| always.contains(path) || uses(name))
        .map(|(path, _)| format!("\t\"{path}\"\n"))
        .collect();
    format!(
        "package main\n\nimport (\n{imports}\n\t\"{package}\"\n)\n\n\
         func run(ctx context.Context, client *{package}.APIClient) error {{\n\
         _ = ctx\n_ = client\n{{\n{block}\n}}\nreturn nil\n}}\n\n\
         func main() {{\n\
         client := {package}.NewAPIClient(\"ws://localhost:8000/connection/websocket\", \"TOKEN\", \"USER_ID\")\n\
         if err := client.Connect(context.Background()); err != nil {{\npanic(err)\n}}\n\
         defer client.Disconnect()\n\
         if err := run(context.Background(), client); err != nil {{\nfmt.Println(err)\n}}\n}}\n"
    )
}

/// The blocks of one language.
fn blocks(readme: &str, language: &str) -> Vec<String> {
    let begin = format!("```{language}\n");
    let parts = readme.split(&begin).skip(1);
    let blocks = parts.filter_map(|part| Some(part.split_once("\n```")?.0.to_owned()));
    blocks.collect()
}
