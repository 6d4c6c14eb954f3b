//! Files as offices export them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use proptest::prelude::*;

use super::*;

fn parse(octets: &[u8]) -> Result<Table, Unreadable> {
    Table::parse("liste.csv", octets)
}

#[track_caller]
fn cells(octets: &[u8]) -> Vec<Vec<String>> {
    parse(octets).unwrap().rows.into_iter().map(|row| row.cells).collect()
}

#[track_caller]
fn lines(octets: &[u8]) -> Vec<u64> {
    parse(octets).unwrap().rows.iter().map(|row| row.line).collect()
}

const WANT: &[&[&str]] = &[&["Lefèvre", "06 39 98 00 12"], &["Noël", "06 39 98 00 13"]];
const TEXT: &str = "Nom;Téléphone\nLefèvre;06 39 98 00 12\nNoël;06 39 98 00 13\n";

#[test]
fn every_encoding_of_an_office_is_read() {
    let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{FEFF}".encode_utf16().chain(TEXT.encode_utf16()).flat_map(unit).collect()
    };
    let windows: Vec<u8> = TEXT.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let rows: &[(Vec<u8>, &str)] = &[
        (TEXT.as_bytes().to_vec(), "UTF-8"),
        ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), "UTF-8"),
        (utf16(u16::to_le_bytes), "UTF-16LE"),
        (utf16(u16::to_be_bytes), "UTF-16BE"),
        (windows, "windows-1252"),
    ];
    for (octets, encoding) in rows {
        let table = parse(octets).unwrap();
        assert_eq!(table.encoding, *encoding);
        assert_eq!(table.columns, ["Nom", "Téléphone"], "{encoding}");
        assert_eq!(cells(octets), WANT, "{encoding}");
    }
    let euro = parse(b"Nom;Tel\n\x8Cuvre 5 \x80 d\x92\xE9t\xE9;0639980012\n").unwrap();
    assert_eq!(euro.rows[0].cell(0), "Œuvre 5 € d’été");
}

#[test]
fn every_separator_and_line_end_is_read() {
    for (separator, sign) in [(";", ';'), (",", ','), ("\t", '\t'), ("|", '|')] {
        for end in ["\n", "\r\n", "\r"] {
            let text = TEXT.replace(';', separator).replace('\n', end);
            assert_eq!(cells(text.as_bytes()), WANT, "{separator:?} {end:?}");
            assert_eq!(parse(text.as_bytes()).unwrap().separator, sign);
            assert_eq!(lines(text.as_bytes()), [2, 3], "{separator:?} {end:?}");
        }
    }
}

#[test]
fn commas_within_cells_are_no_separators() {
    let text = "Nom;Tel;Note\nA, B;6,39980012E8;x, y, z\nC, D;6,39980013E8;x, y, z\nE;1;z\n";
    assert_eq!(parse(text.as_bytes()).unwrap().columns, ["Nom", "Tel", "Note"]);
    let text = "Nom;Prénom, Tel\nA;B, 0639980012\n";
    assert_eq!(parse(text.as_bytes()).unwrap().separator, ';', "of equals the one of French files");
    let text = "sep=,\nNom,Tel\nA;B;C,0639980012\n";
    assert_eq!(cells(text.as_bytes()), [["A;B;C", "0639980012"]]);
    assert_eq!(lines(text.as_bytes()), [3]);
}

#[test]
fn quoted_cells_keep_separators_quotes_and_line_breaks() {
    let text = "Nom;Adresse;Tel\n\"Petit; dite \"\"P.\"\"\";\"1, rue A\n76000 Rouen\";0639980012\nB;C;1\n";
    let want = ["Petit; dite \"P.\"", "1, rue A\n76000 Rouen", "0639980012"];
    assert_eq!(cells(text.as_bytes())[0], want);
    assert_eq!(lines(text.as_bytes()), [2, 4], "a row begins where its first cell does");
}

#[test]
fn ragged_and_blank_rows_lose_nothing() {
    let text = "\n\nNom;Prénom;Tel\n\nA\nB;C;0639980012;en plus\n;;\n   ;\n\nD;E;0639980013\n";
    let want: &[&[&str]] = &[&["A", "", ""], &["B", "C", "0639980012", "en plus"], &["D", "E", "0639980013"]];
    assert_eq!(cells(text.as_bytes()), want);
    assert_eq!(lines(text.as_bytes()), [5, 6, 10]);
    let row = &parse(text.as_bytes()).unwrap().rows[0];
    assert_eq!((row.cell(0), row.cell(1), row.cell(17)), ("A", "", ""));
}

