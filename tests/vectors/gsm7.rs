//! gsm7.json: the default alphabet, its extension table, the national tables, packing, for USSD too
//! (TS 23.038 §6.1.2.3.1); UCS-2.

use beffroi::sms::frame;
use beffroi::sms::gsm7::Septets;
use beffroi::sms::header::Header;
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
        // TS 23.038 §6.2.1.2.4: a language that nobody knows changes nothing.
        Identifier(number).language().unwrap_or_default()
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
    if let Some(user_data) = text_of(vector, "user_data_hex") {
        return check_user_data(vector, &octets(user_data)?);
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

/// A header in front, and the text behind its fill bits; the septets are counted with those of the header.
fn check_user_data(vector: &Value, user_data: &[u8]) -> Checked {
    let has_header = !matches!(vector.get("udh_in_user_data"), None | Some(Value::Bool(false)));
    let (header, read) = match has_header {
        true => Header::decode(user_data).map_err(|error| error.to_string())?,
        false => (Header::default(), 0),
    };
    if let Some(hex) = text_of(vector, "udh_in_user_data") {
        same("the header", frame::to_hex(&header.encode()), hex.to_uppercase())?;
    }
    let before = (read * 8).div_ceil(7);
    let fill_bits = before * 7 - read * 8;
    let packed = &user_data[read..];
    let all = number_of(vector, "septet_count").map(|count| count as usize);
    let count = all.map_or((packed.len() * 8 - fill_bits) / 7, |count| count - before);
    let septets = Septets::unpack(packed, fill_bits, count).ok_or("too short")?;
    let told = tables(vector);
    let tables = if told == Tables::DEFAULT { header.tables() } else { told };
    if let Some(want) = text_of(vector, "text") {
        same("text", septets.text_in(tables), want.to_owned())?;
    }
    if let Some(want) = text_of(vector, "septets_hex") {
        same("septets", frame::to_hex(septets.as_octets()), want.to_uppercase())?;
    }
    if ["encode", "pack"].iter().any(|op| says(vector, "op", op)) {
        let written = match text_of(vector, "text") {
            Some(text) => Septets::from_text_in(text, tables).map_err(|error| error.to_string())?,
            None => septets,
        };
        let all = [header.encode(), written.pack(fill_bits)].concat();
        same("user data", frame::to_hex(&all[usize::from(!has_header)..]), frame::to_hex(user_data))?;
    }
    Ok(())
}

/// Of a header in front no suite has a vector among those of this folder.
#[test]
fn a_header_in_front_of_the_text_is_checked_as_well() {
    let vector = |hex: &str, text: &str, op: &str| {
        serde_json::json!({
            "op": op, "user_data_hex": hex, "udh_in_user_data": "0500032A0201", "septet_count": 12, "text": text,
        })
    };
    let hex = "0500032A0201FEA0D80D0D";
    for op in ["encode", "decode"] {
        assert_eq!(check_septets(&vector(hex, "à 17h", op)), Ok(()));
        assert!(check_septets(&vector(hex, "à 18h", op)).is_err());
    }
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
