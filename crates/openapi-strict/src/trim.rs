//! Takes out of the generator's code what would cost each build and serve nobody, builders of types that
//! only answers hold; and puts attributes into the order that rustc asks for.

use std::collections::BTreeSet;

use syn::{File, Item, ItemImpl, ItemMod, Type};

/// Removes the builders of these types.
pub(crate) fn without_builders(mut file: File, types: &BTreeSet<String>) -> File {
    for item in items_of(&mut file.items, "types").into_iter().flatten() {
        if let Item::Mod(builders) = item
            && builders.ident == "builder"
        {
            retain(builders, |item| !is_of(item, types));
        }
    }
    if let Some(items) = items_of(&mut file.items, "types") {
        items.retain(|item| !(is_way_to_builder(item) && is_of(item, types)));
        items.iter_mut().for_each(put_serde_last);
    }
    file
}

/// The generator writes the attributes of a patch before the `derive` that gives them their meaning, which
/// rustc refuses.
fn put_serde_last(item: &mut Item) {
    if let Item::Struct(item) = item {
        item.attrs.sort_by_key(|attribute| attribute.path().is_ident("serde"));
    }
}

fn items_of<'a>(items: &'a mut [Item], name: &str) -> Option<&'a mut Vec<Item>> {
    items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => {
            module.content.as_mut().map(|(_, items)| items)
        }
        _ => None,
    })
}

fn retain(module: &mut ItemMod, keep: impl Fn(&Item) -> bool) {
    if let Some((_, items)) = &mut module.content {
        items.retain(keep);
    }
}

/// Whether an item is a type of that name, or implements something for it.
fn is_of(item: &Item, types: &BTreeSet<String>) -> bool {
    match item {
        Item::Struct(item) => types.contains(&item.ident.to_string()),
        Item::Impl(ItemImpl { self_ty, .. }) => match &**self_ty {
            Type::Path(path) => {
                let last = path.path.segments.last();
                last.is_some_and(|segment| types.contains(&segment.ident.to_string()))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether an item is `impl … { fn builder() }`.
fn is_way_to_builder(item: &Item) -> bool {
    let Item::Impl(ItemImpl { trait_: None, items, .. }) = item else {
        return false;
    };
    matches!(&items[..], [syn::ImplItem::Fn(only)] if only.sig.ident == "builder")
}
