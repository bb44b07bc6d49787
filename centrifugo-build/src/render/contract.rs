//! The contract tests: what `contract_tests!()` of the runtime includes. They say which handlers there
//! are, how they are called and what the tests are named; the runtime does the rest.

use std::collections::HashMap;
use std::fmt::Write as _;

use proc_macro2::{Ident, Span};

use super::literals::{Literals, Writer};
use super::{HEADER, MANIFEST_TEXT};
use crate::manifest::Manifest;
use crate::resolve::{Argument, Reply, Resolved, ResolvedMethod};

/// Renders the tests as a file.
///
/// It grows by values of all results, on which a parser and a printer would take longer than all
/// else of the build script: its layout stands here.
pub(crate) fn contract_tests(manifest: &Manifest, resolved: &Resolved) -> String {
    let methods = resolved.methods.iter();
    let methods: HashMap<&str, &ResolvedMethod> = methods
        .map(|method| (method.name.text.as_str(), method))
        .collect();
    // A method may have any name that does not begin with `_`.
    let mut text = format!(
        "{HEADER}\
#[allow(unused_imports)]
use __codegen::contract::{{Read as _, ReadAndWritten as _, Written as _, WrittenAndRead as _}};

static __CONTRACT: __codegen::contract::Contract = __codegen::contract::Contract::new(
    {MANIFEST_TEXT},
    &[
"
    );
    let mut writer = Writer::new(manifest, &resolved.written);
    for method in &manifest.methods {
        if let Some(found) = methods.get(method.name.as_str()) {
            let literals = writer.literals(&method.name, &method.result);
            add_handler(&mut text, found, &literals);
        }
    }
    text += "    ],\n);\n";
    for method in &manifest.methods {
        let (test, name) = (test_name(&method.ident), &method.name);
        let _ = write!(
            text,
            "\n#[test]\nfn {test}() {{\n    __CONTRACT.prove({name:?});\n}}\n"
        );
    }
    text
}

/// A handler whose types are inferred from the closure that would call it.
fn add_handler(text: &mut String, method: &ResolvedMethod, literals: &Literals) {
    let name = &method.name.text;
    let path = method.path.to_string().replace(" :: ", "::");
    let arguments = method.arguments.iter().map(|argument| match argument {
        Argument::Params => "params",
        Argument::Context | Argument::State(_) => "__codegen::contract::argument()",
    });
    let arguments: Vec<&str> = arguments.collect();
    let arguments = arguments.join(", ");
    let params = match method.params {
        Some(_) => "params",
        None => "()",
    };
    let probe = match method.reply {
        Reply::Infallible => "infallible",
        Reply::Fallible | Reply::Declared(_) => "fallible",
    };
    let _ = write!(
        text,
        "        __codegen::contract::Handler {{
            method: {name:?},
            types: || {{
                let handler =
                    __codegen::contract::{probe}(|{params}| {path}({arguments}));
                __codegen::contract::Types {{
                    params: (&&handler.params).subject(),
                    result: (&&handler.result).subject(),
                    literals: ::std::vec![
"
    );
    for (code, json) in &literals.values {
        let _ = writeln!(
            text,
            "                        \
             __codegen::contract::literal(&handler.result, || {code}, {json:?}),"
        );
    }
    let gap = match &literals.gap {
        Some(gap) => format!("::core::option::Option::Some({gap:?})"),
        None => "::core::option::Option::None".to_owned(),
    };
    let _ = write!(
        text,
        "                    ],
                    gap: {gap},
                }}
            }},
        }},
"
    );
}

/// The method's name in the SDKs, made an identifier of Rust.
fn test_name(ident: &str) -> Ident {
    if matches!(ident, "self" | "Self" | "super" | "crate" | "_") {
        return Ident::new(&format!("{ident}_"), Span::call_site());
    }
    syn::parse_str(ident).unwrap_or_else(|_| Ident::new_raw(ident, Span::call_site()))
}
