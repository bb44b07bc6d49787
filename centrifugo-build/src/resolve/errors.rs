//! Declared errors: enums with `#[derive(RpcError)]`.

use super::known::Known;
use super::lowering::{Direction, Lowering};
use super::names::ItemId;
use crate::diagnostic::messages;
use crate::manifest::{ErrorVariant, Field, Presence};
use crate::parse::{Fields, TypeItemKind, VariantItem};

/// The codes that belong to applications.
const CODES: std::ops::RangeInclusive<u64> = 1000..=1999;

impl Lowering<'_> {
    /// Is the item an enum with `#[derive(RpcError)]`?
    pub(crate) fn is_declared_error(&self, id: ItemId) -> bool {
        matches!(self.names.item(id).kind, TypeItemKind::Enum { .. })
            && self.derives(id, &Known::RpcError)
    }

    /// The variants that reach clients.
    pub(crate) fn error_variants(&mut self, id: ItemId) -> Vec<ErrorVariant> {
        let TypeItemKind::Enum { variants, .. } = &self.names.item(id).kind else {
            unreachable!("only enums are declared errors")
        };
        let mut lowered: Vec<ErrorVariant> = vec![];
        for variant in variants {
            if let Some(found) = self.error_variant(id, variant) {
                match lowered.iter().find(|other| other.code == found.code) {
                    Some(other) => {
                        let error = messages::same_code(found.code, &other.name, &found.name);
                        self.errors.push(error.at(variant.name.span));
                    }
                    None => lowered.push(found),
                }
            }
        }
        lowered
    }

    fn error_variant(&mut self, id: ItemId, variant: &VariantItem) -> Option<ErrorVariant> {
        let name = &variant.name;
        let rpc = variant.rpc.clone().unwrap_or_default();
        if rpc.internal {
            return None;
        }
        let Some((code, place)) = rpc.code else {
            self.errors
                .push(messages::no_code(&name.text).at(name.span));
            return None;
        };
        if !CODES.contains(&code) {
            self.errors.push(messages::bad_code(code).at(place));
            return None;
        }
        let fields = match &variant.fields {
            Fields::Unit => vec![],
            Fields::Named(fields) => fields
                .iter()
                .map(|field| Field {
                    name: field.name.text.clone(),
                    wire_name: field.name.text.clone(),
                    aliases: vec![],
                    r#type: {
                        let ty = self.ty(id.module, &field.ty, &[]);
                        self.lower(&ty, Direction::Output)
                    },
                    presence: Presence::Required,
                    checked: false,
                    flattened: None,
                    docs: field.docs.clone(),
                    deprecated: field.deprecated.as_deref().cloned(),
                })
                .collect(),
            Fields::Tuple(_) => {
                self.errors
                    .push(messages::unnamed_error_fields(&name.text).at(name.span));
                return None;
            }
        };
        Some(ErrorVariant {
            name: name.text.clone(),
            code: u32::try_from(code).expect("it is one of CODES"),
            temporary: rpc.temporary,
            fields,
            docs: variant.docs.clone(),
        })
    }
}
