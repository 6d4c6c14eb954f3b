//! What `decode --json` printed, edited or under options, as `encode --fields` takes it: an edit counts, what
//! contradicts itself is refused by its name, an option goes over what follows from what it names.

use serde_json::{Value, json};

use super::refusals::ended;
use super::text_of;
use super::workbench::run;

/// In GSM-7, with the class of a flash and a service centre.
const DELIVER: &str = "07913336990800F0040B913336990821F3001062213261000040024F2A";
/// With TP-VP in the enhanced format: 143 as of the relative one, one try.
const ENHANCED: &str = "0009000B913336990821F30000418F00000000000178";
/// A report whose TP-PI has a second octet (TS 23.040 §9.2.3.27).
const EXTENDED: &str = "00062A0B913336990821F362213261000040622132610000400081000A";
/// The first of two parts.
const PART: &str = "0041000B913336990821F300000805000307020112";

fn printed(pdu: &str) -> Value {
    serde_json::from_str(&run(&["decode", "--json", pdu], "")).unwrap()
}

/// What is written, as `decode` prints it, or the field that is refused.
fn written(fields: &Value, options: &[&str]) -> Result<Value, Option<String>> {
    let arguments = [&["encode", "--json", "--fields", "-"], options].concat();
    let (_, out, err) = ended("C.UTF-8", &arguments, &fields.to_string());
    let told: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{options:?}: {out}{err}"));
    match text_of(&told["parts"][0], "pdu") {
        Some(pdu) => Ok(printed(pdu)),
        None => Err(text_of(&told, "field").map(str::to_owned)),
    }
}

#[test]
fn a_printed_value_that_is_edited_alone_and_would_be_dropped_is_refused() {
    let rows = [
        (DELIVER, "/number_hex", json!("0B913336990821F4")),
        (DELIVER, "/timestamp_hex", json!("62213261000041")),
        (DELIVER, "/smsc_hex", json!("07913336990800F1")),
        (DELIVER, "/septets_hex", json!("4F")),
        (DELIVER, "/multipart", json!(true)),
        (DELIVER, "/mwi", json!({ "set": true })),
        (DELIVER, "/compressed", json!(true)),
        (DELIVER, "/replace_type_pid", json!(true)),
        (DELIVER, "/data_hex", json!("4F4B")),
        (ENHANCED, "/validity/single_shot", json!(false)),
        (ENHANCED, "/validity/seconds", json!(5)),
        (ENHANCED, "/validity/relative_raw", json!(1)),
        (ENHANCED, "/validity/extension", json!(true)),
        (ENHANCED, "/validity/enhanced_functionality_indicator", json!(1)),
        (EXTENDED, "/pi", json!(1)),
        (EXTENDED, "/pi_hex", json!("8200")),
        // An octet that announces another, and none that it announces.
        (EXTENDED, "/pi_hex", json!("8180")),
    ];
    for (pdu, place, value) in rows {
        let mut edited = printed(pdu);
        assert_eq!(written(&edited, &[]).map(|read| read["pdu"].clone()), Ok(pdu.into()), "{pdu} as it is");
        let (holder, key) = place.rsplit_once('/').unwrap();
        edited.pointer_mut(holder).unwrap()[key] = value;
        let name = place.trim_start_matches('/').replace('/', ".");
        assert_eq!(written(&edited, &[]), Err(Some(name)), "{place}");
    }
}

#[test]
fn octets_are_compared_as_octets() {
    let rows =
        [("septets_hex", "4f 4b"), ("number_hex", "0b 91 33 36990821f3"), ("smsc_hex", "07913336990800f0")];
    let deliver = "07913336990800F0040B913336990821F300006221326100004002CF25";
    for (key, value) in rows {
        let mut edited = printed(deliver);
        edited[key] = value.into();
        assert_eq!(written(&edited, &[]).map(|read| read["pdu"].clone()), Ok(deliver.into()), "{key}");
    }
}

