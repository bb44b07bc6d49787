//! The examples of the package's README: calls that type-check.

mod sample;

use centrifugo_build::manifest::{Manifest, Method, Type};

use super::literals;
use super::names;
use super::types::Direction;
use sample::Sampler;

/// What prettier leaves on one line.
const WIDTH: usize = 80;

/// What the README shows of the methods.
#[derive(Debug)]
pub(super) struct Guide {
    /// A first call: `api.tasksGet({ … })`.
    pub(super) call: String,
    pub(super) groups: Vec<Group>,
    pub(super) fake: Option<FakeExample>,
}

/// The methods whose names begin alike: `tasks.…`.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: String,
    /// A call of each, with what it does.
    pub(super) code: String,
}

/// A method that a fake caller answers.
#[derive(Debug)]
pub(super) struct FakeExample {
    /// `fake.on("tasks.get", () => …);`
    pub(super) handler: String,
    /// `api.tasksGet({ … })`
    pub(super) call: String,
}

/// Makes the examples up.
pub(super) fn guide(manifest: &Manifest) -> Guide {
    let types = manifest.types_by_id();
    let sampler = |direction| Sampler {
        types: &types,
        int64: manifest.sdk.typescript.int64,
        direction,
    };
    let (input, output) = (sampler(Direction::Input), sampler(Direction::Output));
    let mut groups: Vec<Group> = vec![];
    let mut calls = vec![];
    let mut fakes = vec![];
    for method in &manifest.methods {
        let sampled = call(method, input);
        let code = method_code(method, sampled.as_ref().map(|(_, call)| call.as_str()));
        let name = method.name.split('.').next().unwrap_or_default();
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.code += &code,
            None => groups.push(Group {
                name: name.to_owned(),
                code,
            }),
        }
        let Some((params, call)) = sampled else {
            continue;
        };
        // An object shows more than nothing, a small one more than a large one.
        let rank = (params.is_empty(), params.lines().count());
        if let Some(handler) = handler(method, output) {
            fakes.push((handler.lines().count() + rank.1, handler, call.clone()));
        }
        calls.push((rank, call));
    }
    for group in &mut groups {
        group.code = group.code.trim_end().to_owned();
    }
    let first = calls.into_iter().min_by_key(|(rank, _)| *rank);
    let fake = fakes.into_iter().min_by_key(|(lines, ..)| *lines);
    Guide {
        call: first.map_or_else(|| r#"rpc.call("a.method")"#.to_owned(), |(_, call)| call),
        groups,
        fake: fake.map(|(_, handler, call)| FakeExample { handler, call }),
    }
}

/// Params and a call with them, if they are easily made up.
fn call(method: &Method, input: Sampler<'_>) -> Option<(String, String)> {
    let params = match &method.params {
        Some(params) => input.sample(params, 0)?,
        None => String::new(),
    };
    let name = names::method(&method.ident);
    let call = format!("api.{name}({params})");
    let fits = |line: &str| "const result = await ".len() + line.chars().count() < WIDTH;
    call.lines().all(fits).then_some((params, call))
}

/// A call with what it does above.
fn method_code(method: &Method, call: Option<&str>) -> String {
    let docs = method.docs.as_deref().unwrap_or_default();
    let ends = ['\n', '\r', '\u{2028}', '\u{2029}'];
    let docs = docs.split(ends).next().unwrap_or_default().trim();
    let mut code = String::new();
    if !docs.is_empty() {
        code += &format!("// {docs}\n");
    }
    let name = names::method(&method.ident);
    match call {
        Some(call) => code += &format!("await {call};\n"),
        None => code += &format!("// api.{name}(params)\n"),
    }
    if method.no_wait {
        let params = if method.params.is_some() {
            "params"
        } else {
            ""
        };
        code += &format!("// Without waiting: api.{name}NoWait({params})\n");
    }
    code + "\n"
}

fn handler(method: &Method, output: Sampler<'_>) -> Option<String> {
    let result = match &method.result {
        Type::Null => "undefined".to_owned(),
        result => output.sample(result, 0)?,
    };
    let result = if result.starts_with('{') {
        format!("({result})")
    } else {
        result
    };
    let handler = format!(
        "fake.on({}, () => {result});",
        literals::string(&method.name)
    );
    let fits = |line: &str| line.chars().count() < WIDTH;
    handler.lines().all(fits).then_some(handler)
}
