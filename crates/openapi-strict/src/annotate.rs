//! Documents what the generator leaves without documentation: setters, fields, variants and builders.

use std::collections::BTreeMap;

use syn::{
    Attribute, Expr, ExprLit, Fields, File, ImplItem, Item, ItemImpl, Lit, MetaNameValue, Type,
    parse::Parser as _,
};

use crate::{
    docs::{Docs, Members},
    prose,
};

/// The path to a module, from the root of the generated file.
type Modules<'a> = &'a [&'a str];

pub(crate) fn annotate(mut file: File, docs: &Docs) -> File {
    annotate_items(&mut file.items, &[], docs);
    file
}

fn annotate_items(items: &mut [Item], modules: Modules<'_>, docs: &Docs) {
    for item in items {
        match item {
            Item::Mod(module) => {
                let name = module.ident.to_string();
                let inner = [modules, &[&name]].concat();
                let items = module.content.as_mut().map(|(_, items)| items);
                annotate_items(items.map_or(&mut [][..], |items| items), &inner, docs);
            }
            Item::Struct(item) => {
                let name = item.ident.to_string();
                match modules {
                    ["types"] => fields(&mut item.fields, docs.properties.get(&name)),
                    ["types", "builder"] => {
                        let text = format!("Makes a [`{name}`](super::{name}).");
                        document(&mut item.attrs, Some(&text));
                    }
                    _ => {}
                }
            }
            Item::Enum(item) => {
                for variant in &mut item.variants {
                    let name = wire_name(&variant.attrs).unwrap_or(variant.ident.to_string());
                    let text = format!("On the wire: {}.", prose::code(&name));
                    document(&mut variant.attrs, Some(&text));
                }
            }
            Item::Impl(item) if item.trait_.is_none() => methods(item, modules, docs),
            _ => {}
        }
    }
}

fn fields(fields: &mut Fields, texts: Option<&BTreeMap<String, String>>) {
    for field in fields {
        let name = field.ident.as_ref().map(plain).unwrap_or_default();
        document(&mut field.attrs, texts.and_then(|texts| texts.get(&name)).map(String::as_str));
    }
}

/// The name that serde gives what has these attributes, if it is another than the Rust name.
fn wire_name(attributes: &[Attribute]) -> Option<String> {
    let serde = attributes.iter().find(|attribute| attribute.path().is_ident("serde"))?;
    match serde.parse_args::<MetaNameValue>().ok()?.value {
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => Some(name.value()),
        _ => None,
    }
}

/// The methods of a builder: of a type, or of a call.
fn methods(item: &mut ItemImpl, modules: Modules<'_>, docs: &Docs) {
    let texts = match modules {
        ["builder"] => member_texts(&item.self_ty, &docs.arguments),
        ["types", "builder"] => member_texts(&item.self_ty, &docs.properties),
        _ => None,
    };
    for item in &mut item.items {
        let ImplItem::Fn(method) = item else {
            continue;
        };
        let name = plain(&method.sig.ident);
        let text = match name.as_str() {
            "builder" => Some("A builder without any value."),
            "new" if modules == ["builder"] => Some("A call by this client, without any argument."),
            "body_map" => Some("Changes the body that is built so far."),
            _ => texts.and_then(|texts| texts.get(&name)).map(String::as_str),
        };
        document(&mut method.attrs, text);
    }
}

fn member_texts<'a>(of: &Type, members: &'a Members) -> Option<&'a BTreeMap<String, String>> {
    let Type::Path(path) = of else {
        return None;
    };
    members.get(&path.path.segments.last()?.ident.to_string())
}

/// The name without what keeps it from being a keyword.
fn plain(ident: &syn::Ident) -> String {
    let name = ident.to_string();
    name.trim_start_matches("r#").trim_end_matches('_').to_owned()
}

fn document(attributes: &mut Vec<Attribute>, text: Option<&str>) {
    if attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
        return;
    }
    let Some(text) = text else {
        return;
    };
    // A debug-printed text is a literal, so this always parses.
    let parsed = Attribute::parse_outer.parse_str(&format!("#[doc = {text:?}]"));
    attributes.splice(0..0, parsed.unwrap_or_default());
}
