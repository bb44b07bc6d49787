//! What people read of the package: README, its documentation, and examples that Go's tests run.

use askama::Template;

use super::examples::{self, Example};
use super::groups::{self, Group};
use super::model::Sdk;
use super::package::Go;

/// The files by their paths, without headers.
pub(super) fn files(go: &Go<'_>, sdk: &Sdk) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let best = examples::best(sdk);
    let example = best.map(|method| Example::of(go.package, &go.fake_caller, method));
    let readme = Readme {
        go,
        example: example.as_ref(),
        declared: best.and_then(|method| method.errors.first()),
        groups: groups::groups(sdk, go.package, &go.fake_caller),
        has_no_wait: sdk.methods.iter().any(|method| method.no_wait),
        has_optional: sdk.has_optional,
    };
    let doc = Doc {
        go,
        example: example.as_ref(),
    };
    let mut files = vec![("README.md", readme.render()?), ("doc.go", doc.render()?)];
    if let Some(example) = &example {
        let tests = ExampleTest { go, example };
        let mut text = tests.render()?;
        if go.module.is_none() {
            // Nobody knows what it could be imported by.
            text = text.replace(&format!("{}.", go.package), "");
        }
        files.push(("example_test.go", text));
    }
    Ok(files)
}

#[derive(Template)]
#[template(path = "go/README.md.txt", escape = "none")]
struct Readme<'a> {
    go: &'a Go<'a>,
    example: Option<&'a Example>,
    /// An error that the example's method declares.
    declared: Option<&'a String>,
    groups: Vec<Group<'a>>,
    has_no_wait: bool,
    has_optional: bool,
}

#[derive(Template)]
#[template(path = "go/doc.go.txt", escape = "none")]
struct Doc<'a> {
    go: &'a Go<'a>,
    example: Option<&'a Example>,
}

#[derive(Template)]
#[template(path = "go/example_test.go.txt", escape = "none")]
struct ExampleTest<'a> {
    go: &'a Go<'a>,
    example: &'a Example,
}