#[test]
fn what_no_field_is_called_is_refused_at_any_depth() {
    let rows = [
        (ENHANCED, "/validity/secondes", "validity.secondes"),
        (PART, "/udh/parts", "udh.parts"),
        (PART, "/udh/concat/number", "udh.concat"),
        (PART, "/udh/ies/0/identifier", "udh.ies"),
    ];
    for (pdu, place, named) in rows {
        let mut edited = printed(pdu);
        let (holder, key) = place.rsplit_once('/').unwrap();
        edited.pointer_mut(holder).unwrap()[key] = 1.into();
        assert_eq!(written(&edited, &[]), Err(Some(named.to_owned())), "{place}");
    }
}

#[test]
fn an_option_goes_over_what_it_names_and_leaves_the_rest() {
    type Row<'a> = (&'a str, &'a [&'a str], &'a [(&'a str, Value)]);
    let rows: [Row<'_>; 9] = [
        (DELIVER, &["--coding", "0"], &[("/dcs", json!(0)), ("/class", Value::Null)]),
        (
            DELIVER,
            &["--alphabet", "ucs2"],
            &[("/dcs", json!(0x18)), ("/class", json!(0)), ("/text", json!("OT"))],
        ),
        (DELIVER, &["--coding", "8"], &[("/alphabet", json!("ucs2")), ("/text", json!("OT"))]),
        (
            PART,
            &["--waiting", "voice:2"],
            &[
                ("/udh/concat", json!({ "ref": 7, "total": 2, "seq": 1, "ref_bits": 8 })),
                ("/mwi/set", json!(true)),
            ],
        ),
        (
            PART,
            &["--ports", "1:2"],
            &[("/udh/concat/ref", json!(7)), ("/udh/ports/dst", json!(1)), ("/udh/ies/0/iei", json!(0))],
        ),
        (PART, &["--part", "2/3"], &[("/udh/concat/ref", json!(7)), ("/udh/concat/seq", json!(2))]),
        (PART, &["--wide"], &[("/udh/concat/ref_bits", json!(16)), ("/udh/ies/1", Value::Null)]),
        (
            PART,
            &["--part-reference", "9"],
            &[("/udh/concat/ref", json!(9)), ("/udh/concat/ref_bits", json!(8))],
        ),
        (
            ENHANCED,
            &["--enhanced", "90s"],
            &[("/validity/seconds", json!(90)), ("/validity/single_shot", json!(false))],
        ),
    ];
    for (pdu, options, want) in rows {
        let read = written(&printed(pdu), options).unwrap();
        for (place, want) in want {
            assert_eq!(read.pointer(place).unwrap_or(&Value::Null), want, "{options:?} {place}");
        }
    }
}

#[test]
fn the_reference_of_parts_is_that_of_the_fields_where_no_option_says_another() {
    let long = "x".repeat(200);
    let rows: [(Value, &[&str], (u16, u8)); 4] = [
        (json!({ "text": "x", "part_reference": 7 }), &["--part", "1/2"], (7, 8)),
        (json!({ "text": "x", "part_reference": 7, "part_reference_bits": 16 }), &["--part", "1/2"], (7, 16)),
        (json!({ "text": long, "part_reference": 7, "part_reference_bits": 16 }), &[], (7, 16)),
        (json!({ "text": long, "part_reference": 7 }), &["--part-reference", "300"], (300, 16)),
    ];
    for (mut fields, options, (reference, bits)) in rows {
        fields["number"] = "0639980012".into();
        let read = written(&fields, options).unwrap();
        let part = &read["udh"]["concat"];
        assert_eq!((&part["ref"], &part["ref_bits"]), (&reference.into(), &bits.into()), "{options:?}");
    }
}

#[test]
fn an_enhanced_validity_that_is_none_names_itself() {
    let rows = [
        ("1:a:2:3", "refused: --enhanced: does not know 1:a:2:3\n"),
        ("1:2", "refused: --enhanced: does not know 1:2\n"),
        ("100:00:00", "refused: --enhanced: does not know 100:00:00\n"),
        ("01:60:00", "refused: --enhanced: does not know 01:60:00\n"),
        ("0s", "refused: --enhanced: does not know 0\n"),
    ];
    for (form, want) in rows {
        let arguments = ["encode", "--to", "0639980012", "--text", "x", "--enhanced", form];
        assert_eq!(ended("C.UTF-8", &arguments, ""), (3, String::new(), want.to_owned()), "{form}");
    }
}
