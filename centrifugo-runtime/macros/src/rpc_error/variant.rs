//! One variant: what is right for it, and its arm of the match.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{Error, Fields, Ident, LitStr, Result};

use super::attribute::Arguments;

pub(super) struct Variant {
    name: Ident,
    kind: Kind,
}

enum Kind {
    Internal,
    Declared {
        code: u32,
        code_span: Span,
        temporary: bool,
        content: Content,
    },
}

enum Content {
    /// `message = "…"`.
    Text(LitStr),
    /// The enum's `Display`.
    Display {
        unit: TokenStream,
    },
    Fields(Vec<Ident>),
}

impl Variant {
    pub(super) fn parse(variant: &syn::Variant) -> Result<Self> {
        let arguments = Arguments::parse(&variant.attrs)?;
        let name = variant.ident.clone();
        if let Some(internal) = arguments.internal {
            if arguments.code.is_some() {
                return Err(Error::new(
                    internal,
                    "`internal` has code 500, no code of its own",
                ));
            }
            if arguments.message.is_some() || arguments.temporary.is_some() {
                let message = "`internal` stands alone: clients only see `internal error`";
                return Err(Error::new(internal, message));
            }
            return Ok(Self {
                name,
                kind: Kind::Internal,
            });
        }
        let Some((code, code_span)) = arguments.code else {
            let message =
                format!("`{name}` needs `#[rpc(code = 1000)]` (to 1999) or `#[rpc(internal)]`");
            return Err(Error::new(name.span(), message));
        };
        let content = match (&variant.fields, arguments.message) {
            (Fields::Named(_), Some(message)) => {
                let text = "no `message` here: the JSON of the fields is its message";
                return Err(Error::new(message.span(), text));
            }
            (Fields::Named(fields), None) => Content::Fields(
                fields
                    .named
                    .iter()
                    .filter_map(|field| field.ident.clone())
                    .collect(),
            ),
            (Fields::Unnamed(fields), _) if !fields.unnamed.is_empty() => {
                let text = "clients name the fields of an error\nhint: use named fields";
                return Err(Error::new_spanned(fields, text));
            }
            (_, Some(message)) => Content::Text(message),
            (Fields::Unit, None) => Content::Display {
                unit: quote!(Self::#name),
            },
            (Fields::Unnamed(_), None) => Content::Display {
                unit: quote!(Self::#name()),
            },
        };
        let temporary = arguments.temporary.is_some();
        Ok(Self {
            name,
            kind: Kind::Declared {
                code,
                code_span,
                temporary,
                content,
            },
        })
    }

    pub(super) fn arm(&self, codegen: &TokenStream) -> TokenStream {
        let name = &self.name;
        let Kind::Declared {
            code,
            temporary,
            content,
            ..
        } = &self.kind
        else {
            return quote! { internal @ Self::#name { .. } => #codegen::internal(&internal), };
        };
        let (pattern, error) = match content {
            Content::Text(message) => (
                quote!(Self::#name { .. }),
                quote!(#codegen::RpcError::new(#code, #message)),
            ),
            Content::Display { unit } => {
                let text = quote!(::std::string::ToString::to_string(&#unit));
                (
                    quote!(Self::#name { .. }),
                    quote!(#codegen::RpcError::new(#code, #text)),
                )
            }
            Content::Fields(fields) => {
                // Bound under other names: a field may be called as anything that is used here.
                let bound: Vec<_> = (0..fields.len())
                    .map(|index| format_ident!("__field{index}"))
                    .collect();
                let names = fields.iter().map(|field| field.unraw().to_string());
                (
                    quote!(Self::#name { #(#fields: #bound),* }),
                    quote! {
                        #codegen::Fields::default() #(.field(#names, &#bound))* .error(#code)
                    },
                )
            }
        };
        let temporary = temporary.then(|| quote!(.temporary()));
        quote! { #pattern => #error #temporary, }
    }
}

pub(super) fn check_codes(variants: &[Variant]) -> Result<()> {
    for (index, variant) in variants.iter().enumerate() {
        let Kind::Declared {
            code, code_span, ..
        } = &variant.kind
        else {
            continue;
        };
        let same = variants[..index].iter().find(
            |other| matches!(&other.kind, Kind::Declared { code: other, .. } if other == code),
        );
        if let Some(other) = same {
            let message = format!("`{}` has code {code} already", other.name);
            return Err(Error::new(*code_span, message));
        }
    }
    Ok(())
}
