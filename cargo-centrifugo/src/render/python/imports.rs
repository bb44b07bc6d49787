//! The imports of the generated modules: those of a list that a module's text uses.

/// What `models.py` may need, in ruff's order: blank lines part the groups.
pub(super) const MODELS: &[&str] = &[
    "import builtins as _b",
    "import typing as _t",
    "",
    "import typing_extensions as _te",
    "",
    "from . import _wire as _w",
];
/// Those of `errors.py`.
pub(super) const ERRORS: &[&str] = &[
    "import builtins as _b",
    "import typing as _t",
    "",
    "import typing_extensions as _te",
    "",
    "from . import _wire as _w",
    "from . import models as _m",
    "from . import rpc as _r",
];
/// Those of `methods.py`.
pub(super) const METHODS: &[&str] = &[
    "import typing as _t",
    "",
    "from . import _wire as _w",
    "from . import errors as _e",
    "from . import models as _m",
    "from . import rpc as _r",
];
/// Those of `testing.py`.
pub(super) const TESTING: &[&str] = &["from . import _fake as _f", "from . import methods as _c"];
/// Those of `api.py` and `sync_api.py`.
pub(super) const API: &[&str] = &[
    "import builtins as _b",
    "import typing as _t",
    "",
    "import typing_extensions as _te",
    "",
    "from . import _wire as _w",
    "from . import methods as _c",
    "from . import models as _m",
    "from . import rpc as _r",
];

/// The import that modules begin with, but `models.py`: what it is annotated with is evaluated anyhow.
const FUTURE: &str = "from __future__ import annotations";

/// A module with the imports that it uses, which only its text tells.
pub(super) fn with_imports(all: &'static [&'static str], text: String) -> String {
    let mut imports = Imports::new(all);
    imports.note(&text);
    imports.add_to(text)
}

/// The imports of a module whose text is made part by part.
#[derive(Debug)]
pub(super) struct Imports {
    all: &'static [&'static str],
    /// Which of them are used.
    used: Vec<bool>,
}

impl Imports {
    pub(super) fn new(all: &'static [&'static str]) -> Self {
        let used = all.iter().map(|import| import.is_empty()).collect();
        Self { all, used }
    }

    /// Notes what a part uses.
    pub(super) fn note(&mut self, part: &str) {
        let all = self.all.iter().zip(&mut self.used);
        let mut unused: Vec<(&str, &mut bool)> = all
            .filter(|(_, used)| !**used)
            .map(|(import, used)| (import.rsplit(' ').next().unwrap_or_default(), used))
            .collect();
        for (dot, _) in part.match_indices('.') {
            unused.retain_mut(|(alias, used)| {
                **used = ends_with_word(&part[..dot], alias);
                !**used
            });
        }
    }

    /// The module, or its beginning, with them.
    pub(super) fn add_to(&self, mut text: String) -> String {
        let all = self.all.iter().copied().zip(&self.used);
        let mut imports: Vec<&'static str> = vec![];
        for (import, _) in all.filter(|(_, used)| **used) {
            let blank = imports.last().is_none_or(|last| last.is_empty());
            if !(import.is_empty() && blank) {
                imports.push(import);
            }
        }
        if imports.last().is_some_and(|last| last.is_empty()) {
            imports.pop();
        }
        if !imports.is_empty() {
            let imports = format!("\n\n{}", imports.join("\n"));
            let at = text.find(FUTURE).map(|at| at + FUTURE.len());
            text.insert_str(at.unwrap_or(text.len()), &imports);
        }
        text
    }
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|before| {
        !before
            .chars()
            .next_back()
            .is_some_and(|c| c == '_' || c == '.' || c.is_alphanumeric())
    })
}
