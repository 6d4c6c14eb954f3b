//! Reads a file as the compiler would and says what it names: rooms, crates, parts of std, the clock,
//! strings. Paths in `use` trees, in code, in the tokens of macros and attributes, and in strings
//! of attributes; `self` and `super` are resolved by the module they stand in.
//! What is compiled for tests only is left out. Names that macros paste together are beyond it.

use std::ops::RangeInclusive;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Meta, UseTree};

use crate::plan::{AT_LINES, IMPORTS, PURE, VENDOR_DATA, VENDORS, WORLD, home_of, is_within, may_import};
use crate::syntax::{attributes_of, is_at_line, is_for_tests, module_names, strings_in};

/// Something that the plan forbids.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// 1 for the first.
    pub(crate) line: usize,
    /// The rule and its object: `import gateway`, `pure std::fs`.
    pub(crate) what: String,
}

/// Reads one file; `path` as `src/sms/header.rs`.
pub(crate) fn read(path: &str, text: &str) -> Vec<Finding> {
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => return vec![Finding { line: error.span().start().line, what: error.to_string() }],
    };
    if is_for_tests(&file.attrs) {
        return Vec::new();
    }
    let mut reader = Reader::new(path);
    reader.own_modules = module_names(&file.items);
    reader.visit_file(&file);
    reader.look_for_vendors(text);
    reader.findings
}

/// The files (without `.rs`) that this one declares as modules for tests only.
pub(crate) fn test_files(path: &str, text: &str) -> Vec<String> {
    let Ok(file) = syn::parse_file(text) else { return Vec::new() };
    let folder = path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix(".rs")).unwrap_or(path);
    let declared = file.items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.content.is_none() && is_for_tests(&module.attrs) => Some(&module.ident),
        _ => None,
    });
    declared.map(|name| format!("{folder}/{name}")).collect()
}

/// A name and the line it stands on.
type Name = (String, usize);

struct Reader {
    /// Below `src`, without `.rs`.
    file: String,
    room: String,
    /// The module we are in, from the crate's root.
    module: Vec<String>,
    /// `csv::x` is no foreign crate where the file has a module of that name.
    own_modules: Vec<String>,
    for_tests: Vec<RangeInclusive<usize>>,
    findings: Vec<Finding>,
}

impl Reader {
    fn new(path: &str) -> Self {
        let file = path.trim_start_matches("src/").trim_end_matches(".rs");
        let file = file.strip_suffix("/mod").unwrap_or(file).to_owned();
        let room = file.split('/').next().unwrap_or_default().to_owned();
        let is_root = ["lib", "main"].contains(&file.as_str());
        let module = if is_root { Vec::new() } else { file.split('/').map(str::to_owned).collect() };
        let mut new = Self { file, room, module, own_modules: vec![], for_tests: vec![], findings: vec![] };
        if !IMPORTS.iter().any(|(room, _)| *room == new.room) {
            new.find(1, format!("room {}", new.room));
        }
        new
    }

