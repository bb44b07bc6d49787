//! `api.go`: a typed method of the client for each handler.

use std::fmt::Write as _;

use centrifugo_build::manifest::{Method, Type};

use super::docs::comment;
use super::names::{exported, quoted};
use super::plan::{Direction, Plan};

/// The body of `api.go`, without package clause and imports.
pub(super) fn render(plan: &Plan<'_>) -> anyhow::Result<String> {
    let mut out = String::new();
    for method in &plan.manifest.methods {
        render_method(&mut out, plan, method)?;
    }
    Ok(out)
}

fn render_method(out: &mut String, plan: &Plan<'_>, method: &Method) -> anyhow::Result<()> {
    let name = exported(&method.ident, plan.manifest.sdk.go.initialisms);
    let docs = match &method.docs {
        Some(docs) => format!("{docs}\n\nIt calls {}.", method.name),
        None => format!("It calls {}.", method.name),
    };
    let docs = comment(&name, Some(&docs), method.deprecated.as_ref(), "");
    let (params, argument) = match &method.params {
        Some(ty) => (
            format!(", params {}", plan.go_type(ty, Direction::Input)?),
            "params",
        ),
        None => (String::new(), "nil"),
    };
    let errors = plan.manifest.errors_by_id();
    let declared: String = method
        .errors
        .iter()
        .filter_map(|id| errors.get(id.as_str()))
        .map(|error| format!(", declare{}", error.name))
        .collect();
    let head = format!("\n{docs}func (c *APIClient) {name}(ctx context.Context{params})");
    let call = |result: &str| {
        format!(
            "invoke(ctx, c.caller, {}, {argument}, {result}{declared})",
            quoted(&method.name)
        )
    };
    let is_struct = matches!(&method.result, Type::Named { .. }) && !plan.is_sum(&method.result);
    let go = plan.go_type(&method.result, Direction::Output)?;
    if method.result == Type::Null {
        let _ = write!(out, "{head} error {{\n\treturn {}\n}}\n", call("nil"));
    } else if let Some(decoder) = plan.decoder(&method.result, Direction::Output)? {
        let _ = write!(
            out,
            "{head} ({go}, error) {{\n\tvar result json.RawMessage\n\
             \tif err := {}; err != nil {{\n\t\tvar none {go}\n\t\treturn none, err\n\t}}\n\
             \treturn decodeReply({}, result, {decoder})\n}}\n",
            call("&result"),
            quoted(&method.name)
        );
    } else {
        // A struct by pointer, as the reference has it; everything else by value.
        let (returns, none, some) = if is_struct {
            (format!("*{go}"), "nil", "&result")
        } else {
            (go.clone(), "result", "result")
        };
        let _ = write!(
            out,
            "{head} ({returns}, error) {{\n\tvar result {go}\n\
             \tif err := {}; err != nil {{\n\t\treturn {none}, err\n\t}}\n\treturn {some}, nil\n}}\n",
            call("&result")
        );
    }
    Ok(())
}
