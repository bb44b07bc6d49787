//! Calls as README, package documentation and testable examples show them: lines of Go that compile.

use std::borrow::Cow;

use super::model::{MethodDecl, Sdk};

/// A call of one method, as another package writes it.
#[derive(Debug, Clone)]
pub(super) struct Example {
    package: String,
    fake_caller: String,
    /// The method in Go, and on the wire.
    name: String,
    wire: String,
    /// `tasksclient.NewTask`; none without params.
    params: Option<String>,
    /// A value of it, if one is easily made up.
    sample: Option<String>,
    /// `*tasksclient.Task`; none without a result.
    result: Option<String>,
}

impl Example {
    pub(super) fn of(package: &str, fake_caller: &str, method: &MethodDecl) -> Self {
        let qualify = |go: &Cow<'_, str>| qualified(go, package);
        Self {
            package: package.to_owned(),
            fake_caller: fake_caller.to_owned(),
            name: method.name.clone(),
            wire: method.wire.clone(),
            params: method.params_type.as_ref().map(qualify),
            sample: method.sample.clone(),
            result: method.result.as_ref().map(qualify),
        }
    }

    /// What is before the call.
    fn before(&self) -> Vec<String> {
        match (&self.params, &self.sample) {
            (Some(params), None) => vec![format!("var params {params}")],
            _ => vec![],
        }
    }

    pub(super) fn call(&self) -> String {
        let params = match (&self.params, &self.sample) {
            (None, _) => String::new(),
            (Some(_), Some(sample)) => format!(", {sample}"),
            (Some(_), None) => ", params".to_owned(),
        };
        format!("client.{}(ctx{params})", self.name)
    }

    fn error_of_call(&self) -> String {
        let none = if self.result.is_some() { "_, " } else { "" };
        format!("{none}err := {}", self.call())
    }

    /// In a function that prints.
    pub(super) fn main(&self) -> Vec<String> {
        let mut lines = self.before();
        if self.result.is_some() {
            lines.push(format!("result, err := {}", self.call()));
            lines.push("fmt.Println(result, err)".to_owned());
        } else {
            lines.push(format!("fmt.Println({})", self.call()));
        }
        lines
    }

    /// In a function that returns an error.
    pub(super) fn returning(&self) -> Vec<String> {
        let mut lines = self.before();
        let fails = ["\treturn err".to_owned(), "}".to_owned()];
        if self.result.is_some() {
            lines.push(format!("result, err := {}", self.call()));
            lines.push("if err != nil {".to_owned());
            lines.extend(fails);
            lines.push("fmt.Println(result)".to_owned());
        } else {
            lines.push(format!("if err := {}; err != nil {{", self.call()));
            lines.extend(fails);
        }
        lines
    }

    /// A call whose error is looked at.
    pub(super) fn failing(&self) -> Vec<String> {
        let mut lines = self.before();
        lines.push(self.error_of_call());
        lines
    }

    /// A client with a fake in place of the server.
    fn fake(&self) -> Vec<String> {
        let Self {
            package,
            fake_caller,
            name,
            ..
        } = self;
        let params = self.params.as_ref();
        let params = params.map_or(String::new(), |params| format!(", params {params}"));
        let result = match &self.result {
            Some(result) => format!("({result}, error)"),
            None => "error".to_owned(),
        };
        let error = format!("&{package}.RPCError{{Code: 403, Message: \"not yours\"}}");
        let mut lines = vec![
            format!("fake := {package}.New{fake_caller}()"),
            format!("fake.On{name}(func(ctx context.Context{params}) {result} {{"),
        ];
        lines.extend(match &self.result {
            None => vec![format!("\treturn {error}")],
            Some(result)
                if ["*", "[]", "map["]
                    .iter()
                    .any(|nil| result.starts_with(nil)) =>
            {
                vec![format!("\treturn nil, {error}")]
            }
            Some(result) => vec![
                format!("\tvar none {result}"),
                format!("\treturn none, {error}"),
            ],
        });
        lines.extend(["})".to_owned(), "client := fake.Client()".to_owned()]);
        lines
    }

    /// A test of a call that a fake answers.
    pub(super) fn faked(&self) -> Vec<String> {
        let mut lines = self.fake();
        lines.extend(self.failing());
        lines.push("fmt.Println(err)".to_owned());
        lines.push("fmt.Println(len(fake.Calls()))".to_owned());
        lines
    }

    /// What [`faked`](Self::faked) prints.
    pub(super) fn faked_output(&self) -> Vec<String> {
        vec![
            format!("{}: rpc error 403: not yours", self.wire),
            "1".to_owned(),
        ]
    }
}

/// The method whose example is the first that a reader sees.
pub(super) fn best(sdk: &Sdk) -> Option<&MethodDecl> {
    // staticcheck warns of the use of what is deprecated.
    let all = sdk.methods.iter();
    let all = all.filter(|method| !method.deprecated && !method.shows_deprecated);
    all.min_by_key(|method| method.rank())
}

impl MethodDecl {
    /// Params show more than none, few more than many, and a result more than none; what cannot be
    /// made up comes last.
    pub(super) fn rank(&self) -> impl Ord {
        (
            self.params_type.is_some() && self.sample.is_none(),
            !self
                .sample
                .as_ref()
                .is_some_and(|sample| sample.contains('{')),
            self.params_type.is_none(),
            self.result.is_none(),
            self.sample.as_ref().map(String::len),
        )
    }
}

/// A Go type as another package writes it: exported names that no package is named before are of
/// this one.
pub(super) fn qualified(go: &str, package: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in go.chars() {
        let inside = before == '.' || before == '_' || before.is_alphanumeric();
        if c.is_uppercase() && !inside {
            out.push_str(package);
            out.push('.');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::qualified;

    #[test]
    fn own_types_are_qualified() {
        assert_eq!(
            qualified("map[string]*Page[TaskID, big.Int]", "p"),
            "map[string]*p.Page[p.TaskID, big.Int]"
        );
        assert_eq!(qualified("[]string", "p"), "[]string");
    }
}
