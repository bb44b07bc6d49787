//! Names as rustc resolves them. Each test is a small world of crates, of which the first is the
//! user's, and questions in the form `module: path`.

use std::fs;
use std::path::Path;

use super::names::{Names, Res, Wants};
use crate::manifest::Package;
use crate::parse::{self, Name, Segment};
use crate::source::cfg::Cfg;
use crate::source::discover::{Root, discover};
use crate::source::world::{Crate, Extern, ExternSource, OWN, Origin, World};
use crate::source::{Sources, Span};

struct Case {
    world: World,
    span: Span,
}

/// Each crate: its name, what it depends on, its text. What is no crate of these is not read.
fn case(crates: &[(&str, &[&str], &str)]) -> Case {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut world = World {
        is_complete: true,
        ..World::default()
    };
    let mut sources = Sources::default();
    for (name, externs, text) in crates {
        let package = folder.path().join(name);
        lay_out(&package, text);
        let edition_2015 = text.starts_with("// 2015");
        let externs = externs.iter().map(|known_as| {
            let (known_as, package) = known_as.split_once('=').unwrap_or((known_as, known_as));
            let number = crates.iter().position(|(name, ..)| *name == package);
            let source = match number {
                Some(number) => ExternSource::Read(number),
                None if package.ends_with("_macros") => ExternSource::Macros,
                None => ExternSource::Unread(None),
            };
            let package = package.to_owned();
            (known_as.to_owned(), Extern { package, source })
        });
        let krate = Crate {
            root: 0,
            name: (*name).to_owned(),
            label: String::new(),
            package: Package {
                name: (*name).to_owned(),
                version: "1.0.0".to_owned(),
            },
            origin: Origin::Path,
            uses_begin_at_root: edition_2015,
            externs: externs.collect(),
        };
        let path = &package.join("lib.rs");
        let place = crate::source::place::Place {
            package: &package,
            prefix: None,
            seen_from: folder.path(),
            is_local: true,
            is_near: true,
        };
        let mut cfg = Cfg::default();
        cfg.add("unix");
        let cfg = &cfg;
        discover(&mut world, krate, &Root { path, place, cfg }, &mut sources);
    }
    let text = sources.add(crate::source::File {
        path: folder.path().to_owned(),
        shown: String::new(),
        position: String::new(),
        is_local: true,
        text: String::new(),
    });
    let span = Span {
        file: text,
        start: 0,
        end: 0,
    };
    Case { world, span }
}

