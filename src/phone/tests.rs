//! What people type, and what must come of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use proptest::prelude::*;

use super::NotSendable::*;
use super::*;

#[track_caller]
fn read_as(rows: &[(&str, Result<&str, NotSendable>)]) {
    for (typed, want) in rows {
        let read = PhoneNumber::parse(typed);
        let read = read.as_ref().map(PhoneNumber::e164).map_err(|refusal| *refusal);
        assert_eq!(read, *want, "{typed:?}");
    }
}

#[test]
fn a_mobile_is_read_however_it_is_typed() {
    let one = Ok("+33639980012");
    read_as(&[
        ("0639980012", one),
        ("06 39 98 00 12", one),
        ("06.39.98.00.12", one),
        ("06-39-98-00-12", one),
        ("06/39/98/00/12", one),
        ("06,39,98,00,12", one),
        ("06_39_98_00_12", one),
        ("06 39 98 00 12 ;", one),
        ("06·39·98·00·12", one),
        ("06–39–98–00–12", one),
        ("06\u{A0}39\u{A0}98\u{A0}00\u{A0}12", one),
        ("06\u{202F}39\u{202F}98\u{202F}00\u{202F}12", one),
        ("\u{202A}06 39 98 00 12\u{202C}", one),
        ("\u{FEFF}0639980012", one),
        ("  0639 980 012\t", one),
        ("0639980012\n", one),
        ("(06) 39 98 00 12", one),
        ("[06] 39980012", one),
        ("0033639980012", one),
        ("00 33 6 39 98 00 12", one),
        ("00 33 (0)6 39 98 00 12", one),
        ("+33639980012", one),
        ("+33 6 39 98 00 12", one),
        ("+33 (0)6 39 98 00 12", one),
        ("+33(0)639980012", one),
        ("+33 06 39 98 00 12", one),
        ("(+33) 6 39 98 00 12", one),
        ("(+33)(0)6.39.98.00.12", one),
        ("( +33 ) 639980012", one),
        ("+0033 6 39 98 00 12", one),
        ("33639980012", one),
        ("33 6 39 98 00 12", one),
        ("330639980012", one),
        ("639980012", one),
        ("6 39 98 00 12", one),
        ("639980012.0", one),
        ("639980012,0", one),
        ("0639980012.00", one),
        ("33639980012.0", one),
        ("6,39980012E8", one),
        ("6.39980012E+08", one),
        ("6.39980012e8", one),
        ("3,3639980012E+10", one),
        ("6,399800120E8", one),
        ("'0639980012", one),
        ("’06 39 98 00 12", one),
        ("=\"0639980012\"", one),
        ("\"06 39 98 00 12\"", one),
        ("０６３９９８００１２", one),
        ("＋３３ ６ ３９ ９８ ００ １２", one),
        ("tel:0639980012", one),
        ("tel:+33-6-39-98-00-12", one),
        ("Tél. : 06 39 98 00 12", one),
        ("Tél. portable : 06 39 98 00 12", one),
        ("PORT 06 39 98 00 12", one),
        ("N° 06 39 98 00 12", one),
    ]);
}

#[test]
fn the_fiction_block_is_ours_in_both_halves_and_no_further() {
    read_as(&[
        ("06 39 98 00 00", Ok("+33639980000")),
        ("06 39 98 99 99", Ok("+33639989999")),
        ("06 39 97 00 00", Ok("+262639970000")),
        ("01 99 00 12 34", Err(Landline)),
        ("02 61 91 12 34", Err(Landline)),
        ("03 53 01 12 34", Err(Landline)),
        ("04 65 71 12 34", Err(Landline)),
        ("05 36 49 12 34", Err(Landline)),
        ("+33 1 99 00 12 34", Err(Landline)),
        ("199001234", Err(Landline)),
    ]);
}

