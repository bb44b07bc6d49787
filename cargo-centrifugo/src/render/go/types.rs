//! `types.go`: the Go types, with their marshalling where `encoding/json` alone would be wrong.

use std::fmt::Write as _;

use anyhow::bail;
use centrifugo_build::manifest::{
    Content, ErrorType, ErrorVariant, Field, Manifest, Shape, Tagging, Type, TypeDef, Variant,
};

use super::docs::comment;
use super::names::quoted;
use super::plan::{Direction, GoField, Plan};

/// The body of `types.go`, without package clause and imports.
pub(super) fn render(plan: &Plan<'_>) -> anyhow::Result<String> {
    let mut out = String::new();
    let manifest: &Manifest = plan.manifest;
    for ty in &manifest.types {
        for (name, shape, direction) in plan.forms(ty) {
            type_def(&mut out, plan, ty, &name, shape, direction)?;
        }
    }
    for error in &manifest.errors {
        error_def(&mut out, plan, error)?;
    }
    Ok(out)
}

fn type_def(
    out: &mut String,
    plan: &Plan<'_>,
    ty: &TypeDef,
    name: &str,
    shape: &Shape,
    direction: Direction,
) -> anyhow::Result<()> {
    let docs = comment(name, ty.docs.as_deref(), ty.deprecated.as_ref(), "");
    match shape {
        Shape::Struct { fields, .. } => {
            let fields = plan.fields(name, fields, direction)?;
            struct_def(out, name, &docs, &fields);
            marshal(out, name, &fields, None);
            unmarshal(out, name, &fields);
        }
        Shape::Newtype { item } => {
            let go = plan.go_type(item, direction)?;
            // Only a scalar is a type of its own: methods of other types would be lost.
            let scalar = matches!(
                item,
                Type::Bool | Type::Integer { .. } | Type::Float { .. } | Type::String { .. }
            ) && !go.contains(['*', '.'])
                && go != "uint8";
            let sign = if scalar { "" } else { "= " };
            let _ = write!(out, "\n{docs}type {name} {sign}{go}\n");
        }
        Shape::Enum {
            tagging: Tagging::External,
            variants,
            ..
        } => {
            unit_enum(out, name, &docs, variants)?;
        }
        Shape::Enum {
            tagging: Tagging::Internal { tag },
            variants,
            ..
        } => {
            sum(
                out,
                plan,
                &Sum {
                    name,
                    docs: &docs,
                    tag,
                    variants,
                    direction,
                },
            )?;
        }
    }
    Ok(())
}

/// Documented fields stand apart; others are aligned, as gofmt does it.
fn struct_def(out: &mut String, name: &str, docs: &str, fields: &[GoField]) {
    if fields.is_empty() {
        let _ = write!(out, "\n{docs}type {name} struct{{}}\n");
        return;
    }
    let _ = write!(out, "\n{docs}type {name} struct {{\n");
    let apart = fields.iter().any(|field| !field.docs.is_empty());
    let width = |f: fn(&GoField) -> &str| {
        fields
            .iter()
            .map(|field| f(field).chars().count())
            .max()
            .unwrap_or_default()
    };
    let (names, types) = if apart {
        (0, 0)
    } else {
        (width(|field| &field.name), width(|field| &field.ty))
    };
    for (index, field) in fields.iter().enumerate() {
        if apart && index > 0 {
            out.push('\n');
        }
        let omitzero = if field.omitzero { ",omitzero" } else { "" };
        // `-` alone means that there is no key; `-,` that it is `-`.
        let comma = if field.key == "-" && !field.omitzero {
            ","
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "{}\t{:names$} {:types$} `json:\"{}{comma}{omitzero}\"`",
            field.docs, field.name, field.ty, field.key
        );
    }
    out.push_str("}\n");
}

