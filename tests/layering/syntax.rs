//! What the reader asks of a piece of syntax: its strings, its modules, its attributes, whether it is for tests
//! only, and whether a string is an AT line.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, Meta};

/// The strings among tokens: `#[serde(with = "crate::moment::seconds")]` names a path in one.
pub(crate) fn strings_in(tokens: TokenStream) -> Vec<syn::LitStr> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(strings_in(group.stream())),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    found.push(text);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}

pub(crate) fn module_names(items: &[Item]) -> Vec<String> {
    let name = |item: &Item| if let Item::Mod(module) = item { Some(module.ident.to_string()) } else { None };
    items.iter().filter_map(name).collect()
}

/// `#[cfg(test)]`, or `test` as one of several conditions that must all hold.
pub(crate) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else { return false };
        let condition = list.tokens.to_string();
        list.path.is_ident("cfg") && (condition == "test" || condition.starts_with("all (test"))
    })
}

pub(crate) fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `AT`, `AT+CMGF=0`, `AT^CURC=0`, `ATE0`, `AT&F`, `at+cmgf=0`; not `ATTENTION`, nor the word `at`.
pub(crate) fn is_at_line(text: &str) -> bool {
    let Some((name, rest)) = text.split_at_checked(2) else { return false };
    let mut signs = rest.chars();
    match (name, signs.next()) {
        ("AT" | "at", Some('+' | '&' | '^' | '%' | '*' | '$' | '#' | '!')) => true,
        ("AT", None | Some('\r' | '\n' | '{')) => true,
        ("AT", Some('D' | 'E' | 'H' | 'I' | 'O' | 'Q' | 'S' | 'V' | 'X' | 'Z')) => {
            !signs.next().is_some_and(char::is_alphabetic)
        }
        _ => false,
    }
}
