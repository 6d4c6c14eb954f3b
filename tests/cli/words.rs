//! Every sentence that a command says stands in both languages, with the arguments that it names; and
//! no sentence of a command is there for nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};

/// What the ids of commands begin with.
const ROOMS: &[&str] = &[
    "column-", "office-", "send-", "message-", "fates-", "import-", "db-", "config-", "store-", "gateway-",
    "client-", "socket-", "create-", "outbox-", "log-", "usage-", "wait-",
];

#[derive(Default)]
struct Sayings {
    /// Every text that looks like an id of a command.
    ids: BTreeSet<String>,
    /// Calls of `say` with both id and arguments written out.
    calls: Vec<(String, BTreeSet<String>)>,
    /// The last array of arguments that was given the name `values`.
    values: Option<BTreeSet<String>>,
}

impl<'a> Visit<'a> for Sayings {
    fn visit_lit_str(&mut self, text: &'a syn::LitStr) {
        let text = text.value();
        let plain = text.bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'-' || octet == b'_');
        if plain && ROOMS.iter().any(|room| text.strip_prefix(room).is_some_and(|rest| !rest.is_empty())) {
            self.ids.insert(text);
        }
    }

    fn visit_local(&mut self, local: &'a syn::Local) {
        visit::visit_local(self, local);
        let named = matches!(&local.pat, syn::Pat::Ident(name) if name.ident == "values");
        if let (true, Some(init)) = (named, &local.init) {
            self.values = pairs(&init.expr);
        }
    }

    /// What a macro is given is read as arguments, where it reads as such.
    fn visit_macro(&mut self, called: &'a syn::Macro) {
        let arguments = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        let Ok(arguments) = called.parse_body_with(arguments) else { return };
        let mut within = Sayings { values: self.values.clone(), ..Sayings::default() };
        arguments.iter().for_each(|argument| within.visit_expr(argument));
        self.ids.extend(within.ids);
        self.calls.extend(within.calls);
    }

    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        visit::visit_expr_call(self, call);
        let syn::Expr::Path(name) = &*call.func else { return };
        let said = name.path.segments.last().is_some_and(|last| last.ident == "say");
        let arguments: Vec<_> = call.args.iter().collect();
        if let (true, [_, id, values]) = (said, arguments.as_slice())
            && let (Some(id), Some(names)) = (text(id), self.names(values))
        {
            self.calls.push((id, names));
        }
    }
}

fn text(expression: &syn::Expr) -> Option<String> {
    match expression {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

impl Sayings {
    /// Of `&[("name", value), …]`, or of `&values` by what that was before.
    fn names(&self, expression: &syn::Expr) -> Option<BTreeSet<String>> {
        let syn::Expr::Reference(reference) = expression else { return None };
        match &*reference.expr {
            syn::Expr::Path(name) if name.path.is_ident("values") => self.values.clone(),
            other => pairs(other),
        }
    }
}

/// The first of each pair in `[("name", value), …]`.
fn pairs(expression: &syn::Expr) -> Option<BTreeSet<String>> {
    let syn::Expr::Array(array) = expression else { return None };
    let name = |pair: &syn::Expr| match pair {
        syn::Expr::Tuple(pair) => text(pair.elems.first()?),
        _ => None,
    };
    array.elems.iter().map(name).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(sources(&path)),
            false if path.extension().is_some_and(|ending| ending == "rs") => found.push(path),
            false => {}
        }
    }
    found
}

fn house() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Each id with the arguments that its sentence names.
fn sentences(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let file = fs::read_to_string(house().join(format!("wording/{language}.ftl"))).unwrap();
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    let mut id = String::new();
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with([' ', '}'])) {
            id = name.to_owned();
        }
        let names = line.split('$').skip(1).filter_map(|rest| rest.split([' ', '}', ',']).next());
        found.entry(id.clone()).or_default().extend(names.map(str::to_owned));
    }
    found
}

fn sayings() -> Sayings {
    let mut sayings = Sayings::default();
    for path in sources(&house().join("cli")) {
        sayings.visit_file(&syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap());
    }
    assert!(sayings.ids.len() > 50 && sayings.calls.len() > 20, "the reader is blind");
    sayings
}

#[test]
fn every_sentence_of_a_command_stands_in_both_languages_and_is_said_by_one() {
    let said = sayings().ids;
    for language in ["fr", "en"] {
        let known: BTreeSet<String> = sentences(language)
            .into_keys()
            .filter(|id| ROOMS.iter().any(|room| id.starts_with(room)))
            .collect();
        let missing: Vec<_> = said.difference(&known).collect();
        let idle: Vec<_> = known.difference(&said).collect();
        assert!(missing.is_empty() && idle.is_empty(), "{language}: missing {missing:?}, idle {idle:?}");
    }
}

#[test]
fn a_sentence_is_given_the_arguments_that_it_names() {
    let known = sentences("fr");
    for (id, given) in sayings().calls {
        let named = known.get(&id).unwrap_or_else(|| panic!("no sentence {id}"));
        assert_eq!(*named, given, "{id}");
    }
}