    fn find(&mut self, line: usize, what: String) {
        let finding = Finding { line, what };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn is_pure(&self) -> bool {
        is_within(&self.file, PURE)
    }

    /// A whole path, wherever it was found.
    fn path(&mut self, names: &[Name]) {
        let Some((first, line)) = names.first() else { return };
        match first.as_str() {
            "crate" | "beffroi" => self.inside(Vec::new(), names.get(1..).unwrap_or_default(), *line),
            "self" if names.len() > 1 => {
                self.inside(self.module.clone(), names.get(1..).unwrap_or_default(), *line)
            }
            "super" => {
                let up = names.iter().take_while(|(name, _)| name == "super").count();
                let base =
                    self.module.get(..self.module.len().saturating_sub(up)).unwrap_or_default().to_vec();
                self.inside(base, names.get(up..).unwrap_or_default(), *line);
            }
            _ => self.outside(names, *line),
        }
    }

    /// A path within our crate: from `base`, go on with `names`.
    fn inside(&mut self, base: Vec<String>, names: &[Name], line: usize) {
        let whole: Vec<Name> =
            base.into_iter().map(|name| (name, line)).chain(names.iter().cloned()).collect();
        let Some((to, line)) = whole.first() else { return };
        let name = whole.get(1).map(|(name, _)| name.as_str());
        // A glob of the root is `root_hidden`'s.
        if *to == self.room || to == "*" || may_import(&self.room, to, name) {
            return;
        }
        let is_room = IMPORTS.iter().any(|(room, _)| room == to);
        self.find(*line, if is_room { format!("import {to}") } else { format!("room {to}") });
    }

    /// A path that begins with a foreign crate, std, or a name that is in scope already.
    fn outside(&mut self, names: &[Name], line: usize) {
        let words: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        let Some(&first) = words.first() else { return };
        let is_ours = self.own_modules.iter().any(|own| own == first);
        if words.len() > 1 && !is_ours {
            self.foreign(first, &words, line);
        }
        // A clock under any name: SystemTime::now, Instant::now, Timestamp::now, Local::now.
        if self.is_pure() && words.len() > 1 && words.last() == Some(&"now") {
            self.find(line, format!("pure {}", words.get(words.len() - 2..).unwrap_or_default().join("::")));
        }
    }

    fn foreign(&mut self, first: &str, words: &[&str], line: usize) {
        if home_of(first).is_some_and(|home| !home.is_empty() && !is_within(&self.file, home)) {
            self.find(line, format!("home {first}"));
        }
        if !self.is_pure() {
            return;
        }
        let named = |world: &&&str| {
            world.split("::").zip(words).all(|(world, word)| world == *word)
                && world.split("::").count() <= words.len()
        };
        if let Some(world) = WORLD.iter().find(named) {
            self.find(line, format!("pure {world}"));
        }
        // The generator is passed in with its seed; the global one, and one seeded by it, are chance.
        let is_seeded = matches!(words, ["fastrand", "Rng"] | ["fastrand", "Rng", "with_seed"]);
        if first == "fastrand" && !is_seeded {
            self.find(line, "pure fastrand".into());
        }
    }

    fn use_tree(&mut self, tree: &UseTree, before: &mut Vec<Name>) {
        match tree {
            UseTree::Path(path) => {
                before.push((path.ident.to_string(), path.ident.span().start().line));
                self.use_tree(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(tree, before)),
            UseTree::Name(name) => self.used(before, &name.ident),
            UseTree::Rename(rename) => {
                self.used(before, &rename.ident);
                self.root_hidden(before, Some(&rename.ident));
            }
            UseTree::Glob(glob) => {
                self.path(&[before.clone(), vec![("*".into(), glob.span().start().line)]].concat());
                self.root_hidden(before, None);
            }
        }
    }

    /// One name of a `use`; `self` in a group stands for what is before it.
    fn used(&mut self, before: &[Name], ident: &syn::Ident) {
        let line = ident.span().start().line;
        let mut whole = before.to_vec();
        if ident != "self" || whole.is_empty() {
            whole.push((ident.to_string(), line));
        }
        // `use nom;` names a crate, `use crate;` is no Rust; a lone word is a path all the same.
        if whole.len() == 1 {
            whole.push(("*".into(), line));
        }
        self.path(&whole);
    }

    /// `use crate as house`, `use super::*` where super is the root, `use std as s`: whatever comes
    /// after it could not be followed.
    fn root_hidden(&mut self, before: &[Name], ident: Option<&syn::Ident>) {
        let words: Vec<String> =
            before.iter().map(|(name, _)| name.clone()).chain(ident.map(|ident| ident.to_string())).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "self").collect();
        let all_super = !words.is_empty() && words.iter().all(|word| *word == "super");
        let is_root = matches!(words.as_slice(), ["crate" | "beffroi" | "std" | "core"])
            || (all_super && words.len() >= self.module.len());
        if is_root {
            let line = before.first().map(|(_, line)| *line).or(ident.map(|ident| ident.span().start().line));
            self.find(line.unwrap_or(1), format!("rename {}", words.join("::")));
        }
    }

    /// Paths, method calls and strings in the tokens of a macro or an attribute.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<Name> = Vec::new();
        let mut colons = 0;
        // One dot is a method's, two are a range's.
        let mut dots = 0;
        for token in tokens {
            match &token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.path(&std::mem::take(&mut path));
                    }
                    let line = ident.span().start().line;
                    if dots == 1 {
                        self.method(&ident.to_string(), line);
                    } else {
                        path.push((ident.to_string(), line));
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => {
                    self.group_after(std::mem::take(&mut path), colons, group.stream());
                }
                TokenTree::Literal(literal) => {
                    self.path(&std::mem::take(&mut path));
                    self.literal(&syn::Lit::new(literal.clone()));
                }
                TokenTree::Punct(_) => self.path(&std::mem::take(&mut path)),
            }
            colons = 0;
            let is_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
            dots = if is_dot { dots + 1 } else { 0 };
        }
        self.path(&path);
    }

    /// `crate::{a, b}` in a macro: each name of the group goes on with the path before it.
    fn group_after(&mut self, path: Vec<Name>, colons: usize, stream: TokenStream) {
        if colons == 2 && !path.is_empty() {
            for token in stream.clone() {
                if let TokenTree::Ident(ident) = token {
                    self.path(&[path.clone(), vec![(ident.to_string(), ident.span().start().line)]].concat());
                }
            }
        } else {
            self.path(&path);
        }
        self.tokens(stream);
    }

    /// `started.elapsed()` asks the clock without naming it.
    fn method(&mut self, name: &str, line: usize) {
        if name == "elapsed" && self.is_pure() {
            self.find(line, "pure elapsed".into());
        }
    }

    fn literal(&mut self, literal: &syn::Lit) {
        let value = match literal {
            syn::Lit::Str(text) => text.value(),
            syn::Lit::ByteStr(octets) => String::from_utf8_lossy(&octets.value()).into_owned(),
            syn::Lit::CStr(text) => text.value().to_string_lossy().into_owned(),
            _ => return,
        };
        if is_at_line(&value) && !is_within(&self.file, AT_LINES) {
            self.find(literal.span().start().line, "at-line".into());
        }
    }

    fn look_for_vendors(&mut self, text: &str) {
        if is_within(&self.file, VENDOR_DATA) {
            return;
        }
        for (line, words) in text.lines().enumerate().map(|(at, words)| (at + 1, words.to_lowercase())) {
            if self.for_tests.iter().any(|range| range.contains(&line)) {
                continue;
            }
            // A fixture's own expectation is no finding.
            let words = words.split("//~").next().unwrap_or_default();
            for vendor in VENDORS.iter().filter(|vendor| words.contains(**vendor)) {
                self.find(line, format!("vendor {vendor}"));
            }
        }
    }

    /// Whether this is left out; its lines are remembered.
    fn leave_out(&mut self, attributes: &[Attribute], whole: &impl Spanned) -> bool {
        let out = is_for_tests(attributes);
        if out {
            let span = whole.span();
            self.for_tests.push(span.start().line..=span.end().line);
        }
        out
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        if !self.leave_out(attributes_of(item), item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes: &[Attribute] = match item {
            ImplItem::Fn(function) => &function.attrs,
            ImplItem::Const(constant) => &constant.attrs,
            _ => &[],
        };
        if !self.leave_out(attributes, item) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let Some((_, items)) = &module.content else { return };
        self.module.push(module.ident.to_string());
        let outer = std::mem::replace(&mut self.own_modules, module_names(items));
        visit::visit_item_mod(self, module);
        self.own_modules = outer;
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &mut Vec::new());
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let line = item.ident.span().start().line;
        if item.ident == "self" {
            return self.find(line, "rename crate".into());
        }
        self.path(&[(item.ident.to_string(), line), ("*".into(), line)]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<Name> =
            path.segments.iter().map(|one| (one.ident.to_string(), one.ident.span().start().line)).collect();
        self.path(&names);
        visit::visit_path(self, path);
    }

    /// `pub(in crate::room)` shows, it imports nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.method(&call.method.to_string(), call.method.span().start().line);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_lit(&mut self, literal: &'ast syn::Lit) {
        self.literal(literal);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        // What documentation links to is not imported.
        let Meta::List(list) = &attribute.meta else { return };
        self.tokens(list.tokens.clone());
        for text in strings_in(list.tokens.clone()) {
            if let Ok(path) = text.parse::<syn::Path>() {
                self.visit_path(&path);
            }
        }
    }
}