#[test]
fn overseas_mobiles_get_their_own_country_code() {
    read_as(&[
        ("0690 00 12 34", Ok("+590690001234")),
        ("0691 28 12 34", Ok("+590691281234")),
        ("0692 12 34 56", Ok("+262692123456")),
        ("0693 12 34 56", Ok("+262693123456")),
        ("0694 20 12 34", Ok("+594694201234")),
        ("0696 20 12 34", Ok("+596696201234")),
        ("0697 10 12 34", Ok("+596697101234")),
        ("0639 69 12 34", Ok("+262639691234")),
        ("692123456", Ok("+262692123456")),
        ("692123456.0", Ok("+262692123456")),
        ("+262 692 12 34 56", Ok("+262692123456")),
        ("+262 (0)692 12 34 56", Ok("+262692123456")),
        ("00262692123456", Ok("+262692123456")),
        ("262692123456", Ok("+262692123456")),
        ("+33 692 12 34 56", Ok("+262692123456")),
        ("+590 690 00 12 34", Ok("+590690001234")),
        ("0262 20 12 34", Err(Landline)),
        ("+262 262 20 12 34", Err(Landline)),
        ("+596 596 50 12 34", Err(Landline)),
    ]);
}

#[test]
fn mobiles_of_other_countries_need_their_code() {
    read_as(&[
        ("+41 79 123 45 67", Ok("+41791234567")),
        ("0041 79 123 45 67", Ok("+41791234567")),
        ("+44 (0)7911 123456", Ok("+447911123456")),
        ("+32 470 12 34 56", Ok("+32470123456")),
        ("+39 312 345 6789", Ok("+393123456789")),
        ("+1 201 555 0123", Ok("+12015550123")),
        ("+687 75 12 34", Ok("+687751234")),
        ("41791234567", Err(NotANumber)),
        ("+39 06 6982 1234", Err(Landline)),
        ("+44 20 7946 0018", Err(Landline)),
        ("+1 800 234 5678", Err(Premium)),
    ]);
}

#[test]
fn what_gets_no_sms_is_told_apart() {
    read_as(&[
        ("01 42 68 53 00", Err(Landline)),
        ("09 72 12 34 56", Err(Landline)),
        ("+33 (0)1 42 68 53 00", Err(Landline)),
        ("142685300.0", Err(Landline)),
        ("115", Err(Short)),
        ("3639", Err(Short)),
        ("36 39", Err(Short)),
        ("118 218", Err(Short)),
        ("0800 12 34 56", Err(Premium)),
        ("08 92 68 00 00", Err(Premium)),
        ("+33 892 68 00 00", Err(Premium)),
        ("07 00 00 00 00", Err(Unassigned)),
        ("06 99 12 34 56", Ok("+33699123456")),
        ("06 9", Err(Short)),
        ("+999 123 456 789", Err(NotANumber)),
        ("+33 7 00 12 34 56", Err(Unassigned)),
    ]);
}

#[test]
fn several_numbers_are_never_guessed() {
    read_as(&[
        ("06 39 98 00 12 / 07 39 98 00 13", Err(Several)),
        ("0639980012/0639980013", Err(Several)),
        ("06 39 98 00 12 ou 06 39 98 00 13", Err(Several)),
        ("06 39 98 00 12 OU 06 39 98 00 13", Err(Several)),
        ("06 39 98 00 12 et 13", Err(Several)),
        ("06 39 98 00 12;06 39 98 00 13", Err(Several)),
        ("0639980012, 0639980013", Err(Several)),
        ("0639980012 0639980013", Err(Several)),
        ("0639980012 - 0639980013", Err(Several)),
        ("0639980012\n0639980013", Err(Several)),
        ("+33639980012 +33639980013", Err(Several)),
        ("639980012/639980013", Err(Several)),
        ("papa 06 39 98 00 12 maman 06 39 98 00 13", Err(Several)),
        ("06 39 98 00 12 & 01 99 00 12 34", Err(Several)),
        ("06 39 98 00 12 | 01 99 00 12 34", Err(Several)),
    ]);
}

