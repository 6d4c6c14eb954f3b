//! Golden vectors of other projects' public suites, and some of the clauses themselves (`clause-…`), against the codec
//! and the segments; each file of `tests/vectors` says in `source` where it comes from. Where a vector and the
//! standard disagree, the standard wins: such a vector stands in a list with the clause. `BEFFROI_VECTORS` names
//! another folder.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

#[path = "vectors/edited.rs"]
mod edited;
#[path = "vectors/fields.rs"]
mod fields;
#[path = "vectors/gsm7.rs"]
mod gsm7;
#[path = "vectors/lessons/mod.rs"]
mod lessons;
#[path = "vectors/malformed.rs"]
mod malformed;
#[path = "vectors/mutated.rs"]
mod mutated;
#[path = "vectors/pdu.rs"]
mod pdu;
#[path = "vectors/reassembly.rs"]
mod reassembly;
#[path = "vectors/refusals.rs"]
mod refusals;
#[path = "vectors/segment.rs"]
mod segment;
#[path = "vectors/values.rs"]
mod values;
#[path = "vectors/workbench.rs"]
mod workbench;

/// What a check found: `Err` tells the difference.
type Checked = Result<(), String>;

/// Vectors that are not followed, and why.
type Unfollowed = &'static [(&'static str, &'static str)];

/// Whether the vectors are others than those of this folder, of which the tests know less.
fn are_others() -> bool {
    std::env::var_os("BEFFROI_VECTORS").is_some()
}

/// All of a file; others' folders need not have it.
fn vectors(file: &str) -> Option<Vec<Value>> {
    let folder = std::env::var_os("BEFFROI_VECTORS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors"), PathBuf::from);
    let file_there = folder.join(file);
    if !file_there.exists() && are_others() {
        return None;
    }
    let text = std::fs::read_to_string(file_there).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// Runs every vector of a file that `within` takes, and prints each id that differs.
fn check(file: &str, unfollowed: Unfollowed, within: fn(&Value) -> bool, check: impl Fn(&Value) -> Checked) {
    let Some(vectors) = vectors(file) else {
        println!("{file} is not there: left out");
        return;
    };
    let unfollowed: BTreeMap<&str, &str> = unfollowed.iter().copied().collect();
    let (mut differ, mut checked) = (0, 0);
    for vector in vectors.iter().filter(|vector| within(vector)) {
        let id = text_of(vector, "id").unwrap();
        checked += 1;
        match (check(vector), unfollowed.get(id)) {
            (Ok(()), None) | (Err(_), Some(_)) => {}
            (Err(difference), None) => {
                differ += 1;
                println!("{file} {id}: {difference}");
            }
            (Ok(()), Some(_)) => {
                differ += 1;
                println!("{file} {id}: is followed, yet stands in the list of those that are not");
            }
        }
    }
    assert!(checked > 0 || are_others(), "{file} holds nothing to check");
    assert_eq!(differ, 0, "of {checked} vectors in {file}; their ids are above");
}

fn text_of<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn number_of(value: &Value, key: &str) -> Option<u64> {
    value.get(key).and_then(Value::as_u64)
}

/// Whether a string, or one of a list of strings, is `word`.
fn says(value: &Value, key: &str, word: &str) -> bool {
    match value.get(key) {
        Some(Value::String(text)) => text == word,
        Some(Value::Array(texts)) => texts.iter().any(|text| text == word),
        _ => false,
    }
}

/// Compares what was read with what a vector says.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: T, want: T) -> Checked {
    if got == want { Ok(()) } else { Err(format!("{what} is {got:?}, should be {want:?}")) }
}

fn octets(hex: &str) -> Result<Vec<u8>, String> {
    beffroi::sms::frame::from_hex(hex).map_err(|error| error.to_string())
}