#[test]
fn the_header_is_found_below_titles() {
    let rows: &[(&str, &[&str])] = &[
        (
            "École de musique\nListe des élèves du cours de piano;\n\nNom;Tél.\nA;0639980012\n",
            &["Nom", "Tél."],
        ),
        ("Édité le 23/11/2026;;\nNom;Prénom;Portable\nA;B;0639980012\n", &["Nom", "Prénom", "Portable"]),
        ("Téléphone\n0639980012\n", &["Téléphone"]),
        ("Cours de Mme Petit\nTéléphone\n0639980012\n", &["Téléphone"]),
        ("Kontakt;Handy\nA;0639980012\n", &["Kontakt", "Handy"]),
        ("Nom;;Tel;Tel;TEL.\nA;B;1;2;3\n", &["Nom", "#2", "Tel", "Tel (2)", "TEL. (3)"]),
        ("\"Tél.\nportable\";Nom\n0639980012;A\n", &["Tél. portable", "Nom"]),
    ];
    for (given, want) in rows {
        let table = parse(given.as_bytes()).unwrap();
        let names: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        assert_eq!(names, *want, "{given}");
    }
}

#[test]
fn what_is_no_table_is_named() {
    let file = || "liste.csv".to_owned();
    let quotes = |lines: usize| format!("Nom;Tel\n\"A;1\n{}", "B;2\n".repeat(lines));
    let (few, many) = (quotes(3), quotes(3_000));
    let rows: &[(&[u8], Unreadable)] = &[
        (b"", Unreadable::Empty { file: file() }),
        (b"\n\n  \n;;\n", Unreadable::Empty { file: file() }),
        (b"\xEF\xBB\xBF", Unreadable::Empty { file: file() }),
        (b"Nom;Tel\n", Unreadable::OnlyHeader { file: file() }),
        (b"0639980012\n0639980013\n", Unreadable::NoHeader { file: file() }),
        (b"A;0639980012\nB;0639980013\n", Unreadable::NoHeader { file: file() }),
        (b"Nom;Tel\nA;\x00\n", Unreadable::Binary { file: file(), line: 2 }),
        (b"\x7FELF\x02\x01\x01\x00", Unreadable::Binary { file: file(), line: 1 }),
        (b"\xFF\xD8\xFF\xE0\x10JFIF\x01", Unreadable::Binary { file: file(), line: 1 }),
        (b"N\x00o\x00\x01\x00", Unreadable::Binary { file: file(), line: 1 }),
        (b"\xFF\xFEN\x00o\x00\n\x00\x00\xD8a\x00", Unreadable::Binary { file: file(), line: 2 }),
        (b"PK\x03\x04\x14\x00", Unreadable::Workbook { file: file() }),
        (few.as_bytes(), Unreadable::OpenQuote { file: file(), line: 2 }),
        (many.as_bytes(), Unreadable::OpenQuote { file: file(), line: 2 }),
        (b"Nom;Tel\nA;\"1\nB;2\n", Unreadable::OpenQuote { file: file(), line: 2 }),
    ];
    for (given, want) in rows {
        assert_eq!(parse(given).as_ref().unwrap_err(), want, "{:?}", String::from_utf8_lossy(given));
    }
    let large = vec![b'a'; FILE_LIMIT + 1];
    assert!(matches!(parse(&large), Err(Unreadable::TooLarge { .. })));
    let many = format!("Nom;Tel\n{}", "A;1\n".repeat(ROW_LIMIT + 1));
    assert!(matches!(parse(many.as_bytes()), Err(Unreadable::TooLarge { .. })));
    assert_eq!(parse(b"Nom;Tel\nA;1\n\x1A").unwrap().rows.len(), 1, "the end sign of DOS");
}

