//! Types as their reader knows them: as in Rust, named ones as in the SDKs.

use centrifugo_build::manifest::{Applied, Format, Integer, Type, TypeDef};

use super::walk::Side;

impl Side<'_> {
    /// `Vec<Task>`
    pub(super) fn text(&self, r#type: &Type) -> String {
        match r#type {
            Type::Null => "()".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::Integer { repr, nonzero } => integer(*repr, *nonzero),
            Type::Float { repr } => format!("{repr:?}").to_lowercase(),
            Type::Number => "Number".to_owned(),
            Type::String { format: None } => "String".to_owned(),
            Type::String {
                format: Some(format),
            } => name(*format).to_owned(),
            Type::Literal { value } => format!("{value:?}"),
            Type::Bytes => "Bytes".to_owned(),
            Type::Option { item } => format!("Option<{}>", self.text(item)),
            Type::List {
                item,
                unordered: false,
            } => format!("Vec<{}>", self.text(item)),
            Type::List { item, .. } => format!("HashSet<{}>", self.text(item)),
            Type::Array { item, len } => format!("[{}; {len}]", self.text(item)),
            Type::Tuple { items } => {
                let items: Vec<_> = items.iter().map(|item| self.text(item)).collect();
                match items.as_slice() {
                    [one] => format!("({one},)"),
                    items => format!("({})", items.join(", ")),
                }
            }
            Type::Map { key, value } => {
                format!("HashMap<{}, {}>", self.text(key), self.text(value))
            }
            Type::Any => "Value".to_owned(),
            Type::Named { id } => match self.types.get(id.as_str()) {
                Some(def) => def.name.clone(),
                None => id.clone(),
            },
            Type::Param { name } => name.clone(),
            Type::Apply(applied) => self.applied(applied),
        }
    }

    /// What the type is called in languages with generic types: `Page<Task>`.
    pub(super) fn shown(&self, def: &TypeDef) -> String {
        match def.generic.as_ref().and_then(|g| g.instance.as_ref()) {
            Some(applied) => self.applied(applied),
            None => def.name.clone(),
        }
    }

    /// The name of the generic type that it is shown as an instance of, and how many arguments it has.
    pub(super) fn definition(&self, def: &TypeDef) -> Option<(&str, usize)> {
        let applied = def.generic.as_ref()?.instance.as_ref()?;
        let mut definitions = self.manifest.generics.iter();
        let definition = definitions.find(|definition| definition.id == applied.id)?;
        Some((&definition.name, definition.params.len()))
    }

    fn applied(&self, applied: &Applied) -> String {
        let mut definitions = self.manifest.generics.iter();
        let name = match definitions.find(|definition| definition.id == applied.id) {
            Some(definition) => &definition.name,
            None => &applied.id,
        };
        if applied.args.is_empty() {
            return name.clone();
        }
        let args: Vec<_> = applied.args.iter().map(|arg| self.text(arg)).collect();
        format!("{name}<{}>", args.join(", "))
    }
}

fn integer(repr: Integer, nonzero: bool) -> String {
    let name = format!("{repr:?}");
    if nonzero {
        format!("NonZero{name}")
    } else {
        name.to_lowercase()
    }
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Char => "char",
        Format::Uuid => "Uuid",
        Format::DateTimeUtc => "DateTime<Utc>",
        Format::DateTimeOffset => "DateTime<FixedOffset>",
        Format::NaiveDateTime => "NaiveDateTime",
        Format::Date => "NaiveDate",
        Format::Time => "NaiveTime",
        Format::Ipv4 => "Ipv4Addr",
        Format::Ipv6 => "Ipv6Addr",
        Format::Ip => "IpAddr",
        Format::SocketAddrV4 => "SocketAddrV4",
        Format::SocketAddrV6 => "SocketAddrV6",
        Format::SocketAddr => "SocketAddr",
        Format::Url => "Url",
        Format::Decimal => "Decimal",
        Format::Hex => "Hex",
        Format::Base64 => "Base64",
        Format::Text => "text of another type",
    }
}
