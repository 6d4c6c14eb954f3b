//! gsm7.json: the default alphabet, its extension table, the national tables, packing, for USSD too
//! (TS 23.038 §6.1.2.3.1); UCS-2.

use beffroi::sms::frame;
use beffroi::sms::gsm7::Septets;
use beffroi::sms::national::{Identifier, Language, Tables};
use beffroi::sms::ucs2;
use serde_json::Value;

use super::{Checked, Unfollowed, check, number_of, octets, same, says, text_of};

const UNFOLLOWED: Unfollowed = &[];

#[test]
fn septets_read_and_write_as_others_read_and_write_them() {
    check("gsm7.json", UNFOLLOWED, |_| true, check_septets);
}

/// A vector about one entry of one table names that table only.
fn tables(vector: &Value) -> Tables {
    let language = |key: &str| {
        let number = number_of(vector, key).unwrap_or(0) as u8;
        Identifier(number).language().unwrap()
    };
    match text_of(vector, "table") {
        Some("locking") => Tables { locking: language("nli"), single: Language::Default },
        Some(_) => Tables { locking: Language::Default, single: language("nli") },
        None => Tables { locking: language("nli_locking"), single: language("nli_single_shift") },
    }
}

fn check_septets(vector: &Value) -> Checked {
    if says(vector, "alphabet", "ucs2") {
        return check_ucs2(vector);
    }
    if vector["ussd_cr_padding"] == true {
        return check_ussd(vector);
    }
    let tables = tables(vector);
    let text = text_of(vector, "text");
    let septets = text_of(vector, "septets_hex").map(octets).transpose()?;
    let septets = septets.map(|septets| Septets::from_octets(&septets).unwrap());
    let fill_bits = number_of(vector, "fill_bits").unwrap_or(0) as usize;
    let reads = ["decode", "unpack"].iter().any(|op| says(vector, "op", op));
    let writes = ["encode", "pack"].iter().any(|op| says(vector, "op", op));
    if let Some(packed) = text_of(vector, "packed_hex") {
        let packed_octets = octets(packed)?;
        let (packed_octets, fill_bits) = match text_of(vector, "user_data_hex") {
            Some(_) => return Err("a header in the user data is not known to this test".to_owned()),
            None => (packed_octets, fill_bits),
        };
        let written = text.map(|text| Septets::from_text_in(text, tables)).transpose();
        let count = number_of(vector, "septet_count").map(|count| count as usize);
        let count = count.or_else(|| septets.as_ref().map(Septets::len));
        let count = count.or_else(|| written.as_ref().ok()?.as_ref().map(Septets::len));
        let count = count.unwrap_or((packed_octets.len() * 8 - fill_bits) / 7);
        if reads {
            let unpacked = Septets::unpack(&packed_octets, fill_bits, count).ok_or("too short")?;
            if let Some(text) = text {
                same("text", unpacked.text_in(tables), text.to_owned())?;
            }
            if let Some(septets) = &septets {
                same("septets", &unpacked, septets)?;
            }
        }
        if writes {
            let septets = match (&septets, written) {
                (Some(septets), _) => septets.clone(),
                (None, written) => written.map_err(|error| error.to_string())?.unwrap(),
            };
            same("packed", frame::to_hex(&septets.pack(fill_bits)), packed.to_owned())?;
        }
    }
    let (Some(text), Some(septets)) = (text, septets) else {
        return Ok(());
    };
    if reads {
        same("text", septets.text_in(tables), text.to_owned())?;
    }
    // Whether a character that both tables have is escaped is the writer's choice, not the table's.
    let escaped = text_of(vector, "table") == Some("single-shift") && Septets::from_text(text).is_ok();
    if writes && !escaped {
        let written = Septets::from_text_in(text, tables).map_err(|error| error.to_string())?;
        same("septets", frame::to_hex(written.as_octets()), frame::to_hex(septets.as_octets()))?;
    }
    Ok(())
}

fn check_ucs2(vector: &Value) -> Checked {
    let (text, hex) = (text_of(vector, "text").unwrap(), text_of(vector, "data_hex").unwrap());
    same("text", ucs2::decode(&octets(hex)?).map_err(|error| error.to_string())?, text.to_owned())?;
    same("octets", frame::to_hex(&ucs2::encode(text)), hex.to_owned())
}

fn check_ussd(vector: &Value) -> Checked {
    let packed = octets(text_of(vector, "packed_hex").unwrap())?;
    let fill_bits = number_of(vector, "fill_bits").unwrap_or(0) as usize;
    let septets = match text_of(vector, "septets_hex") {
        Some(hex) => Septets::from_octets(&octets(hex)?).unwrap(),
        None => Septets::from_text(text_of(vector, "text").unwrap()).map_err(|error| error.to_string())?,
    };
    let does = |ops: [&str; 2]| ops.iter().any(|op| says(vector, "op", op));
    if does(["encode", "pack"]) {
        same("packed", frame::to_hex(&septets.pack_for_ussd(fill_bits)), frame::to_hex(&packed))?;
    }
    if does(["decode", "unpack"]) {
        same("septets", Septets::unpack_from_ussd(&packed, fill_bits), Some(septets))?;
    }
    Ok(())
}