/// `MarshalJSON`, if nil slices and maps have to become empty ones, or a tag has to be written.
fn marshal(out: &mut String, name: &str, fields: &[GoField], tag: Option<(&str, &str)>) {
    let empty: Vec<&GoField> = fields
        .iter()
        .filter(|field| field.empty.is_some())
        .collect();
    if empty.is_empty() && tag.is_none() {
        return;
    }
    let _ = write!(
        out,
        "\n// MarshalJSON implements json.Marshaler.\n\
         func (v {name}) MarshalJSON() ([]byte, error) {{\n"
    );
    if tag.is_none() || !fields.is_empty() {
        let _ = writeln!(out, "\ttype plain {name}");
    }
    for field in empty {
        let literal = field.empty.as_deref().unwrap_or_default();
        let _ = write!(
            out,
            "\tif v.{field} == nil {{\n\t\tv.{field} = {literal}\n\t}}\n",
            field = field.name
        );
    }
    match tag {
        None => out.push_str("\treturn json.Marshal(plain(v))\n"),
        Some((key, value)) => {
            let value = quoted(value);
            if fields.is_empty() {
                let _ = write!(
                    out,
                    "\treturn json.Marshal(struct {{\n\t\tTag string `json:\"{key}\"`\n\t}}{{{value}}})\n"
                );
            } else {
                let _ = write!(
                    out,
                    "\treturn json.Marshal(struct {{\n\t\tTag string `json:\"{key}\"`\n\t\tplain\n\t}}{{{value}, plain(v)}})\n"
                );
            }
        }
    }
    out.push_str("}\n");
}

/// `UnmarshalJSON`, if a field is an interface or holds one.
fn unmarshal(out: &mut String, name: &str, fields: &[GoField]) {
    let special: Vec<(&GoField, &str)> = fields
        .iter()
        .filter_map(|f| Some((f, f.decoder.as_deref()?)))
        .collect();
    if special.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "\n// UnmarshalJSON implements json.Unmarshaler.\n\
         func (v *{name}) UnmarshalJSON(data []byte) error {{\n\
         \ttype plain {name}\n\
         \traw := struct {{\n\t\t*plain\n"
    );
    let width = special
        .iter()
        .map(|(f, _)| f.name.chars().count())
        .max()
        .unwrap_or_default();
    for (field, _) in &special {
        let _ = writeln!(
            out,
            "\t\t{:width$} json.RawMessage `json:\"{}\"`",
            field.name, field.key
        );
    }
    out.push_str(
        "\t}{plain: (*plain)(v)}\n\
         \tif err := json.Unmarshal(data, &raw); err != nil {\n\t\treturn err\n\t}\n\
         \tvar err error\n",
    );
    for (field, decoder) in &special {
        let indent = if field.omitzero { "\t\t" } else { "\t" };
        if field.omitzero {
            let _ = writeln!(out, "\tif len(raw.{}) > 0 {{", field.name);
        }
        let assign = if field.ty.starts_with("*[]") || field.ty.starts_with("*map") {
            format!(
                "{indent}if v.{0}, err = decodePointer({decoder})(raw.{0}); err != nil {{\n",
                field.name
            )
        } else {
            format!(
                "{indent}if v.{0}, err = {decoder}(raw.{0}); err != nil {{\n",
                field.name
            )
        };
        let _ = write!(
            out,
            "{assign}{indent}\treturn fmt.Errorf(\"%s: %w\", {}, err)\n{indent}}}\n",
            quoted(&field.key)
        );
        if field.omitzero {
            out.push_str("\t}\n");
        }
    }
    out.push_str("\treturn nil\n}\n");
}

