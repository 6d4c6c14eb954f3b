//! Any Unicode as the text of a message: the first octet of the input chooses the policy, the rest is the text.

use beffroi::message::TextPolicy;
use beffroi::text::{measure, prepare};

use super::allocation::bounded;

/// A sign takes eight octets, a change of it 40, and each wording that the measure compares keeps its own: the bound of
/// octets, for so many times the input.
const TIMES: usize = 16;

pub fn claim(input: &[u8]) {
    let Some((choice, octets)) = input.split_first() else { return };
    let policy = TextPolicy::ALL[usize::from(*choice) % TextPolicy::ALL.len()];
    let text = String::from_utf8_lossy(octets);
    let measured = bounded(TIMES * text.len(), || measure::measure(&text, policy));
    let Ok(prepared) = bounded(TIMES * text.len(), || prepare(&text, policy)) else { return };
    assert!(measured.is_ok(), "what can be sent can be measured");
    let joined: String = prepared.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(joined, prepared.text, "the parts are the text");
    let again = prepare(&prepared.text, policy).expect("what was prepared can be sent");
    assert!(again.changes.is_empty(), "a second pass changes nothing");
    assert_eq!((again.text, again.parts), (prepared.text, prepared.parts));
}
