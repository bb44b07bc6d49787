//! Names of the manifest as TypeScript writes them.

use std::collections::{HashMap, HashSet};

use centrifugo_build::manifest::Manifest;

use super::types::Direction;

/// Words that no type or class can be called: ECMAScript's reserved words (ECMA-262, §12.7.2, with
/// those of strict mode) and TypeScript's predefined types (checker.ts, `checkTypeNameIsReserved`).
const RESERVED: &[&str] = &[
    "any",
    "arguments",
    "as",
    "async",
    "await",
    "bigint",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "never",
    "new",
    "null",
    "number",
    "object",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
    "true",
    "try",
    "type",
    "typeof",
    "undefined",
    "unknown",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Names that no class can have in what TypeScript emits as CommonJS (checker.ts,
/// `checkCollisionWithRequireExportsInGeneratedCode` and `checkClassNameCollisionWithObject`).
const RESERVED_CLASSES: &[&str] = &["Object", "exports", "module", "require"];

/// Members that every object has, or that would make the client look like a promise.
const MEMBERS: &[&str] = &["constructor", "then", "toJSON", "toString", "valueOf"];

/// What the package itself exports.
pub(super) const EXPORTS: &[&str] = &[
    "APIClient",
    "API_VERSION",
    "CentrifugoRPCClient",
    "RPCAbortedError",
    "RPCAnswer",
    "RPCAnyFailure",
    "RPCCall",
    "RPCCallError",
    "RPCCallInfo",
    "RPCCallOptions",
    "RPCCaller",
    "RPCClientOptions",
    "RPCConnectionEnd",
    "RPCConnectionError",
    "RPCConnectionEvents",
    "RPCConnectionState",
    "RPCDisconnectedError",
    "RPCError",
    "RPCFailure",
    "RPCFailureKind",
    "RPCInterceptor",
    "RPCLogger",
    "RPCMessage",
    "RPCRequestError",
    "RPCRequestTooLargeError",
    "RPCResponseError",
    "RPCTimeoutError",
    "RPCUnauthorizedError",
    "RPCUserChannel",
    "RPCVersionError",
    "isRPCFailure",
];

/// The names of types and error classes, each exported once.
#[derive(Debug)]
pub(super) struct Names {
    types: HashMap<String, String>,
    inputs: HashMap<String, String>,
    errors: HashMap<String, String>,
    /// Of types, by name.
    ids: HashMap<String, String>,
    taken: HashSet<String>,
}

impl Names {
    /// # Errors
    ///
    /// If a type or an error is called as something that the package itself exports.
    pub(super) fn new(manifest: &Manifest) -> anyhow::Result<Self> {
        let mut names = Self {
            types: HashMap::new(),
            inputs: HashMap::new(),
            errors: HashMap::new(),
            ids: HashMap::new(),
            taken: EXPORTS.iter().map(|&name| name.to_owned()).collect(),
        };
        for def in &manifest.types {
            let name = names.declare(&def.name, &def.id, RESERVED)?;
            names.ids.insert(name.clone(), def.id.clone());
            names.types.insert(def.id.clone(), name);
        }
        for definition in &manifest.generics {
            // Without a name, it is not declared.
            if let Ok(name) = names.declare(&definition.name, &definition.id, RESERVED) {
                names.ids.insert(name.clone(), definition.id.clone());
                names.types.insert(definition.id.clone(), name);
            }
        }
        let reserved = [RESERVED, RESERVED_CLASSES].concat();
        for error in &manifest.errors {
            let name = names.declare(&error.name, &error.id, &reserved)?;
            names.errors.insert(error.id.clone(), name);
        }
        Ok(names)
    }

    fn declare(&mut self, name: &str, id: &str, reserved: &[&str]) -> anyhow::Result<String> {
        let name = if reserved.contains(&name) {
            format!("{name}_")
        } else {
            name.to_owned()
        };
        if !self.taken.insert(name.clone()) {
            anyhow::bail!("typescript: `{id}` cannot be called `{name}`, that name is taken");
        }
        Ok(name)
    }

    /// Does the name mean something else?
    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name) || RESERVED.contains(&name)
    }

    /// A name that nothing else has: with an underscore if need be.
    pub(super) fn derive(&mut self, name: String) -> String {
        let mut name = name;
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    /// Gives the type a second name, for what is sent.
    pub(super) fn split(&mut self, id: &str) {
        let name = self.derive(format!("{}Input", self.types[id]));
        self.ids.insert(name.clone(), id.to_owned());
        self.inputs.insert(id.to_owned(), name);
    }

    pub(super) fn is_split(&self, id: &str) -> bool {
        self.inputs.contains_key(id)
    }

    /// The name of a type of the manifest.
    pub(super) fn of_type(&self, id: &str, direction: Direction) -> anyhow::Result<&str> {
        let input = match direction {
            Direction::Input => self.inputs.get(id),
            Direction::Output => None,
        };
        input
            .or_else(|| self.types.get(id))
            .map(String::as_str)
            .ok_or_else(|| anyhow::anyhow!("typescript: the manifest has no type `{id}`"))
    }

    /// The type of the manifest that is called so.
    pub(super) fn id(&self, name: &str) -> Option<&str> {
        self.ids.get(name).map(String::as_str)
    }

    /// What stands in the name of a type's check, `checkTask`: one for both directions, as each has
    /// its own file.
    pub(super) fn of_check(&self, id: &str) -> anyhow::Result<&str> {
        self.of_type(id, Direction::Output)
    }

    /// The name of an error of the manifest.
    pub(super) fn of_error(&self, id: &str) -> anyhow::Result<&str> {
        self.errors
            .get(id)
            .map(String::as_str)
            .ok_or_else(|| anyhow::anyhow!("typescript: the manifest has no error `{id}`"))
    }
}

/// `tasks_get_stats` → `tasksGetStats`
pub(super) fn method(ident: &str) -> String {
    let mut name = String::new();
    for part in ident.split('_').filter(|part| !part.is_empty()) {
        let mut chars = part.chars();
        if name.is_empty() {
            name.push_str(part);
        } else if let Some(first) = chars.next() {
            name.extend(first.to_uppercase());
            name.push_str(chars.as_str());
        }
    }
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, '_');
    }
    if MEMBERS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}