fn unit_enum(out: &mut String, name: &str, docs: &str, variants: &[Variant]) -> anyhow::Result<()> {
    if let Some(variant) = variants.iter().find(|variant| !variant.content.is_unit()) {
        bail!(
            "Go: variant `{}` of `{name}` with a value is not supported yet",
            variant.name
        );
    }
    let _ = write!(out, "\n{docs}type {name} string\n");
    if variants.is_empty() {
        return Ok(());
    }
    let _ = write!(out, "\n// The values of {name}.\nconst (\n");
    let names: Vec<String> = variants
        .iter()
        .map(|v| format!("{name}{}", v.name))
        .collect();
    let docs: Vec<String> = variants
        .iter()
        .zip(&names)
        .map(|(v, name)| comment(name, v.docs.as_deref(), v.deprecated.as_ref(), "\t"))
        .collect();
    let apart = docs.iter().any(|docs| !docs.is_empty());
    let width = if apart {
        0
    } else {
        names
            .iter()
            .map(|n| n.chars().count())
            .max()
            .unwrap_or_default()
    };
    for (index, ((variant, constant), docs)) in variants.iter().zip(&names).zip(docs).enumerate() {
        if apart && index > 0 {
            out.push('\n');
        }
        let value = quoted(&variant.wire_name);
        let _ = writeln!(out, "{docs}\t{constant:width$} {name} = {value}");
    }
    out.push_str(")\n");
    Ok(())
}

struct Sum<'a> {
    name: &'a str,
    docs: &'a str,
    tag: &'a str,
    variants: &'a [Variant],
    direction: Direction,
}

/// A sealed interface, a struct a variant, and one for variants that this version does not know.
fn sum(out: &mut String, plan: &Plan<'_>, sum: &Sum<'_>) -> anyhow::Result<()> {
    let Sum {
        name,
        docs,
        tag,
        variants,
        direction,
    } = sum;
    if !super::names::is_tag(tag) {
        bail!("Go: the tag {tag:?} of `{name}` cannot stand in a tag of encoding/json: rename it");
    }
    let list: Vec<String> = variants
        .iter()
        .map(|v| format!("{name}{}", v.name))
        .collect();
    let list = list
        .into_iter()
        .chain([format!("{name}Unknown")])
        .collect::<Vec<_>>()
        .join(", ");
    let docs = if docs.is_empty() {
        String::new()
    } else {
        format!("{docs}//\n")
    };
    let _ = write!(
        out,
        "\n{docs}// It is one of {list}.\ntype {name} interface{{ is{name}() }}\n"
    );
    for variant in *variants {
        let of = format!("{name}{}", variant.name);
        let docs = comment(
            &of,
            variant.docs.as_deref(),
            variant.deprecated.as_ref(),
            "",
        );
        let tag = Some((*tag, variant.wire_name.as_str()));
        match &variant.content {
            Content::Unit => {
                struct_def(out, &of, &docs, &[]);
                marshal(out, &of, &[], tag);
            }
            Content::Struct { fields } => {
                let fields = plan.fields(&of, fields, *direction)?;
                struct_def(out, &of, &docs, &fields);
                marshal(out, &of, &fields, tag);
                unmarshal(out, &of, &fields);
            }
            Content::Newtype { item } => {
                let fields = plan.fields(&of, inner_fields(plan, item, *direction)?, *direction)?;
                // The struct's own fields stand beside the tag, and so they do here.
                struct_def(out, &of, &docs, &fields);
                marshal(out, &of, &fields, tag);
                unmarshal(out, &of, &fields);
            }
        }
        let _ = write!(out, "\nfunc ({of}) is{name}() {{}}\n");
    }
    let _ = write!(
        out,
        "\n// {name}Unknown is a variant that this version does not know, as it came.\n\
         type {name}Unknown struct{{ Raw json.RawMessage }}\n\n\
         // MarshalJSON implements json.Marshaler.\n\
         func (v {name}Unknown) MarshalJSON() ([]byte, error) {{ return v.Raw, nil }}\n\n\
         func ({name}Unknown) is{name}() {{}}\n\n\
         func decode{name}(data json.RawMessage) ({name}, error) {{\n\
         \tvar tag struct {{\n\t\tTag string `json:\"{tag}\"`\n\t}}\n\
         \tif err := json.Unmarshal(data, &tag); err != nil {{\n\t\treturn nil, err\n\t}}\n\
         \tswitch tag.Tag {{\n"
    );
    for variant in *variants {
        let _ = write!(
            out,
            "\tcase {}:\n\t\treturn decode[{name}{}](data)\n",
            quoted(&variant.wire_name),
            variant.name
        );
    }
    let _ = write!(
        out,
        "\tdefault:\n\t\treturn {name}Unknown{{Raw: slices.Clone(data)}}, nil\n\t}}\n}}\n"
    );
    Ok(())
}