#[test]
fn letters_of_a_mac_or_of_dos_are_told_and_never_guessed() {
    let rows: &[(&[u8], Option<usize>)] = &[
        // Mac Roman: Lefèvre, Zoé, forêt, Noël with a letter that Windows-1252 has too.
        (b"Nom;Tel\nLef\x8Fvre;0639980012\n", Some(2)),
        (b"Nom;Tel\nPetit;0639980012\nZo\x8E;0639980013\n", Some(3)),
        (b"Nom;Tel\nFor\x90t;0639980012\n", Some(2)),
        // DOS: Zoé, École.
        (b"Nom;Tel\nZo\x82;0639980012\n", Some(2)),
        (b"Nom;Tel\n\x90cole;0639980012\n", Some(2)),
        // Windows-1252: Zoé, \u{17D}ivko, Lubo\u{161}, a low quote before a word.
        (b"Nom;Tel\nZo\xE9;0639980012\n", None),
        (b"Nom;Tel\n\x8Eivko;0639980012\n", None),
        (b"Nom;Tel\nLubo\x9A \x82dit L.\x91;0639980012\n", None),
    ];
    for (octets, want) in rows {
        let want = want.map(|line| Unreadable::OldAlphabet { file: "liste.csv".into(), line });
        assert_eq!(parse(octets).err(), want, "{:?}", String::from_utf8_lossy(octets));
    }
}

#[test]
fn files_that_are_none_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liste.csv");
    assert!(matches!(Table::read(&path), Err(Unreadable::NotThere { .. })));
    assert!(matches!(Table::read(folder.path()), Err(Unreadable::NotAFile { .. })));
    std::fs::write(&path, TEXT).unwrap();
    let table = Table::read(&path).unwrap();
    assert_eq!(table.rows.len(), 2);
    assert!(table.file.ends_with("liste.csv"));
    let long = vec![b'\n'; FILE_LIMIT + 10];
    std::fs::write(&path, long).unwrap();
    assert!(matches!(Table::read(&path), Err(Unreadable::TooLarge { .. })));
}

#[test]
fn every_refusal_has_its_sentences() {
    let file = || "liste.csv".to_owned();
    let rows = [
        Unreadable::NotThere { file: file() },
        Unreadable::NotAFile { file: file() },
        Unreadable::Failed { file: file(), error: "denied".into() },
        too_large("liste.csv"),
        Unreadable::Workbook { file: file() },
        Unreadable::Binary { file: file(), line: 7 },
        Unreadable::OldAlphabet { file: file(), line: 7 },
        Unreadable::OpenQuote { file: file(), line: 7 },
        Unreadable::NoHeader { file: file() },
        Unreadable::Empty { file: file() },
        Unreadable::OnlyHeader { file: file() },
    ];
    for refusal in rows {
        // Fails to compile when one is added, to be put into the list above.
        match &refusal {
            Unreadable::NotThere { .. } | Unreadable::NotAFile { .. } | Unreadable::Failed { .. } => {}
            Unreadable::TooLarge { .. } | Unreadable::Workbook { .. } | Unreadable::Binary { .. } => {}
            Unreadable::OpenQuote { .. } | Unreadable::NoHeader { .. } | Unreadable::Empty { .. } => {}
            Unreadable::OnlyHeader { .. } | Unreadable::OldAlphabet { .. } => {}
        }
        for language in [Language::French, Language::English] {
            let text = wording::sentence(language, "table", &refusal);
            assert!(text.contains("liste.csv") && !text.contains(['{', '$']), "{text}");
        }
    }
    let refusal = Unreadable::OpenQuote { file: file(), line: 7 };
    let french = wording::sentence(Language::French, "table", &refusal);
    assert_eq!(french, "liste.csv, ligne 7\u{A0}: un guillemet est ouvert et n’est jamais fermé");
    assert_eq!(refusal.to_string(), "liste.csv, line 7: a quote is opened and never closed");
}

proptest! {
    #[test]
    fn arbitrary_octets_never_panic(octets in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(table) = parse(&octets) {
            prop_assert!(table.rows.iter().all(|row| row.cells.len() >= table.columns.len()));
        }
    }

    #[test]
    fn arbitrary_tables_never_panic(text in "[A-Ta-c;,\"\n\r\té1 =]{0,200}") {
        let text = format!("Nom;Tel\n{text}");
        if let Ok(table) = parse(text.as_bytes()) {
            let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
            prop_assert!(lines.is_sorted());
        }
    }
}

#[test]
fn utf_16_without_a_mark_is_known_by_its_zeros() {
    let text = "Nom;Tel\nNoël;0639980012\n";
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    for (octets, encoding) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
        let table = parse(&octets).unwrap();
        assert_eq!((table.encoding, table.rows[0].cells[0].as_str()), (encoding, "Noël"));
    }
}
