//! How the generated packages are to be named and made. Knows no method and no type.

use serde::{Deserialize, Serialize};

/// Names of the generated packages, with the defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sdk {
    /// `[package.metadata.centrifugo.python]`
    pub python: PythonSdk,
    /// `[package.metadata.centrifugo.typescript]`
    pub typescript: TypescriptSdk,
    /// `[package.metadata.centrifugo.go]`
    pub go: GoSdk,
}

/// How the Python package is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PythonSdk {
    /// The import name; `<crate>_client` unless set. The distribution has dashes for underscores.
    pub package: String,
}

/// How the npm package is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypescriptSdk {
    /// The package name; `<crate>-client` unless set.
    pub package: String,
    /// What integers of 64 bits and more are.
    #[serde(default, skip_serializing_if = "Int64::is_number")]
    pub int64: Int64,
    /// What replies are held against.
    #[serde(default, skip_serializing_if = "Validate::is_none")]
    pub validate: Validate,
}

/// What integers of 64 bits and more are in TypeScript.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Int64 {
    /// `number`; one that it cannot hold is an error, sent or received.
    #[default]
    Number,
    /// `bigint`
    Bigint,
}

impl Int64 {
    /// Is it [`Int64::Number`]?
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number)
    }
}

/// What the TypeScript client holds replies against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Validate {
    /// Nothing: the server is believed.
    #[default]
    None,
    /// Schemas of zod, which the package also exports.
    Zod,
}

impl Validate {
    /// Is it [`Validate::None`]?
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// How the Go module is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoSdk {
    /// The module path in `go.mod`; the package name unless set. None if there is to be no `go.mod`,
    /// since the folder lies in a module of the user's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The package name; `<crate>client` unless set.
    pub package: String,
    /// `UserID` instead of `UserId`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub initialisms: bool,
}