/// A `// file: name` line begins another file.
fn lay_out(folder: &Path, text: &str) {
    for (index, part) in text.split("// file: ").enumerate() {
        let (name, text) = match index {
            0 => ("lib.rs", part),
            _ => part.split_once('\n').expect("a file has lines"),
        };
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

impl Case {
    /// What is found: an id, `extern …`, `mod …`, `want …` or `error: …`.
    fn asks(&self, question: &str) -> String {
        let wants = Wants::default();
        let names = Names::new(&self.world, &wants);
        let (module, path) = self.question(question);
        let found = names.resolve(module, &path);
        drop(names);
        let wants = wants.into_inner();
        if !wants.is_empty() {
            let wants: Vec<String> = wants.into_iter().map(|(_, name)| name).collect();
            return format!("want {}", wants.join(", "));
        }
        let wants = Wants::default();
        let names = Names::new(&self.world, &wants);
        match found {
            Ok(Res::Item(id)) => names.item_path(id),
            Ok(Res::Extern(path)) => format!("extern {}", path.join("::")),
            Ok(Res::Module(id)) => format!("mod {}", self.world.full_path(id).join("::")),
            Ok(Res::Primitive(name)) => name.to_owned(),
            Err(error) => format!("error: {}", error.message),
        }
    }

    fn constant(&self, question: &str) -> Option<u64> {
        let wants = Wants::default();
        let (module, path) = self.question(question);
        Names::new(&self.world, &wants).constant(module, &path)
    }

    fn way(&self, question: &str) -> Option<String> {
        let wants = Wants::default();
        let (module, path) = self.question(question);
        let way = Names::new(&self.world, &wants).way(module, &path);
        way.map(|way| way.join("::"))
    }

    fn question(&self, question: &str) -> (usize, parse::Path) {
        let (module, path) = question.split_once(": ").expect("`module: path`");
        let modules = &self.world.modules;
        let module = (0..modules.len())
            .find(|id| modules[*id].krate == OWN && self.world.path(*id).join("::") == module)
            .expect("the module is there");
        let segments = path.trim_start_matches("::").split("::");
        let path = parse::Path {
            leading_colon: path.starts_with("::"),
            segments: segments
                .map(|text| Segment {
                    name: Name {
                        text: text.to_owned(),
                        span: self.span,
                    },
                    args: vec![],
                })
                .collect(),
            span: self.span,
        };
        (module, path)
    }
}

#[track_caller]
fn check(case: &Case, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        assert_eq!(case.asks(question), *answer, "{question}");
    }
}

#[test]
fn own_names_go_before_those_of_the_prelude() {
    let case = case(&[(
        "own",
        &[],
        "pub mod shadow { pub struct Vec; pub enum Option {} pub type String = u8; pub struct Result; }
         mod by_glob { use crate::shadow::*; }
         mod by_name { use crate::shadow::Vec; }
         mod none {}
         mod str { pub struct X; }",
    )]);
    check(
        &case,
        &[
            ("shadow: Vec", "own::shadow::Vec"),
            ("shadow: String", "own::shadow::String"),
            ("by_glob: Option", "own::shadow::Option"),
            ("by_glob: Result", "own::shadow::Result"),
            ("by_name: Vec", "own::shadow::Vec"),
            ("by_name: Option", "extern std::option::Option"),
            ("none: Vec", "extern std::vec::Vec"),
            ("none: std::vec::Vec", "extern std::vec::Vec"),
            ("none: core::option::Option", "extern std::option::Option"),
            (": str", "str"),
            (": str::X", "own::str::X"),
            (
                "none: Nothing",
                "error: cannot find `Nothing` in this scope",
            ),
        ],
    );
}

#[test]
fn renames_cycles_and_other_namespaces() {
    let case = case(&[(
        "own",
        &["text=uuid", "base"],
        "extern crate self as me;
         use base as foundation;
         pub mod a { pub use super::b::*; pub struct A; pub fn Task() {} }
         pub mod b { pub use super::a::*; pub use super::c::Task as Job; use super::a::Task; pub struct Task; }
         pub mod c { pub use super::b::Job; pub struct Task; macro_rules! Odd { () => {} } }
         pub mod d { use super::a::{self as other, A as First}; use super::kind::Kind::*; }
         pub mod kind { pub enum Kind { Vec, Job } }
         pub mod r#type { pub struct r#Struct; }
         fn nest() { struct Inner; }
         mod looped { pub use self::looped::X; }",
    ), ("base", &[], "pub mod m { pub struct Base; }")]);
    check(
        &case,
        &[
            ("a: A", "own::a::A"),
            ("b: A", "own::a::A"),
            ("a: Task", "own::b::Task"),
            ("a: Job", "own::c::Task"),
            ("c: Job", "own::c::Task"),
            ("d: First", "own::a::A"),
            ("d: other::Job", "own::c::Task"),
            ("d: Job", "error: cannot find `Job` in this scope"),
            ("c: Odd", "error: cannot find `Odd` in this scope"),
            (": type::Struct", "own::type::Struct"),
            (": me::a::A", "own::a::A"),
            ("d: crate::me::a::A", "own::a::A"),
            (": foundation::m::Base", "base::m::Base"),
            ("d: crate::foundation::m::Base", "base::m::Base"),
            ("d: base::m::Base", "base::m::Base"),
            ("d: ::base::m::Base", "base::m::Base"),
            (": text::Uuid", "extern uuid::Uuid"),
            (": Inner", "error: cannot find `Inner` in this scope"),
            ("looped: X", "error: cannot find `X` in this scope"),
            (
                "d: super::super::X",
                "error: cannot find `super::super::X` in this scope",
            ),
        ],
    );
}

#[test]
fn files_paths_and_cfg_twins() {
    let case = case(&[(
        "own",
        &[],
        "#[cfg(unix)] mod os { pub struct Here; }
         #[cfg(not(unix))] mod os { pub struct There; }
         #[cfg(windows)] pub struct Twin;
         #[cfg(not(windows))] pub enum Twin {}
         #[path = \"odd/place.rs\"] mod placed;
         mod outer { pub mod inner; }
         mod r#match;
// file: odd/place.rs
pub mod next { pub struct Next; } pub struct Placed;
// file: outer/inner.rs
pub struct Inner; use super::super::Twin;
// file: match.rs
pub struct Raw;",
    )]);
    check(
        &case,
        &[
            (": os::Here", "own::os::Here"),
            (
                ": os::There",
                "error: cannot find `os::There` in this scope",
            ),
            (": Twin", "own::Twin"),
            (": placed::Placed", "own::placed::Placed"),
            (": placed::next::Next", "own::placed::next::Next"),
            (": outer::inner::Inner", "own::outer::inner::Inner"),
            ("outer::inner: Twin", "own::Twin"),
            (": match::Raw", "own::match::Raw"),
        ],
    );
}

#[test]
fn explicit_imports_go_before_globs_which_bring_only_what_is_visible() {
    let case = case(&[(
        "own",
        &["shared"],
        "mod a { pub struct X; struct Hidden; use std::collections::*; pub mod sub { pub struct Y; } }
         mod b { pub struct X; pub struct Hidden; }
         mod c { use crate::a::*; use crate::b::X; use crate::b::*; }
         mod d { use shared::open::*; }",
    ), (
        "shared",
        &[],
        "pub mod open { use std::fmt::*; pub use super::closed::*; pub(crate) struct Inside; pub struct Error; }
         mod closed { pub struct Shown; struct Own; pub(super) struct Result; }",
    )]);
    check(
        &case,
        &[
            ("c: X", "own::b::X"),
            ("c: Hidden", "own::b::Hidden"),
            ("c: sub::Y", "own::a::sub::Y"),
            ("c: HashMap", "error: cannot find `HashMap` in this scope"),
            ("a: HashMap", "extern std::collections::HashMap"),
            ("d: Shown", "shared::closed::Shown"),
            ("d: Result", "extern std::result::Result"),
            ("d: Inside", "error: cannot find `Inside` in this scope"),
            (
                ": shared::closed::Shown",
                "error: cannot find `shared::closed::Shown` in this scope",
            ),
            (": shared::open::Shown", "shared::closed::Shown"),
        ],
    );
}

#[test]
fn other_crates_and_what_they_export_again() {
    let case = case(&[(
        "own",
        &["facade", "far=distant", "serde"],
        "mod all { pub use facade::prelude::*; }
         mod task { pub struct Task; }
         use far::Task;
         #[derive(facade::Serialize)] struct S;",
    ), (
        "facade",
        &["chrono", "distant", "serde", "own"],
        "pub extern crate distant as beyond;
         pub use chrono;
         pub use serde::*;
         pub mod prelude { pub use crate::deep::a::*; pub use chrono::prelude::*; pub use std::collections::HashMap; }
         mod deep { pub mod a { pub use self::b::*; mod b { pub struct Deep; pub use distant::Task as Far; } } }
         pub struct Task;",
    ), ("distant", &[], "pub struct Task; pub mod nested { pub use super::Task as Again; }")]);
    check(
        &case,
        &[
            (": Task", "distant::Task"),
            (": facade::Task", "facade::Task"),
            (": far::nested::Again", "distant::Task"),
            (
                ": distant::Task",
                "error: cannot find `distant::Task` in this scope",
            ),
            ("all: Deep", "facade::deep::a::b::Deep"),
            ("all: Far", "distant::Task"),
            (
                "all: DateTime",
                "extern chrono::DateTime"
                    .replace("chrono::", "chrono::prelude::")
                    .as_str(),
            ),
            ("all: HashMap", "extern std::collections::HashMap"),
            ("all: Vec", "extern std::vec::Vec"),
            (": facade::chrono::DateTime", "extern chrono::DateTime"),
            (": facade::beyond::Task", "distant::Task"),
            (": facade::Serialize", "extern serde::Serialize"),
        ],
    );
    assert_eq!(case.way(": Task").as_deref(), Some("far::Task"));
    assert_eq!(
        case.way("all: Far").as_deref(),
        Some("facade::prelude::Far")
    );
    assert_eq!(
        case.way(": all::Deep").as_deref(),
        Some("facade::prelude::Deep")
    );
    assert_eq!(
        case.way(": facade::MadeByMacro").as_deref(),
        Some("facade::MadeByMacro")
    );
    assert_eq!(case.way(": String").as_deref(), Some("std::string::String"));
    assert_eq!(case.way(": task::Task"), None);
}

#[test]
fn crates_are_read_only_if_something_that_matters_may_lie_in_them() {
    let case = case(&[(
        "own",
        &["diesel", "chrono", "uuid", "sqlx_macros", "geo"],
        "use uuid::*;
         mod db { use diesel::prelude::*; use uuid::Uuid; pub struct Row; }
         mod derived { use sqlx_macros::*; }
         mod point { pub use geo::shapes; }",
    )]);
    check(
        &case,
        &[
            ("db: Row", "own::db::Row"),
            ("db: Uuid", "extern uuid::Uuid"),
            ("db: chrono::Utc", "extern chrono::Utc"),
            ("db: Vec", "want diesel"),
            ("db: i64", "want diesel"),
            (": Vec", "extern std::vec::Vec"),
            (": chrono::Span", "want chrono"),
            (": Anything", "want uuid"),
            ("derived: Vec", "extern std::vec::Vec"),
            ("point: shapes::Point", "want geo"),
            (": point::shapes::Point", "want geo"),
            (": std::time::Instant", "extern std::time::Instant"),
        ],
    );
    assert_eq!(
        case.way("point: shapes::Point").as_deref(),
        Some("geo::shapes::Point")
    );
}

#[test]
fn what_cannot_be_read_is_an_error_where_it_is_needed() {
    let mut case = case(&[
        (
            "own",
            &["broken", "gone"],
            "use broken::fine::Fine; mod glob { use gone::*; }",
        ),
        (
            "broken",
            &[],
            "pub mod fine { pub struct Fine; }
         pub mod nightly;
         pub mod absent;
         pub use nightly::*;
         #[cfg(strange(1))] pub struct Odd;
// file: nightly.rs
pub struct New { unsafe a: i32 where }",
        ),
    ]);
    let gone = case.world.crates[OWN]
        .externs
        .get_mut("gone")
        .expect("it is there");
    gone.source = ExternSource::Failed("why".to_owned());
    let asks = |question: &str| case.asks(question);
    assert_eq!(
        asks(": gone::X"),
        "error: `gone::X` lies in package `gone`, whose source cannot be read: why"
    );
    assert_eq!(
        asks("glob: Vec"),
        "error: `Vec` may come from `use gone::*`, whose source cannot be read: why"
    );
    assert!(asks(": broken::New").starts_with("error: cannot parse this file:"));
    assert!(asks(": broken::nightly::New").starts_with("error: cannot parse this file:"));
    assert_eq!(
        asks(": broken::absent::X"),
        "error: file not found for module `absent`"
    );
    assert!(asks(": broken::Odd").starts_with("error: cannot parse this attribute:"));
}

#[test]
fn edition_2015_begins_at_the_root_and_macros_come_without_a_path() {
    let case = case(&[
        ("own", &["old"], "use old::Task;"),
        (
            "old",
            &["serde", "base"],
            "// 2015
         #[macro_use] extern crate serde;
         extern crate base;
         mod model { pub struct Task; pub mod sub { use model::Task as Mine; pub use base::Base; } }
         pub use model::Task;
         pub use model::sub::Base;",
        ),
        ("base", &[], "pub struct Base;"),
    ]);
    check(
        &case,
        &[
            (": Task", "old::model::Task"),
            (": old::Base", "base::Base"),
        ],
    );
    let wants = Wants::default();
    let names = Names::new(&case.world, &wants);
    let old = case.world.crates[1].root;
    let derive = names.resolve_text(old, "Serialize", case.span);
    assert_eq!(
        derive,
        Some(Res::Extern(vec!["serde".into(), "Serialize".into()]))
    );
    assert_eq!(names.resolve_text(0, "Serialize", case.span), None);
}

#[test]
fn crates_of_one_name_have_ids_of_their_own() {
    let case = case(&[
        (
            "own",
            &["first", "second"],
            "use first::Task; mod m { use second::Task; } mod n { use second::Third; }",
        ),
        ("first", &[], "pub struct Task;"),
        (
            "second",
            &["own"],
            "pub use own::Task as Third; pub struct Task;",
        ),
    ]);
    assert_eq!(case.asks("m: Task"), "second::Task");
    let mut world = World::default();
    for version in ["1.0.0", "2.0.0", "2.0.0"] {
        world.add_crate(Crate {
            root: 0,
            name: "shared".to_owned(),
            label: String::new(),
            package: Package {
                name: "shared".to_owned(),
                version: version.to_owned(),
            },
            origin: Origin::Fetched,
            uses_begin_at_root: false,
            externs: std::collections::BTreeMap::new(),
        });
    }
    let labels: Vec<&str> = world
        .crates
        .iter()
        .map(|krate| krate.label.as_str())
        .collect();
    assert_eq!(labels, ["shared", "shared@2.0.0", "shared@2.0.0#2"]);
}

#[test]
fn constants_are_found_through_imports_and_crates() {
    let case = case(&[(
        "own",
        &["shared", "unread"],
        "pub const SIDE: usize = 4;
         pub const TWICE: usize = SIDE * 2;
         mod a { use super::*; pub use shared::size::SIZE as LEN; pub mod b { pub use super::super::SIDE; } }
         mod c { pub struct SIDE; use shared::prelude::*; use crate::a::b::SIDE; }",
    ), (
        "shared",
        &[],
        "pub mod size { pub const SIZE: u8 = 0x1_0u8; const HIDDEN: usize = 1; } pub mod prelude { pub use crate::size::*; }",
    )]);
    let constant = |question| case.constant(question);
    assert_eq!(constant(": SIDE"), Some(4));
    assert_eq!(constant(": TWICE"), None);
    assert_eq!(constant("a: SIDE"), Some(4));
    assert_eq!(constant("a: LEN"), Some(16));
    assert_eq!(constant("a: b::SIDE"), Some(4));
    assert_eq!(constant("c: SIZE"), Some(16));
    assert_eq!(constant("c: SIDE"), Some(4));
    assert_eq!(constant(": shared::size::SIZE"), Some(16));
    assert_eq!(constant(": shared::size::HIDDEN"), None);
    assert_eq!(constant(": usize::MAX"), None);
    assert_eq!(constant(": std::u8::MAX"), None);
}

#[test]
fn what_macros_make_has_the_paths_that_it_may_have() {
    let case = case(&[
        (
            "own",
            &["shared"],
            "mod ids { make!(TaskId); } mod a { use crate::ids::TaskId; } mod b { use crate::ids::*; use shared::*; }",
        ),
        (
            "shared",
            &[],
            "pub use inner::Made; mod inner { make!(Made); }",
        ),
    ]);
    let supposed = |question: &str| {
        let wants = Wants::default();
        let (module, path) = case.question(question);
        Names::new(&case.world, &wants).supposed(module, &path)
    };
    assert_eq!(supposed(": ids::TaskId"), ["own::ids::TaskId"]);
    assert_eq!(supposed("ids: TaskId"), ["own::ids::TaskId"]);
    assert_eq!(
        supposed("a: TaskId"),
        ["own::ids::TaskId", "own::a::TaskId"]
    );
    assert_eq!(
        supposed("b: TaskId"),
        ["own::b::TaskId", "own::ids::TaskId", "shared::TaskId"]
    );
    assert_eq!(supposed("a: shared::Made"), ["shared::inner::Made"]);
    assert_eq!(supposed("a: nowhere::Made"), Vec::<String>::new());
}