#[test]
fn what_is_no_number_is_refused() {
    read_as(&[
        ("", Err(Empty)),
        ("   ", Err(Empty)),
        ("\u{A0}", Err(Empty)),
        ("-", Err(Empty)),
        ("'", Err(Empty)),
        ("—", Err(Empty)),
        ("tél. :", Err(Empty)),
        ("néant", Err(NotANumber)),
        ("Mme Petit", Err(NotANumber)),
        ("telephoniste", Err(NotANumber)),
        ("0", Err(NotANumber)),
        ("06 39 98 00 1", Err(WrongLength)),
        ("06 39 98 00 123", Err(WrongLength)),
        ("+33 6 39 98 00 1", Err(WrongLength)),
        ("06 39 98 00 12 (maman)", Err(NotANumber)),
        ("06 39 98 O0 12", Err(NotANumber)),
        ("ne pas appeler 06 39 98 00 12", Err(NotANumber)),
        ("++33639980012", Err(NotANumber)),
        ("06+39980012", Err(NotANumber)),
        ("#31#0639980012", Err(NotANumber)),
        ("-639980012", Ok("+33639980012")),
        ("6,12E+08", Err(LostDigits)),
        ("6,1E+08", Err(LostDigits)),
        ("6,4E+08", Err(LostDigits)),
        ("6E8", Err(LostDigits)),
        ("6.3998001E+08", Err(LostDigits)),
        ("3,36E+10", Err(LostDigits)),
        ("6,399800125E7", Err(NotANumber)),
        ("6,12345678E-8", Err(NotANumber)),
        ("639980012.5", Err(NotANumber)),
        ("jean@exemple.fr", Err(NotANumber)),
        ("9223372036854775807", Err(NotANumber)),
        ("\0", Err(Empty)),
        ("06399800\x0012", Err(NotANumber)),
    ]);
    assert_eq!(PhoneNumber::parse(&"0".repeat(10_000)), Err(NotANumber));
}

#[test]
fn numbers_are_shown_as_people_dial_them() {
    let rows = [
        ("+33639980012", "06 39 98 00 12", "+33 6 ** ** ** 12"),
        ("+262692123456", "0692 12 34 56", "+262 6 ** ** ** 56"),
        ("+41791234567", "+41 79 123 45 67", "+41 7 ** ** ** 67"),
        ("+12015550123", "+1 201-555-0123", "+1 2 ** ** ** 23"),
    ];
    for (e164, national, redacted) in rows {
        let number = PhoneNumber::from_e164(e164).unwrap();
        assert_eq!(number.national(), national);
        assert_eq!(number.redacted(), redacted);
        assert_eq!(number.to_string(), redacted, "Display hides what Debug hides");
        assert!(!format!("{number:?}").contains("63998"));
    }
}

#[test]
fn a_number_that_was_read_reads_as_itself() {
    for typed in ["06 39 98 00 12", "0692 12 34 56", "+41 79 123 45 67", "0690 00 12 34"] {
        let number = PhoneNumber::parse(typed).unwrap();
        assert_eq!(PhoneNumber::parse(number.e164()), Ok(number.clone()));
        assert_eq!(PhoneNumber::parse(&number.national()), Ok(number.clone()));
        assert_eq!(PhoneNumber::from_e164(number.e164()), Ok(number));
    }
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics_and_gives_e164_or_nothing(typed in "\\PC{0,40}") {
        if let Ok(number) = PhoneNumber::parse(&typed) {
            prop_assert!(PhoneNumber::from_e164(number.e164()).is_ok());
            let shown = (number.national(), number.redacted());
            prop_assert!(!shown.0.is_empty() && !shown.1.is_empty());
        }
    }

    #[test]
    fn arbitrary_signs_of_numbers_never_panic(typed in "[-0-9+.,eE/() ;'\u{A0}０-９]{0,30}") {
        if let Ok(number) = PhoneNumber::parse(&typed) {
            prop_assert!(PhoneNumber::from_e164(number.e164()).is_ok());
        }
    }

    #[test]
    fn any_e164_can_be_shown(digits in "[1-9][0-9]{6,14}") {
        let number = PhoneNumber::from_e164(&format!("+{digits}")).unwrap();
        prop_assert!(number.redacted().starts_with('+'));
        prop_assert!(!number.national().is_empty());
    }
}
