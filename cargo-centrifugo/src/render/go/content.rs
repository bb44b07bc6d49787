//! What a variant holds, and what each tagging puts around it.

use std::borrow::Cow;

use super::model::{Body, Coding, Key, Literal, ObjectCoding};
use super::types::GoType;

/// What a variant's struct holds, without its name.
pub(super) enum Inside {
    Nothing,
    /// The struct type, and that of its one field.
    Value(String, GoType),
    Struct(Body),
}

/// Where the content is, an expression, with the functions that read and write it.
struct Part {
    go: String,
    target: &'static str,
    read: Cow<'static, str>,
    write: Cow<'static, str>,
    /// What these functions do, unless they are known.
    coding: Option<Coding>,
}

impl Inside {
    fn part(self, name: &str) -> Option<Part> {
        match self {
            Self::Nothing => None,
            Self::Value(go, ty) => Some(Part {
                go,
                target: "v.Value",
                read: ty.read,
                write: ty.write,
                coding: None,
            }),
            Self::Struct(body) => Some(Part {
                go: body.go,
                target: "v",
                read: format!("read{name}Content").into(),
                write: format!("write{name}Content").into(),
                coding: Some(body.coding),
            }),
        }
    }

    pub(super) fn bare(self) -> (Body, Option<Coding>) {
        let body = match self {
            Self::Nothing => whole("struct{}", "w.raw(\"null\")", "readNull(r)"),
            Self::Value(go, GoType { read, write, .. }) => whole(
                &go,
                &format!("{write}(w, v.Value)"),
                &format!("v.Value = {read}(r)"),
            ),
            Self::Struct(body) => body,
        };
        (body, None)
    }

    pub(super) fn keyed(self, name: &str, key: &str) -> (Body, Option<Coding>) {
        let Some(part) = self.part(name) else {
            let write = format!("writeString(w, {key})");
            return (whole("struct{}", &write, &format!("r.unit({key})")), None);
        };
        let Part {
            target,
            read,
            write,
            ..
        } = &part;
        let write = format!("writeKeyed(w, {key}, {target}, {write})");
        let read = format!("{target} = readKeyed(r, {key}, {read})");
        (whole(&part.go, &write, &read), part.coding)
    }

    pub(super) fn adjacent(self, name: &str, tag: Literal, key: String) -> (Body, Option<Coding>) {
        let mut object = ObjectCoding {
            literals: vec![tag],
            ..ObjectCoding::default()
        };
        let mut go = "struct{}".to_owned();
        let mut content = None;
        if let Some(part) = self.part(name) {
            object.required.push(key.clone());
            object.keys.push(Key {
                write: format!("{}(w, {})", part.write, part.target),
                read: format!("{}, seen[0] = {}(r), true", part.target, part.read),
                guard: None,
                key,
            });
            (go, content) = (part.go, part.coding);
        }
        let coding = Coding::Object(object);
        (Body { go, coding }, content)
    }
}

fn whole(go: &str, write: &str, read: &str) -> Body {
    Body {
        go: go.to_owned(),
        coding: Coding::Whole {
            write: write.to_owned(),
            read: read.to_owned(),
        },
    }
}