/// The fields of the struct that a newtype variant holds.
fn inner_fields<'m>(
    plan: &Plan<'m>,
    item: &Type,
    direction: Direction,
) -> anyhow::Result<&'m [Field]> {
    let Type::Named { id } = item else {
        bail!("Go: a newtype variant must hold a struct")
    };
    let shapes = &plan.get(id).shapes;
    let shape = match direction {
        Direction::Input => shapes.input(),
        Direction::Output => shapes.output(),
    };
    match shape {
        Some(Shape::Struct { fields, .. }) => Ok(fields),
        _ => bail!("Go: the newtype variant of `{id}` is not a struct with named fields"),
    }
}

fn error_def(out: &mut String, plan: &Plan<'_>, error: &ErrorType) -> anyhow::Result<()> {
    let name = &error.name;
    let docs = comment(name, error.docs.as_deref(), None, "");
    let docs = if docs.is_empty() {
        String::new()
    } else {
        format!("{docs}//\n")
    };
    let list: Vec<String> = error
        .variants
        .iter()
        .map(|v| format!("{name}{}", v.name))
        .collect();
    let _ = write!(
        out,
        "\n{docs}// It is below an *RPCError, for errors.As to find, and one of {}.\n\
         type {name} interface {{\n\terror\n\tis{name}()\n}}\n",
        if list.is_empty() {
            "none".to_owned()
        } else {
            list.join(", ")
        }
    );
    for variant in &error.variants {
        error_variant(out, plan, name, variant)?;
    }
    let _ = write!(
        out,
        "\nfunc declare{name}(code int, message string) error {{\n\tswitch code {{\n"
    );
    for variant in &error.variants {
        let of = format!("{name}{}", variant.name);
        let _ = writeln!(out, "\tcase {}:", variant.code);
        if variant.fields.is_empty() {
            let _ = writeln!(out, "\t\treturn {of}{{message: message}}");
        } else {
            let _ = write!(
                out,
                "\t\tdeclared := {of}{{message: message}}\n\
                 \t\tif json.Unmarshal([]byte(message), &declared) != nil {{\n\t\t\treturn nil\n\t\t}}\n\
                 \t\treturn declared\n"
            );
        }
    }
    out.push_str("\tdefault:\n\t\treturn nil\n\t}\n}\n");
    Ok(())
}

fn error_variant(
    out: &mut String,
    plan: &Plan<'_>,
    name: &str,
    variant: &ErrorVariant,
) -> anyhow::Result<()> {
    let of = format!("{name}{}", variant.name);
    let docs = variant.docs.as_deref();
    let text = docs.map_or_else(String::new, |docs| format!("{docs}\n\n"));
    let docs = comment(
        &of,
        Some(&format!("{text}Its code is {}.", variant.code)),
        None,
        "",
    );
    let fields = plan.fields(&of, &variant.fields, Direction::Output)?;
    if fields.is_empty() {
        let _ = write!(out, "\n{docs}type {of} struct{{ message string }}\n");
    } else {
        struct_def(out, &of, &docs, &fields);
        // The message stands last, apart, so that it changes no alignment.
        let end = out.len() - "}\n".len();
        out.replace_range(end.., "\n\tmessage string\n}\n");
        unmarshal(out, &of, &fields);
    }
    let _ = write!(
        out,
        "\n// Error implements error.\n\
         func (e {of}) Error() string {{ return {} + e.message }}\n\n\
         func ({of}) is{name}() {{}}\n",
        quoted(&format!("{of}: "))
    );
    Ok(())
}
